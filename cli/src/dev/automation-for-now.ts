// Has what runs by itself do so for as long as this process wants it, wherever the project's host is.
import type { LastingClient } from '@headwater/runner';
import type { AutomationDocument } from '@headwater/runner/protocol';
import { sentenceOf } from '../sentence-of.ts';

export interface AutomationForNow {
  /** Switches it on where it is off. Null: the host does not say. */
  on(): Promise<AutomationDocument | null>;
  /** As it was found: whoever opens the project next finds what a person chose. */
  restore(): Promise<void>;
}

export function automationForNow(
  client: Pick<LastingClient, 'request'>,
  notice: (message: string) => void,
): AutomationForNow {
  let switched = false;
  return {
    async on() {
      try {
        const document = await client.request('automation', {});
        if (document.on) return document;
        const after = await client.request('setAutomation', { on: true });
        switched = true;
        return after;
      } catch (error) {
        notice(`What runs by itself could not be switched on: ${sentenceOf(error)}`);
        return null;
      }
    },
    async restore() {
      if (switched) await client.request('setAutomation', { on: false }).catch(() => undefined);
    },
  };
}
