// Sends alerts of changed freshness to the address the project names.
import type { FreshnessAlert } from '../automation-protocol.ts';
import { messageOf } from '../message-of.ts';

const TIMEOUT_MS = 10_000;

/** Each once; that it cannot be reached is told once, until it can be again. */
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
    return cause instanceof Error ? cause.message : messageOf(error);
  }
}
