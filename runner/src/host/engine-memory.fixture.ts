// What the reference remembers of a small world, and the status it gives each asset by it: by plain recursion.
import type { AssetKey } from '@headwater/graph';
import {
  codeVersionOf,
  placesOf,
  upstreamOf,
  type Body,
  type Check,
  type External,
  type World,
} from './engine-world.fixture.ts';

/** One materialization. */
export interface Entry {
  readonly run: string;
  readonly origin: string;
  readonly code: string | null;
  readonly config: string;
  readonly env: string | null;
  readonly inputs: ReadonlyMap<AssetKey, string | null>;
  /** Which inputs each of them was. */
  readonly places: ReadonlyMap<AssetKey, string>;
  readonly content: string;
  readonly version: string;
  readonly kept: 'store' | 'managed' | 'none';
  readonly returned: readonly (readonly [Check, boolean])[];
}

export interface Memory {
  readonly entries: Map<AssetKey, Entry[]>;
  /** Failed since it was last made, to the code version that failed. */
  readonly failed: Map<AssetKey, string | null>;
  /** What external assets said of themselves. */
  readonly seen: Map<AssetKey, string>;
  /** Values whose files are there and whole. */
  readonly files: Set<string>;
  bodyOf(key: AssetKey): Body | undefined;
  externalOf(key: AssetKey): External | undefined;
  latest(key: AssetKey): Entry | undefined;
  versionOf(key: AssetKey): string | null;
  isLost(key: AssetKey, entry: Entry): boolean;
  judge(key: AssetKey): { readonly status: string; readonly causes: readonly string[] };
  isFresh(key: AssetKey): boolean;
  /** Whatever is above it. */
  isFreshItself(key: AssetKey, body: Body): boolean;
}

export const fileOf = (key: AssetKey, { content }: Pick<Entry, 'content'>): string => `${key} ${content}`;

export function createMemory(world: World): Memory {
  const entries = new Map<AssetKey, Entry[]>();
  const failed = new Map<AssetKey, string | null>();
  const seen = new Map<AssetKey, string>();
  const files = new Set<string>();

  const bodyOf = (key: AssetKey): Body | undefined => world.bodies.find(({ keys }) => keys.includes(key));
  const externalOf = (key: AssetKey) => world.externals.find((each) => each.key === key);
  const latest = (key: AssetKey): Entry | undefined => entries.get(key)?.at(-1);
  const versionOf = (key: AssetKey): string | null => latest(key)?.version ?? seen.get(key) ?? null;
  const isLost = (key: AssetKey, entry: Entry): boolean => entry.kept === 'store' && !files.has(fileOf(key, entry));

  function directCauses(key: AssetKey, body: Body, entry: Entry): string[] {
    const now = codeVersionOf(body);
    const above = upstreamOf(body);
    return [
      ...(isLost(key, entry) ? ['drift'] : []),
      ...(now !== null && entry.code !== null && now !== entry.code ? ['code'] : []),
      ...above.flatMap((each) => {
        if (!entry.inputs.has(each)) return [`deps ${each}`];
        const current = versionOf(each);
        return [
          ...(placesOf(body, each) === entry.places.get(each) ? [] : [`deps ${each}`]),
          ...(current !== null && current !== entry.inputs.get(each) ? [`data ${each}`] : []),
        ];
      }),
      ...[...entry.inputs.keys()].filter((each) => !above.includes(each)).map((each) => `deps ${each}`),
    ];
  }

  function judge(key: AssetKey): { readonly status: string; readonly causes: readonly string[] } {
    const body = bodyOf(key);
    if (!body) return { status: 'external', causes: [] };
    const entry = latest(key);
    const direct = entry ? directCauses(key, body, entry) : [];
    const roots = entry ? upstreamOf(body).flatMap((each) => root(each) ?? []) : [];
    const causes = [...direct, ...new Set(roots.map((each) => `upstream ${each}`))];
    if (failed.has(key)) return { status: 'failed', causes: ['failed', ...causes] };
    if (!entry) return { status: 'never', causes: [] };
    const status = direct.includes('drift')
      ? 'drift'
      : direct.length > 0
        ? 'stale'
        : roots.length > 0
          ? 'upstream-stale'
          : 'fresh';
    return { status, causes };
  }

  /** Where the trouble above or in an asset begins. */
  function root(key: AssetKey): AssetKey | null {
    const { status } = judge(key);
    if (status === 'fresh' || status === 'external') return null;
    if (status !== 'upstream-stale') return key;
    for (const each of upstreamOf(bodyOf(key) as Body)) {
      const found = root(each);
      if (found !== null) return found;
    }
    return null;
  }

  const isFresh = (key: AssetKey): boolean => judge(key).status === 'fresh';
  const isFreshItself = (key: AssetKey, body: Body): boolean => {
    const entry = latest(key);
    return entry !== undefined && !failed.has(key) && directCauses(key, body, entry).length === 0;
  };

  return { entries, failed, seen, files, bodyOf, externalOf, latest, versionOf, isLost, judge, isFresh, isFreshItself };
}
