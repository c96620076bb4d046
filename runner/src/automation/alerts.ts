// Tells a change of an asset's freshness: to everyone who listens, and to the address the project names.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FreshnessAlert } from '../automation-protocol.ts';

export interface AlertSettings {
  readonly webhook: string | null;
  /** What is wrong with them, in a sentence. */
  readonly problem: string | null;
}

const NONE: AlertSettings = { webhook: null, problem: null };
const TIMEOUT_MS = 10_000;

/** `headwater.alerts.webhook` of package.json; one that cannot be read has no settings. */
export function alertSettings(project: string): AlertSettings {
  let given: unknown;
  try {
    const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
      headwater?: { alerts?: { webhook?: unknown } };
    };
    given = manifest.headwater?.alerts?.webhook;
  } catch {
    return NONE;
  }
  if (given === undefined) return NONE;
  if (typeof given === 'string' && URL.canParse(given) && /^https?:$/.test(new URL(given).protocol))
    return { webhook: given, problem: null };
  return {
    webhook: null,
    problem:
      'package.json: `headwater.alerts.webhook` is not an http or https address, and nothing is sent. Correct it and start again.',
  };
}

/** Sends alerts to a webhook, each once; that it cannot be reached is told once, until it can be again. */
export function webhookAlerts(
  webhook: string,
  { project, notice }: { readonly project: string; readonly notice: (message: string) => void },
): (alert: FreshnessAlert) => Promise<void> {
  let failing = false;
  return async (alert) => {
    const problem = await post(webhook, { version: 1, type: 'freshness', project, ...alert });
    if (problem !== null && !failing)
      notice(
        `The alert about ${alert.asset} could not be sent to ${new URL(webhook).host} (${problem}): others are sent as they come, and failures are not told again.`,
      );
    failing = problem !== null;
  };
}

/** Why it did not arrive. */
async function post(address: string, body: object): Promise<string | null> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    // Nobody reads it: the connection is not kept for it.
    await response.body?.cancel();
    return response.ok ? null : `it answered ${String(response.status)}`;
  } catch (error) {
    const { cause } = error as { cause?: unknown };
    return cause instanceof Error ? cause.message : error instanceof Error ? error.message : String(error);
  }
}
