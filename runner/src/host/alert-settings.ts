// Reads where alerts of a project are sent: `headwater.alerts` of its package.json.
import { givenSettings } from './given-settings.ts';

export interface AlertSettings {
  readonly webhook: string | null;
  /** What is wrong with them, in sentences. */
  readonly notices: readonly string[];
}

export function alertSettings(project: string): AlertSettings {
  const webhook = givenSettings(project).alerts?.webhook;
  if (webhook === undefined) return { webhook: null, notices: [] };
  if (typeof webhook === 'string' && URL.canParse(webhook) && /^https?:$/.test(new URL(webhook).protocol))
    return { webhook, notices: [] };
  return {
    webhook: null,
    notices: [
      'package.json: `headwater.alerts.webhook` is not an http or https address, and nothing is sent. Correct it and start again.',
    ],
  };
}
