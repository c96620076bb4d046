// Says how an asset runs by itself and whether it is too old, in the few words a node has room for.
import type { AssetKey, FreshnessState } from '@headwater/graph';
import type { AutomationState } from './page-state.ts';

/** Of a state that a node tells: what is in time needs no mark. */
export type Lateness = Extract<FreshnessState, 'warn' | 'fail'>;

/** What each state is called and its icon. */
export const FRESHNESS_LOOKS = {
  pass: { icon: 'pass', words: 'in time' },
  warn: { icon: 'watch', words: 'nearly too old' },
  fail: { icon: 'watch', words: 'too old' },
  unknown: { icon: 'question', words: 'not known' },
} as const satisfies Readonly<Record<FreshnessState, { readonly icon: string; readonly words: string }>>;

export function lateness(automation: AutomationState | null, key: AssetKey): Lateness | null {
  const state = automation?.assets.get(key)?.freshness?.state;
  return state === 'warn' || state === 'fail' ? state : null;
}

/** `too old, runs by itself`; null where there is nothing to say. */
export function automationWords(automation: AutomationState | null, key: AssetKey): string | null {
  const late = lateness(automation, key);
  const runsByItself = automation?.on === true && (automation.assets.get(key)?.condition ?? null) !== null;
  const words = [...(late ? [FRESHNESS_LOOKS[late].words] : []), ...(runsByItself ? ['runs by itself'] : [])];
  return words.length === 0 ? null : words.join(', ');
}
