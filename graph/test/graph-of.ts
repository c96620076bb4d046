// Makes graphs and stored facts for tests: short to write by hand, or random.
import fc from 'fast-check';
import type { AssetKey, AssetNode, Failure, GraphDocument, Materialization } from '../src/index.ts';

/** An asset that reads `inputs`, with whatever else is said. */
export function node(key: AssetKey, inputs: readonly AssetKey[] = [], more: Partial<AssetNode> = {}): AssetNode {
  return {
    key,
    kind: 'asset',
    step: key,
    inputs: Object.fromEntries(inputs.map((each) => [each, each])),
    deps: [],
    group: 'default',
    kinds: [],
    tags: {},
    owners: [],
    description: null,
    file: 'src/assets.ts',
    line: 1,
    column: 14,
    range: { startLine: 1, startColumn: 1, endLine: 3, endColumn: 3 },
    exportName: key,
    io: null,
    checks: [],
    codeVersion: 'c1:1',
    ...more,
  };
}

export function documentOf(assets: readonly AssetNode[]): GraphDocument {
  return {
    version: 1,
    assets,
    checks: [],
    jobs: [],
    definitions: null,
    schedules: [],
    sensors: [],
    problems: [],
  };
}

let seq = 0;

/** A materialization whose provenance is given as upstream key → data version. */
export function made(
  asset: AssetKey,
  inputs: Readonly<Record<AssetKey, string | null>> = {},
  more: Partial<Materialization> = {},
): Materialization {
  return {
    asset,
    run: 'r1',
    seq: ++seq,
    time: '2026-03-01T10:00:00.000Z',
    codeVersion: 'c1:1',
    dataVersion: `${asset}@1`,
    inputs: Object.fromEntries(Object.entries(inputs).map(([key, dataVersion]) => [key, { dataVersion, run: 'r0' }])),
    durationMs: 12,
    metadata: {},
    ...more,
  };
}

export function failed(asset: AssetKey, more: Partial<Failure> = {}): Failure {
  return { asset, run: 'r2', seq: ++seq, time: '2026-03-01T11:00:00.000Z', message: 'boom', ...more };
}

export function byAsset<T extends { readonly asset: AssetKey }>(...all: readonly T[]): Record<AssetKey, T> {
  return Object.fromEntries(all.map((each) => [each.asset, each]));
}

/** Random graphs of up to 12 assets in random order; edges go to earlier names only, unless `cyclic`. */
export function graphs(options: { readonly cyclic?: boolean } = {}): fc.Arbitrary<AssetNode[]> {
  const word = (words: readonly string[]) => fc.constantFrom(...words);
  return fc
    .integer({ min: 0, max: 12 })
    .chain((size) =>
      fc.tuple(
        fc.tuple(
          ...Array.from({ length: size }, (_, index) => {
            const others = options.cyclic === true ? size : index;
            const keys = Array.from({ length: others }, (_unused, other) => keyOf(other));
            return fc.record({
              inputs: fc.subarray(keys, { maxLength: Math.min(3, others) }),
              deps: fc.subarray(keys, { maxLength: Math.min(2, others) }),
              group: word(['bronze', 'silver', 'gold']),
              kinds: fc.subarray(['sql', 'typescript', 'csv']),
              tags: fc.dictionary(word(['team', 'slow']), word(['a', 'b']), { maxKeys: 2 }),
              owners: fc.subarray(['ann@example.com', 'team:data']),
            });
          }),
        ),
        fc.array(fc.nat(), { minLength: size, maxLength: size }),
      ),
    )
    .map(([parts, ranks]) =>
      parts
        .map(({ inputs, ...more }, index) => ({ asset: node(keyOf(index), inputs, more), rank: ranks[index] ?? 0 }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ asset }) => asset),
    );
}

/** `a0`, `a1`, and every third in a folder: `dir/a2`. */
export function keyOf(index: number): AssetKey {
  return index % 3 === 2 ? `dir/a${index}` : `a${index}`;
}
