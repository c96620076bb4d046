// What each asset of a run came to, for those that wait for it: an output opens its own dependants, a blocking check may close them.
import type { AssetKey, CheckNode } from '@headwater/graph';

export type Ended = 'materialized' | 'failed' | 'skipped' | 'cancelled' | 'kept';

export interface CheckEnd {
  readonly passed: boolean;
  readonly severity: 'warn' | 'error';
}

export interface Gates {
  end(asset: AssetKey, how: Ended): void;
  /** A check that runs, before its asset ends as materialized. */
  check(node: CheckNode, outcome: Promise<CheckEnd>): void;
  /** Null: the way is free. Otherwise why `downstream` cannot run. */
  blocked(upstream: AssetKey, downstream: readonly AssetKey[]): Promise<string | null>;
  /** Every check of the run. */
  checks(): Promise<readonly (CheckEnd & { readonly node: CheckNode })[]>;
  counts(): Readonly<Record<Ended, number>>;
}

export function createGates(assets: Iterable<AssetKey>): Gates {
  const ends = new Map([...assets].map((asset) => [asset, Promise.withResolvers<Ended>()]));
  const ended = new Map<AssetKey, Ended>();
  const checks: { readonly node: CheckNode; readonly outcome: Promise<CheckEnd> }[] = [];
  return {
    end(asset, how) {
      if (ended.has(asset)) return;
      ended.set(asset, how);
      ends.get(asset)?.resolve(how);
    },
    check(node, outcome) {
      checks.push({ node, outcome });
    },
    async blocked(upstream, downstream) {
      const how = await ends.get(upstream)?.promise;
      if (how !== undefined && how !== 'materialized' && how !== 'kept')
        return `${upstream} ${how === 'failed' ? 'failed' : `was ${how}`}`;
      for (const { node, outcome } of checks) {
        if (!node.blocking || node.asset !== upstream) continue;
        if (node.blocks !== null && !node.blocks.some((key) => downstream.includes(key))) continue;
        const { passed, severity } = await outcome;
        if (!passed && severity === 'error') return `check ${node.name} of ${upstream} failed`;
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
