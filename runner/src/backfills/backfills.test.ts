// Backfills over a queue in memory: order, failures, pauses, and going on in another process.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AssetNode, GraphDocument, PartitionsDefinition } from '@headwater/graph';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BackfillRequest, BackfillState } from '../automation-protocol.ts';
import { HostRefusal } from '../host/host-refusal.ts';
import { createMemoryCatalogue } from '../in-process/memory-catalogue.ts';
import { createSlicing } from '../plan/slicing.ts';
import type { MaterializeRequest } from '../protocol.ts';
import type { RunEventBody } from '../run-event.ts';
import { keysIn, readChoice } from '@headwater/calendar';
import { readRecords, recordWriter, type BackfillRecord } from './backfill-record.ts';
import { createBackfills, type Backfills } from './backfills.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'headwater-backfills-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

const NOW = new Date('2026-02-01T00:00:00Z');
const DAYS = time('day', '2026-01-01');
const WEEKS = time('week', '2026-01-05');

function time(every: 'hour' | 'day' | 'week', start: string): PartitionsDefinition {
  return { is: 'time', every, cron: null, start, end: null, timezone: 'UTC', endOffset: 0 };
}

function nodeOf(key: string, inputs: readonly string[], more: Partial<AssetNode> = {}): AssetNode {
  const base = {
    key,
    kind: 'asset',
    step: key,
    deps: [],
    checks: [],
    file: 'a.ts',
    line: 1,
    codeVersion: 'c1:now',
    io: null,
  };
  return { ...base, inputs: Object.fromEntries(inputs.map((each) => [each, each])), ...more } as unknown as AssetNode;
}

const ASSETS = [
  nodeOf('raw', []),
  nodeOf('daily', ['raw'], { partitions: DAYS }),
  nodeOf('clean', ['daily'], { partitions: DAYS }),
  nodeOf('weekly', ['clean'], { partitions: WEEKS }),
];

interface World {
  readonly backfills: Backfills;
  readonly states: BackfillState[];
  /** `keys: partitions` of each run. */
  readonly runs: string[];
  /** Runs that were cancelled once they were in the queue. */
  readonly cancelled: string[];
  readonly over: (id: string, until?: BackfillState['status']) => Promise<BackfillState>;
}

interface WorldOptions {
  readonly assets?: readonly AssetNode[];
  /** `daily 2026-01-03`. */
  readonly fails?: readonly string[];
  /** Called before each run is carried out; false: it never ends, as if the process had been killed. */
  /** Ends without an event, as one whose end could not be recorded. */
  readonly loses?: number;
  readonly onRun?: (n: number, world: World) => boolean | Promise<void>;
}

const catalogue = createMemoryCatalogue;

function open(
  memory: ReturnType<typeof createMemoryCatalogue>,
  { assets = ASSETS, fails = [], loses, onRun }: WorldOptions = {},
): World {
  const document = { version: 1, assets, checks: [], jobs: [], problems: [] } as unknown as GraphDocument;
  const states: BackfillState[] = [];
  const runs: string[] = [];
  const cancelled: string[] = [];
  const listeners = new Set<() => void>();
  let ids = readdirSync(dir).length * 1000;
  const planned = new Set<string>();
  const queued = new Set<string>();
  const lost = new Set<string>();

  async function carryOut(run: string, { keys = [], partitions = [] }: MaterializeRequest): Promise<void> {
    const dynamicKeys = (name: string) => memory.dynamicPartitions()[name] ?? [];
    const slicing = createSlicing({ assets, now: NOW.getTime(), dynamicKeys });
    const record = async (body: RunEventBody): Promise<void> => {
      world.backfills.hear(await memory.record(run, body));
    };
    let failed = 0;
    for (const asset of keys) {
      const opened = slicing.of(asset);
      const read = opened && readChoice(partitions, opened);
      const slices = opened && read?.ok ? keysIn(read.set, opened) : [undefined];
      for (const partition of slices) {
        const name = { step: asset, asset, attempt: 1, ...(partition !== undefined && { partition }) };
        if (fails.includes(`${asset} ${partition ?? ''}`.trim())) {
          failed += 1;
          await record({ type: 'step-failed', ...name, error: { message: `${asset} is broken` } });
        } else
          await record({
            type: 'materialized',
            ...name,
            codeVersion: 'c1:now',
            dataVersion: `v ${partition ?? ''}`,
            inputs: {},
            durationMs: 1,
            metadata: {},
          });
      }
    }
    planned.delete(run);
    const counts = { materialized: 0, failed, skipped: 0, cancelled: 0 };
    await record({ type: 'run-finished', status: failed > 0 ? 'failure' : 'success', counts });
  }

  const world: World = {
    states,
    runs,
    cancelled,
    backfills: createBackfills({
      dir,
      describe: () => Promise.resolve({ document, sources: {} }),
      catalogue: memory,
      now: () => NOW,
      newId: () => `20260201-${String((ids += 1)).padStart(6, '0')}`,
      async materialize(request, { run }) {
        planned.add(run);
        runs.push(`${(request.keys ?? []).join('+')}: ${(request.partitions ?? ['whole']).join(', ')}`);
        const goesOn = await onRun?.(runs.length, world);
        queued.add(run);
        if (runs.length === loses) lost.add(run);
        else if (goesOn !== false) void carryOut(run, request);
        return { run, plan: { version: 1, run: [], skip: [], load: [] } };
      },
      cancel(run) {
        if (queued.has(run)) cancelled.push(run);
      },
      isPlanned: (run) => planned.has(run),
      over: (run) => (lost.has(run) ? Promise.resolve() : new Promise(() => undefined)),
      notFresh: () => Promise.resolve(['2026-01-30..2026-01-31']),
      held: () => true,
      onChange(state) {
        states.push(state);
        for (const listener of listeners) listener();
      },
    }),
    over: (id, until) =>
      new Promise((done) => {
        const look = (): void => {
          const state = states.findLast(({ backfill }) => backfill === id);
          const isOver = until === undefined ? state?.finished !== undefined : state?.status === until;
          if (state && isOver) done(state);
        };
        listeners.add(look);
        look();
      }),
  };
  return world;
}

const begin = async (world: World, request: BackfillRequest): Promise<string> =>
  (await world.backfills.methods.backfill(request)).backfill;
const days = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => `2026-01-${String(from + i).padStart(2, '0')}`);

test('what is made whole first, a run for each partition of those that share them, then what reads them otherwise', async () => {
  const world = open(catalogue());
  const id = await begin(world, { partitions: ['2026-01-05..2026-01-11'], select: '+key:"weekly"' });
  const state = await world.over(id);
  expect(world.runs).toEqual(['raw: whole', ...days(5, 11).map((day) => `daily+clean: ${day}`), 'weekly: 2026-01-05']);
  expect(state).toMatchObject({ status: 'success', counts: { total: 9, made: 9, failed: 0, waiting: 0 } });
});

test('the asset says how many one run makes, and the request can say otherwise', async () => {
  const of = (backfill: AssetNode['backfill']): AssetNode[] => [
    nodeOf('daily', [], { partitions: DAYS, ...(backfill && { backfill }) }),
  ];
  const runsOf = async (backfill: AssetNode['backfill'], more: BackfillRequest = {}): Promise<string[]> => {
    const world = open(catalogue(), { assets: of(backfill) });
    await world.over(
      await begin(world, { keys: ['daily'], partitions: ['2026-01-01..2026-01-03', '2026-01-05'], ...more }),
    );
    return world.runs.map((run) => run.slice('daily: '.length));
  };
  expect(await runsOf({ maxPartitionsPerRun: null })).toEqual(['2026-01-01..2026-01-03', '2026-01-05']);
  expect(await runsOf({ maxPartitionsPerRun: 2 })).toEqual(['2026-01-01..2026-01-02', '2026-01-03', '2026-01-05']);
  expect(await runsOf(undefined, { maxPartitionsPerRun: 3 })).toEqual(['2026-01-01..2026-01-03', '2026-01-05']);
});

test('what needs something that failed is not tried; from the failure only what was not made is', async () => {
  const memory = catalogue();
  const world = open(memory, { fails: ['clean 2026-01-07'] });
  const keys = ['daily', 'clean', 'weekly'];
  const state = await world.over(await begin(world, { keys, partitions: ['2026-01-05'] }));
  expect(state.status).toBe('failure');
  expect(state.counts).toEqual({ total: 8, made: 6, failed: 2, waiting: 0 });
  expect(state.ranges.failed).toEqual([
    { from: '2026-01-07', to: '2026-01-07', count: 1 },
    { from: '2026-01-05', to: '2026-01-05', count: 1 },
  ]);
  const again = open(memory);
  const next = await again.over(await begin(again, { fromFailure: state.backfill }));
  expect(again.runs).toEqual(['daily+clean: 2026-01-07', 'weekly: 2026-01-05']);
  expect(next.status).toBe('success');
});

test('only what is missing, only what is stale, and a look before anything runs', async () => {
  const memory = catalogue();
  const assets = [nodeOf('daily', [], { partitions: DAYS })];
  const first = open(memory, { assets });
  await first.over(await begin(first, { keys: ['daily'], partitions: ['2026-01-02..2026-01-30'] }));
  const world = open(memory, { assets });
  const dry = await world.backfills.methods.backfill({ keys: ['daily'], missingOnly: true, dryRun: true });
  expect(dry).toMatchObject({ backfill: '', message: 'It would take 2 runs.', counts: { total: 2 } });
  expect(world.runs).toEqual([]);
  await world.over(await begin(world, { keys: ['daily'], missingOnly: true }));
  await world.over(await begin(world, { keys: ['daily'], staleOnly: true }));
  expect(world.runs).toEqual(['2026-01-01', '2026-01-31', '2026-01-30', '2026-01-31'].map((day) => `daily: ${day}`));
});

test('it is paused between runs, resumed, and cancelled', async () => {
  const world = open(catalogue(), {
    onRun: async (n, { states, backfills }) => {
      const { backfill = '' } = states.at(-1) ?? {};
      if (n === 2) await backfills.methods.steerBackfill({ backfill, to: 'pause' });
      if (n === 4) await backfills.methods.steerBackfill({ backfill, to: 'cancel' });
    },
  });
  const id = await begin(world, { keys: ['daily'], partitions: ['2026-01-01..2026-01-10'] });
  await world.over(id, 'paused');
  await world.backfills.idle();
  expect(world.runs.length).toBe(2);
  await world.backfills.methods.steerBackfill({ backfill: id, to: 'resume' });
  await world.over(id);
  await world.backfills.idle();
  const last = world.states.at(-1);
  expect(last).toMatchObject({ status: 'cancelled', counts: { total: 10, made: 4, waiting: 6 } });
  // It was cancelled before its run was in the queue.
  expect(world.cancelled).toEqual(last?.runs.slice(-1));
  await expect(world.backfills.methods.steerBackfill({ backfill: id, to: 'resume' })).rejects.toThrow(HostRefusal);
});

test('it is paused by a run whose end could not be recorded, and goes on with it when it is resumed', async () => {
  const world = open(catalogue(), { loses: 2 });
  const id = await begin(world, { keys: ['daily'], partitions: ['2026-01-01..2026-01-03'] });
  expect(await world.over(id, 'paused')).toMatchObject({ counts: { made: 1, waiting: 2 } });
  await world.backfills.idle();
  await world.backfills.methods.steerBackfill({ backfill: id, to: 'resume' });
  expect((await world.over(id)).status).toBe('success');
  expect(world.runs).toEqual([1, 2, 2, 3].map((day) => `daily: 2026-01-0${day}`));
});

test('another process goes on where one was killed, and makes what its last run did not', async () => {
  const memory = catalogue();
  const third = Promise.withResolvers<null>();
  const killed = open(memory, {
    onRun(n) {
      if (n === 3) third.resolve(null);
      return n < 3;
    },
  });
  const id = await begin(killed, { keys: ['daily'], partitions: ['2026-01-01..2026-01-05'] });
  await third.promise;
  const next = open(memory);
  expect((await next.backfills.methods.backfills({})).backfills).toMatchObject([
    { backfill: id, status: 'paused', message: expect.stringContaining('backfill resume') as string },
  ]);
  await next.backfills.start();
  const state = await next.over(id);
  expect(next.runs).toEqual(days(3, 5).map((day) => `daily: ${day}`));
  expect(state).toMatchObject({ status: 'success', counts: { total: 5, made: 5 } });
});

test.each([
  { removed: ['e'], made: ['a', 'b', 'c', 'd'] },
  { removed: ['c', 'a'], made: ['a', 'b', 'd', 'e'] },
  { removed: ['b', 'd'], made: ['a', 'b', 'c', 'e'] },
])('keys that are removed meanwhile ($removed) are left out, and no other', async ({ removed, made }) => {
  const memory = catalogue();
  await memory.change({ type: 'partitions-added', name: 'customers', keys: ['a', 'b', 'c', 'd', 'e'] });
  const world = open(memory, {
    assets: [nodeOf('profile', [], { partitions: { is: 'dynamic', name: 'customers' } })],
    async onRun(n, { backfills }) {
      if (n !== 2) return;
      await backfills.whileKeysChange(() =>
        memory.change({ type: 'partitions-removed', name: 'customers', keys: removed }),
      );
    },
  });
  const state = await world.over(await begin(world, { keys: ['profile'] }));
  expect(world.runs).toEqual(made.map((key) => `profile: ${key}`));
  expect(state).toMatchObject({ status: 'success', counts: { failed: 0, waiting: 0 } });
});

test('whoever goes on after a kill between the removal of keys and what is kept of it leaves out no other', async () => {
  const memory = catalogue();
  await memory.change({ type: 'partitions-added', name: 'customers', keys: ['a', 'b', 'c', 'd', 'e'] });
  const assets = [nodeOf('profile', [], { partitions: { is: 'dynamic', name: 'customers' } })];
  const removed = Promise.withResolvers<null>();
  const killed = open(memory, {
    assets,
    onRun(n, { backfills }) {
      if (n === 2)
        void backfills.whileKeysChange(async () => {
          await memory.change({ type: 'partitions-removed', name: 'customers', keys: ['c', 'e'] });
          removed.resolve(null);
          await new Promise(() => undefined);
        });
      return n < 2;
    },
  });
  const id = await begin(killed, { keys: ['profile'] });
  await removed.promise;
  const next = open(memory, { assets });
  await next.backfills.start();
  expect((await next.over(id)).status).toBe('success');
  expect(next.runs).toEqual(['profile: b', 'profile: d']);
});

test('what is on disk of a backfill is what was kept last', async () => {
  const write = recordWriter(dir);
  const record = { version: 1, backfill: 'b', phases: [] } as unknown as BackfillRecord;
  const each = Array.from({ length: 30 }, (_, n) => ({ ...record, message: String(n) }));
  await Promise.all(each.map(write));
  expect((await readRecords(dir)).map(({ message }) => message)).toEqual(['29']);
});

test('partitions that begin later now, or end earlier, are what is left of a range', async () => {
  const memory = catalogue();
  const second = Promise.withResolvers<null>();
  const killed = open(memory, {
    onRun(n) {
      if (n === 2) second.resolve(null);
      return n < 2;
    },
  });
  const id = await begin(killed, { keys: ['daily'], partitions: ['2026-01-01..2026-01-08'] });
  await second.promise;
  const next = open(memory, {
    assets: [nodeOf('daily', [], { partitions: { ...DAYS, start: '2026-01-04', end: '2026-01-07' } as never })],
  });
  await next.backfills.start();
  expect((await next.over(id)).status).toBe('success');
  expect(next.runs).toEqual(days(4, 6).map((day) => `daily: ${day}`));
});

test('a million partitions are a few ranges on disk', async () => {
  const assets = [nodeOf('hourly', [], { partitions: time('hour', '1911-01-01') })];
  const twentieth = Promise.withResolvers<null>();
  const world = open(catalogue(), {
    assets,
    onRun(n) {
      if (n === 20) twentieth.resolve(null);
      return n < 20;
    },
  });
  const id = await begin(world, { keys: ['hourly'] });
  await twentieth.promise;
  const state = world.states.at(-1);
  expect(state?.counts.total).toBeGreaterThan(1_000_000);
  expect(state?.counts.made).toBe(19);
  expect(readFileSync(join(dir, `${id}.json`)).length).toBeLessThan(2_000);
});
