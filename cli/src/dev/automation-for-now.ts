// Has what runs by itself do so for as long as this process wants it, wherever the project's host is.
import type { LastingClient } from '@headwater/runner';
import type { AutomationDocument } from '@headwater/runner/protocol';
import { sentenceOf } from '../sentence-of.ts';

export interface AutomationForNow {
  /** Switches it on where it is off. Null: the host does not say. */
  on(): Promise<AutomationDocument | null>;
  /** As it was found, unless a person has switched it meanwhile: whoever opens the project next finds what a person chose. */
  restore(): Promise<void>;
}

export function automationForNow(
  client: Pick<LastingClient, 'request'>,
  notice: (message: string) => void,
): AutomationForNow {
  /** When this process switched it on; null while it did not. */
  let since: string | null = null;
  return {
    async on() {
      try {
        const document = await client.request('automation', {});
        if (document.on) return document;
        const after = await client.request('setAutomation', { on: true });
        since = after.since;
        return after;
      } catch (error) {
        notice(`What runs by itself could not be switched on: ${sentenceOf(error)}`);
        return null;
      }
    },
    async restore() {
      if (since === null) return;
      try {
        const { on, since: found } = await client.request('automation', {});
        if (on && found === since) await client.request('setAutomation', { on: false });
      } catch {
        // The host is gone: nothing can be switched.
      }
    },
  };
}
