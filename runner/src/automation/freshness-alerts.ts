// Tells changes of freshness once: what was told is remembered, over restarts as well.
import type { AssetKey, FreshnessState } from '@headwater/graph';
import type { FreshnessAlert } from '../automation-protocol.ts';
import type { Freshness } from './evaluation.ts';

/** Plain JSON, durable. */
export type FreshnessMemory = Readonly<Record<AssetKey, { readonly state: FreshnessState; readonly since: number }>>;

export interface AlertQuestion {
  /** Of every asset with a policy. */
  readonly states: ReadonlyMap<AssetKey, Freshness>;
  readonly previous: FreshnessMemory;
  readonly now: number;
}

/** That data is fresh is told only where it was told that it is not. */
export function freshnessAlerts({ states, previous, now }: AlertQuestion): {
  readonly alerts: readonly FreshnessAlert[];
  /** The same object as before when nothing changed. */
  readonly memory: FreshnessMemory;
} {
  const alerts: FreshnessAlert[] = [];
  let isChanged = Object.keys(previous).length !== states.size;
  const entries = [...states].map(([asset, { state, message, since }]) => {
    const before = Object.hasOwn(previous, asset) ? previous[asset] : undefined;
    if (before?.state === state) return [asset, before] as const;
    isChanged = true;
    const from = before?.state ?? 'unknown';
    const isNews = state === 'warn' || state === 'fail' || (state === 'pass' && (from === 'warn' || from === 'fail'));
    if (isNews) alerts.push({ asset, from, to: state, time: new Date(now).toISOString(), message });
    return [asset, { state, since: since ?? now }] as const;
  });
  return { alerts, memory: isChanged ? Object.fromEntries(entries) : previous };
}
