// What the catalogue keeps of partitions is the same live, out of the journal and out of the snapshot, and retention loses no newest one.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Catalogue } from '../catalogue.ts';
import type { RunEventBody, StoreChange } from '../run-event.ts';
import { openCatalogue } from './open-catalogue.ts';

const ASSETS = ['orders', 'report', 'old/orders'] as const;
const KEYS = ['2026-01-01', '2026-01-02', '2026-01-03'] as const;

type Happening = { readonly run: RunEventBody } | { readonly change: StoreChange };

const of = fc.record({ asset: fc.constantFrom(...ASSETS), partition: fc.constantFrom(...KEYS) });
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(of, fc.nat(9)).map(([each, n]): Happening => ({ run: made(each, n) })) },
  {
    weight: 2,
    arbitrary: of.map((each): Happening => ({
      run: { type: 'step-failed', step: each.asset, ...each, attempt: 1, error: { message: 'no' } },
    })),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Happening>({ change: { type: 'renamed', asset: 'orders', from: 'old/orders' } }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...ASSETS).map((asset): Happening => ({ change: { type: 'forgotten', asset } })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('partitions-added' as const, 'partitions-removed' as const), fc.subarray(['a', 'b', 'c']))
      .map(([type, keys]): Happening => ({ change: { type, name: 'shops', keys } })),
  },
);

function made(each: { readonly asset: string; readonly partition: string }, n: number): RunEventBody {
  return {
    type: 'materialized',
    step: each.asset,
    ...each,
    attempt: 1,
    codeVersion: n === 0 ? null : 'c1:x',
    dataVersion: `v1:${n}`,
    inputs: n % 2 === 0 ? {} : { raw: { dataVersion: `v1:${n}`, run: 'r0', ...(n > 5 && { names: ['raw'] }) } },
    path: `values/${each.asset}/${each.partition}/${n}.sqlite`,
    durationMs: 1,
    metadata: {},
  };
}

/** By key: in which row something stands says nothing. */
function told(catalogue: Catalogue): unknown {
  const assets = ASSETS.map((asset) => {
    const { keys, seqs, runs, codeVersions, dataVersions, inputs, failures } = catalogue.partitionsOf(asset);
    const rows = keys.map((key, row) => {
      const read = [...inputs].flatMap(([upstream, { dataVersions: versions, names }]) =>
        versions[row] === undefined ? [] : [[upstream, versions[row], names[row]]],
      );
      const whole = catalogue.partition(asset, key);
      expect([seqs[row], dataVersions[row]]).toEqual([whole?.seq ?? 0, whole?.dataVersion ?? null]);
      return [key, seqs[row], runs[row], codeVersions[row], dataVersions[row], read, failures.get(row)?.seq ?? null];
    });
    return [asset, rows.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1))];
  });
  return [assets, { ...catalogue.dynamicPartitions() }];
}

test('whatever happens, partitions are told alike live, after a kill and after a restart', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 40 }), fc.nat(40), async (story, asked) => {
      const dir = mkdtempSync(join(realpathSync(tmpdir()), 'headwater-partitions-'));
      try {
        const first = await openCatalogue({ dir, keep: { values: 1, days: 0, materializations: 1, runs: 1 } });
        for (const [index, each] of story.entries()) {
          if ('run' in each) await first.record('r1', each.run);
          else await first.change(each.change);
          // From here on the columns are told each event, and not read.
          if (index === asked) told(first);
        }
        const live = told(first);
        const killed = await openCatalogue({ dir, readOnly: 'another process has it' });
        expect(told(killed)).toEqual(live);
        await killed.close();
        const retained = await first.retain({ dryRun: false });
        expect(told(first)).toEqual(live);
        const newest = ASSETS.flatMap((asset) =>
          first.partitionsOf(asset).keys.flatMap((key) => first.partition(asset, key)?.path ?? []),
        );
        expect([...retained.values]).toEqual(expect.arrayContaining(newest));
        await first.close();
        const second = await openCatalogue({ dir });
        expect(told(second)).toEqual(live);
        await second.close();
      } finally {
        rmSync(dir, { recursive: true, force: true });
      }
    }),
    {
      numRuns: Number(process.env['HEADWATER_STORIES'] ?? 8),
      ...(process.env['HEADWATER_SEED'] !== undefined && { seed: Number(process.env['HEADWATER_SEED']) }),
    },
  );
});
