// The status of partitions in groups is that of each partition looked at alone: random stories against a reference that enumerates.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { computeStatus, judgeGroups, type AssetNode, type PartitionsDefinition } from '@headwater/graph';
import { has } from '@headwater/calendar';
import { asset } from '../asset-node.fixture.ts';
import { createMemoryCatalogue } from '../in-process/memory-catalogue.ts';
import { inputVersions } from '../host/provenance.ts';
import { sliceFacts } from '../host/slice-facts.ts';
import { createSlicing, type Slicing } from '../plan/slicing.ts';
import { createPartitionBook } from './partition-facts.ts';

const NOW = Date.UTC(2026, 0, 15);
const daily = (start: string): PartitionsDefinition => ({
  is: 'time',
  every: 'day',
  cron: null,
  start,
  end: null,
  timezone: 'UTC',
  endOffset: 0,
});
const weekly: PartitionsDefinition = {
  is: 'time',
  every: 'week',
  cron: null,
  start: '2026-01-05',
  end: null,
  timezone: 'UTC',
  endOffset: 1,
};
const shops: PartitionsDefinition = { is: 'dynamic', name: 'shops' };

/** Daily to daily, to a window, to weeks, to all of them, to the last; by names that are added; and to assets without. */
const NODES: readonly AssetNode[] = [
  asset('raw'),
  asset('days', ['raw'], { partitions: daily('2026-01-01') }),
  asset('same', ['days'], { partitions: daily('2026-01-01') }),
  asset('later', ['same'], { partitions: daily('2026-01-08') }),
  asset('moving', ['days'], {
    partitions: daily('2026-01-01'),
    mappings: { days: { is: 'window', startOffset: -2, endOffset: 0 } },
  }),
  asset('weeks', ['same', 'raw'], { partitions: weekly }),
  asset('shops', ['days'], { partitions: shops, mappings: { days: { is: 'last' } } }),
  asset('total', ['weeks', 'shops']),
  asset('newest', ['moving'], { mappings: { moving: { is: 'last' } } }),
];

interface Step {
  readonly is: 'make' | 'fail' | 'edit' | 'add' | 'remove';
  readonly asset: number;
  readonly partition: number;
  readonly version: number;
}

const step = fc.record<Step>({
  is: fc.constantFrom('make', 'make', 'make', 'make', 'make', 'fail', 'edit', 'add', 'add', 'remove'),
  asset: fc.nat(NODES.length - 1),
  partition: fc.nat(40),
  version: fc.nat(2),
});

const NAMES = ['berlin', 'oslo', 'rome', 'paris'];

/** What is newest of one partition, with all that it read, key by key. `''` is an asset without. */
interface Standing {
  readonly code: string | null;
  readonly version: string;
  readonly read: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly failed: boolean;
}

test('A24: groups of partitions stand as each of them does, looked at alone', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 60 }), async (story) => {
      const catalogue = createMemoryCatalogue();
      const book = createPartitionBook(catalogue);
      const made = new Map<string, Map<string, Standing>>(NODES.map(({ key }) => [key, new Map()]));
      const edits = new Map<string, number>();
      const nodes = (): AssetNode[] =>
        NODES.map((node) => ({ ...node, codeVersion: `c1:${node.key}${edits.get(node.key) ?? 0}` }));

      const keysOf = (key: string): string[] => {
        const partitions = slicing().of(key);
        return partitions === null
          ? ['']
          : Array.from({ length: partitions.count }, (_, place) => partitions.keyAt(place));
      };
      let opened: { readonly keys: readonly string[] | undefined; readonly slicing: Slicing } | null = null;
      /** Which partitions there are changes with the names alone. */
      const slicing = (): Slicing => {
        const keys = catalogue.dynamicPartitions()['shops'];
        if (opened === null || opened.keys !== keys)
          opened = { keys, slicing: createSlicing({ assets: NODES, now: NOW, dynamicKeys: () => keys ?? [] }) };
        return opened.slicing;
      };

      /** Keys of `upstream` that a partition reads; of one without partitions the empty one. */
      function readKeys(node: AssetNode, partition: string, upstream: string): readonly string[] {
        const reads = slicing().reads(node, partition === '' ? null : [partition]);
        return reads[upstream]?.keys ?? [''];
      }

      function readNow(node: AssetNode, partition: string): Standing['read'] {
        return Object.fromEntries(
          Object.values(node.inputs).map((upstream) => {
            const stored = made.get(upstream);
            const pairs = readKeys(node, partition, upstream).flatMap((key) => {
              const version = stored?.get(key)?.version;
              return version === undefined || version === '' ? [] : [[key, version]];
            });
            return [upstream, Object.fromEntries(pairs) as Record<string, string>];
          }),
        );
      }

      type State = 'fresh' | 'stale' | 'missing' | 'failed';
      const isMade = (key: string): boolean =>
        [...(made.get(key)?.entries() ?? [])].some(([of, { version }]) => version !== '' && keysOf(key).includes(of));

      /** As the words of the design say it, one partition after the other. */
      function stateOf(node: AssetNode, partition: string): State {
        const standing = made.get(node.key)?.get(partition);
        if (standing === undefined) return 'missing';
        if (standing.failed) return 'failed';
        if (standing.code !== node.codeVersion) return 'stale';
        const now = readNow(node, partition);
        for (const upstream of Object.values(node.inputs)) {
          const [then = {}, there = {}] = [standing.read[upstream], now[upstream]];
          if (Object.keys(there).length > 0 && JSON.stringify(sorted(then)) !== JSON.stringify(sorted(there)))
            return 'stale';
          const above = nodes().find(({ key }) => key === upstream);
          if (above === undefined) continue;
          if (!isMade(upstream) && !anyFailed(upstream)) return 'stale';
          for (const key of readKeys(node, partition, upstream))
            if (['stale', 'failed'].includes(stateOf(above, key))) return 'stale';
        }
        return 'fresh';
      }
      const anyFailed = (key: string): boolean => keysOf(key).some((of) => made.get(key)?.get(of)?.failed);

      for (const { is, asset: index, partition: place, version } of story) {
        const node = nodes()[index] ?? asset('raw');
        const { key } = node;
        if (is === 'edit') edits.set(key, version);
        const name = NAMES[place % NAMES.length] ?? '';
        if (is === 'add') await catalogue.change({ type: 'partitions-added', name: 'shops', keys: [name] });
        if (is === 'remove') await catalogue.change({ type: 'partitions-removed', name: 'shops', keys: [name] });
        if (is !== 'make' && is !== 'fail') continue;
        const keys = keysOf(key);
        const partition = keys[place % Math.max(1, keys.length)];
        if (partition === undefined) continue;
        const of = { step: key, asset: key, attempt: 1, ...(partition !== '' && { partition }) };
        const before = made.get(key)?.get(partition);
        if (is === 'fail') {
          await catalogue.record('r1', { type: 'step-failed', ...of, error: { message: `no ${version}` } });
          made.get(key)?.set(partition, { ...(before ?? { code: null, version: '', read: {} }), failed: true });
          continue;
        }
        const facts = sliceFacts(
          {
            nodes: [node],
            ...(partition !== '' && { partition }),
            reads: slicing().reads(node, partition === '' ? null : [partition]),
          },
          { facts: catalogue.facts(), catalogue },
        );
        const dataVersion = `v1:${key}${version}`;
        made.get(key)?.set(partition, {
          code: node.codeVersion,
          version: dataVersion,
          read: readNow(node, partition),
          failed: false,
        });
        await catalogue.record('r1', {
          type: 'materialized',
          ...of,
          codeVersion: node.codeVersion,
          dataVersion,
          inputs: inputVersions(node, facts),
          durationMs: 1,
          metadata: {},
        });
        // The book keeps what it found: it is asked in between, and must not keep what is not so any more.
        if (version === 0) book.look({ assets: nodes(), facts: catalogue.facts(), now: NOW });
      }

      const look = book.look({ assets: nodes(), facts: catalogue.facts(), now: NOW });
      const statuses = new Map(computeStatus(nodes(), look.facts).map((status) => [status.key, status]));
      const judged = judgeGroups(nodes(), { facts: look.facts, code: {} });
      for (const node of nodes()) {
        const expected = keysOf(node.key).map((partition) => stateOf(node, partition));
        const status = statuses.get(node.key);
        const of = look.assets.get(node.key);
        if (of === undefined) {
          const words = {
            fresh: ['fresh'],
            stale: ['stale', 'upstream-stale'],
            missing: ['never'],
            failed: ['failed'],
          };
          expect(words[expected[0] ?? 'missing'], node.key).toContain(status?.status);
          continue;
        }
        const found = expected.map((_, at) => {
          const group = of.groups.findIndex(({ set }) => has(set, at));
          return group < 0 ? 'missing' : judged.get(node.key)?.[group]?.state;
        });
        expect(found, node.key).toEqual(expected);
        const count = (state: State): number => expected.filter((each) => each === state).length;
        expect(status?.partitions, node.key).toEqual({
          total: expected.length,
          fresh: count('fresh'),
          stale: count('stale'),
          missing: count('missing'),
          failed: count('failed'),
        });
        const worst = count('failed') > 0 ? 'failed' : !isMade(node.key) ? 'never' : null;
        if (worst !== null) expect(status?.status, node.key).toBe(worst);
        else if (count('stale') + count('missing') === 0) expect(status?.status, node.key).toBe('fresh');
        else expect(['stale', 'upstream-stale'], node.key).toContain(status?.status);
      }
    }),
    {
      numRuns: Number(process.env['HEADWATER_STORIES'] ?? 60),
      ...(process.env['HEADWATER_SEED'] !== undefined && { seed: Number(process.env['HEADWATER_SEED']) }),
    },
  );
});

const sorted = (record: Readonly<Record<string, string>>): [string, string][] =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
