// The badges of a node: what it is besides an asset, and its kinds in a few letters.
import type { AssetKey, AssetNode } from '@headwater/graph';
import { kindWords } from './status-words.ts';

export interface KindBadge {
  readonly icon?: 'symbol-method' | 'repo-forked';
  readonly text: string;
  /** In full. */
  readonly title: string;
}

/** For a glance: the usual kinds in two or three letters. */
const SHORT: Readonly<Record<string, string>> = {
  typescript: 'TS',
  javascript: 'JS',
  python: 'PY',
  duckdb: 'DDB',
  postgres: 'PG',
  parquet: 'PQ',
};
const TOLD = 2;

export function kindBadges(asset: AssetNode, together: readonly AssetKey[]): KindBadge[] {
  const { kinds, kind, ops = [] } = asset;
  const what = kindWords(asset, together) ?? '';
  const title = kinds.join(', ');
  const more = kinds.length - TOLD;
  return [
    ...(kind === 'graph'
      ? [
          {
            icon: 'symbol-method' as const,
            text: String(ops.length),
            title: `${what}: ${ops.map(({ name }) => name).join(', ')}`,
          },
        ]
      : []),
    ...(kind === 'multi' && what !== ''
      ? [{ icon: 'repo-forked' as const, text: String(together.length + 1), title: what }]
      : []),
    ...kinds.slice(0, TOLD).map((each) => ({ text: Object.hasOwn(SHORT, each) ? (SHORT[each] ?? each) : each, title })),
    ...(more > 0 ? [{ text: `+${more}`, title }] : []),
  ];
}
