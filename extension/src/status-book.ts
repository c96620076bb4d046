// The statuses of one project as the host last told them, with a running step shown at once.
import { statusSummary, type AssetKey, type AssetStatus, type StatusName } from '@headwater/graph';
import type { LensStatus } from '@headwater/server/protocol';

export class StatusBook {
  #statuses: ReadonlyMap<AssetKey, AssetStatus> = new Map();

  get all(): readonly AssetStatus[] {
    return [...this.#statuses.values()];
  }

  of(key: AssetKey): AssetStatus | null {
    return this.#statuses.get(key) ?? null;
  }

  /** Takes the host's answer; gives what differs from before, and whether a key disappeared. */
  replace(next: readonly AssetStatus[]): { readonly changed: readonly AssetStatus[]; readonly removed: boolean } {
    const before = this.#statuses;
    this.#statuses = new Map(next.map((status) => [status.key, status]));
    const changed = next.filter((status) => JSON.stringify(before.get(status.key)) !== JSON.stringify(status));
    return { changed, removed: [...before.keys()].some((key) => !this.#statuses.has(key)) };
  }

  /** A step has started; the host's next answer says the same. */
  markRunning(key: AssetKey): AssetStatus {
    const status: AssetStatus = { ...(this.#statuses.get(key) ?? { key }), status: 'running', causes: [] };
    this.#statuses = new Map(this.#statuses).set(key, status);
    return status;
  }

  /** The host is gone: what ran is not running, and what became of it only the next host can say. */
  interrupt(): readonly AssetStatus[] {
    const message = 'the runner host ended while it ran';
    const lost = this.all
      .filter(({ status }) => status === 'running')
      .map((status): AssetStatus => ({ ...status, status: 'unknown', causes: [{ kind: 'unknown', message }] }));
    const next = new Map(this.#statuses);
    for (const status of lost) next.set(status.key, status);
    this.#statuses = next;
    return lost;
  }

  lensTexts(now: Date): LensStatus[] {
    return this.all.map((status) => ({ key: status.key, text: lensText(status, now) }));
  }
}

/** A lens stands alone, so its one word is said in two. */
function lensText(status: AssetStatus, now: Date): string {
  return status.status === 'never' ? 'never materialized' : statusSummary(status, now);
}

/** In the order they are told: what is well first, then what asks for something. */
const spoken: readonly StatusName[] = [
  'fresh',
  'running',
  'failed',
  'stale',
  'upstream-stale',
  'never',
  'drift',
  'unknown',
];
const words: Partial<Record<StatusName, string>> = { 'upstream-stale': 'upstream stale', never: 'never materialized' };

/** `5 fresh · 2 stale`; what nothing can be done about (external, orphan) is left out. */
export function countStatuses(statuses: readonly AssetStatus[]): string {
  return spoken
    .map((name) => ({ name, count: statuses.filter(({ status }) => status === name).length }))
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${count} ${words[name] ?? name}`)
    .join(' · ');
}
