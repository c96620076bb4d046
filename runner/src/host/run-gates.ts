// What each asset of a run came to, for those that wait for it: an output opens its own dependants, a blocking check may close them.
import type { AssetKey, CheckNode } from '@headwater/graph';
import { slotId } from './slots.ts';

export type Ended = 'materialized' | 'failed' | 'skipped' | 'cancelled' | 'kept';

export interface CheckEnd {
  readonly passed: boolean;
  readonly severity: 'warn' | 'error';
}

/** An asset, or one partition of it. */
export interface Place {
  readonly asset: AssetKey;
  readonly partition?: string | undefined;
}

export interface Gates {
  end(place: Place, how: Ended): void;
  /** A check that runs, before its asset ends as materialized. */
  check(node: CheckNode, of: { readonly partition: string | undefined; readonly outcome: Promise<CheckEnd> }): void;
  /** Null: the way is free. Otherwise why `downstream` cannot run. */
  blocked(upstream: Place, downstream: readonly AssetKey[]): Promise<string | null>;
  /** Every check of the run. */
  checks(): Promise<readonly (CheckEnd & { readonly node: CheckNode })[]>;
  counts(): Readonly<Record<Ended, number>>;
}

export function createGates(places: Iterable<Place>): Gates {
  const idOf = ({ asset, partition }: Place): string => slotId(asset, partition);
  const ends = new Map([...places].map((place) => [idOf(place), Promise.withResolvers<Ended>()]));
  const ended = new Map<string, Ended>();
  const checks: { readonly node: CheckNode; readonly outcome: Promise<CheckEnd> }[] = [];
  /** Blocking ones, of each place. */
  const blocking = new Map<string, { readonly node: CheckNode; readonly outcome: Promise<CheckEnd> }[]>();
  return {
    end(place, how) {
      const id = idOf(place);
      if (ended.has(id)) return;
      ended.set(id, how);
      ends.get(id)?.resolve(how);
    },
    check(node, { partition, outcome }) {
      checks.push({ node, outcome });
      if (!node.blocking) return;
      const id = slotId(node.asset, partition);
      blocking.set(id, [...(blocking.get(id) ?? []), { node, outcome }]);
    },
    async blocked(upstream, downstream) {
      const id = idOf(upstream);
      const how = await ends.get(id)?.promise;
      const name = upstream.partition === undefined ? upstream.asset : `${upstream.asset} of ${upstream.partition}`;
      if (how !== undefined && how !== 'materialized' && how !== 'kept')
        return `${name} ${how === 'failed' ? 'failed' : `was ${how}`}`;
      for (const { node, outcome } of blocking.get(id) ?? []) {
        if (node.blocks !== null && !node.blocks.some((key) => downstream.includes(key))) continue;
        const { passed, severity } = await outcome;
        if (!passed && severity === 'error') return `check ${node.name} of ${name} failed`;
      }
      return null;
    },
    checks: () => Promise.all(checks.map(async ({ node, outcome }) => ({ node, ...(await outcome) }))),
    counts() {
      const counts = { materialized: 0, failed: 0, skipped: 0, cancelled: 0, kept: 0 };
      for (const how of ended.values()) counts[how] += 1;
      return counts;
    },
  };
}
