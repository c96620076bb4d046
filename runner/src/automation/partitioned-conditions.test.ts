// Conditions of assets with partitions: the latest window, across mappings, and memory whose places move.
import { openPartitions, type Partitions } from '@headwater/calendar';
import type { AssetKey, AssetNode, PartitionsDefinition } from '@headwater/graph';
import { expect, it } from 'vitest';
import { carrier, shapeOf } from './carry-slices.ts';
import { asset } from '../asset-node.fixture.ts';
import { DAY, eager, EvaluationWorld, HOUR, onCron } from './evaluation-world.fixture.ts';
import type { PartitionFacts, Slices } from './evaluation.ts';
import { subtract, union } from './slices.ts';

const daily: PartitionsDefinition = {
  is: 'time',
  every: 'day',
  cron: null,
  start: '2026-02-28',
  end: null,
  timezone: 'UTC',
  endOffset: 0,
};

function opened(definition: PartitionsDefinition, now: number, keys: readonly string[] = []): Partitions {
  const reading = openPartitions(definition, { now, dynamicKeys: () => keys });
  if (!reading.ok) throw new Error(reading.message);
  return reading.partitions;
}

/** Keeps which partition was made by which event, beside a world that keeps the rest. */
function partitionedWorld(assets: readonly AssetNode[], start: string) {
  const world = new EvaluationWorld(assets, start);
  const made = new Map<AssetKey, { seq: number; run: string; time: number; set: Slices }[]>();
  const of = (key: AssetKey) => made.get(key) ?? [];
  const latestOnly = (key: AssetKey) =>
    of(key).map((each, at) => ({
      ...each,
      set: of(key)
        .slice(at + 1)
        .reduce((left, later) => subtract(left, later.set), each.set),
    }));
  world.partitions = (key): PartitionFacts => ({
    missing: of(key).reduce((left, { set }) => subtract(left, set), [[0, 9_999]] as Slices),
    failed: [],
    updatedAfter: (seq) => latestOnly(key).filter((each) => each.seq > seq && each.set.length > 0),
    olderThan: (time) =>
      latestOnly(key)
        .flatMap((each) => (each.time < time ? [each.set] : []))
        .reduce(union, []),
  });
  return {
    world,
    make: (set: Slices, ...keys: readonly AssetKey[]): void => {
      const run = world.begin(...keys);
      for (const key of keys) {
        const { seq } = world.finish(run, key);
        made.set(key, [...of(key), { seq, run, time: world.now, set }]);
      }
      world.end(run);
    },
  };
}

it('F04 a new day is one run of the chain, of that day alone', () => {
  const each = { partitions: daily, automation: eager };
  const { world, make } = partitionedWorld(
    [asset('raw', [], each), asset('clean', ['raw'], each)],
    '2026-03-02T23:00:00Z',
  );
  // Days before are missing, and stay so.
  make([[1, 1]], 'raw', 'clean');
  expect([world.tick(), world.tick()].flat()).toEqual([]);
  expect(world.tick(HOUR)).toEqual(['raw clean 2026-03-02']);
  expect(world.tick()).toEqual([]);
  make([[2, 2]], 'raw', 'clean');
  expect(world.tick()).toEqual([]);
  // What was made of an earlier day is no reason to make the latest.
  make([[0, 0]], 'raw');
  expect([world.tick(), world.tick()].flat()).toEqual([]);
  make([[2, 2]], 'raw');
  expect(world.tick()).toEqual(['clean 2026-03-02']);
});

it('an asset made whole reads all days, a weekly one those of its week', () => {
  const weekly: PartitionsDefinition = { ...daily, every: 'week', start: '2026-02-23' };
  const { world, make } = partitionedWorld(
    [
      asset('day', [], { partitions: daily }),
      asset('week', ['day'], { partitions: weekly, automation: { is: 'anyDepsUpdated' } }),
      asset('whole', ['day'], { automation: eager }),
      asset('last', ['day'], { automation: { is: 'anyDepsUpdated' }, mappings: { day: { is: 'last' } } }),
    ],
    '2026-03-10T12:00:00Z',
  );
  make([[0, 9]], 'day');
  world.make('whole', 'last');
  world.tick();
  make([[4, 4]], 'day');
  // Wednesday, March 4: of the week that begins on the 1st or 2nd, which is over on the 10th.
  const [week, ...others] = world.tick();
  expect(week).toMatch(/^week 2026-03-0[12]$/);
  expect(others).toEqual(['whole']);
  make([[9, 9]], 'day');
  expect(world.tick().filter((run) => !run.startsWith('week'))).toEqual(['whole last']);
});

it('F05 a cron asks for the latest day once its upstream has it', () => {
  const cron = { partitions: daily, automation: onCron('0 6 * * *') };
  const { world, make } = partitionedWorld(
    [asset('raw', [], { partitions: daily }), asset('clean', ['raw'], cron)],
    '2026-03-03T05:00:00Z',
  );
  make([[0, 2]], 'raw', 'clean');
  world.tick();
  expect(world.tick(2 * HOUR)).toEqual([]);
  make([[1, 1]], 'raw');
  expect(world.tick()).toEqual([]);
  make([[2, 2]], 'raw');
  expect([world.tick(), world.tick()].flat()).toEqual(['clean 2026-03-02']);
  expect(world.tick(DAY)).toEqual([]);
});

it('the latest window of two dimensions is all of the other', () => {
  const country: PartitionsDefinition = { is: 'static', keys: ['de', 'us'] };
  const orders: readonly PartitionsDefinition[] = [
    { is: 'multi', dimensions: { country, day: daily } },
    { is: 'multi', dimensions: { day: daily, country } },
  ];
  const latest = orders.map((partitions) => {
    const node = asset('a', [], { partitions, automation: { is: 'inLatestTimeWindow' } });
    return partitionedWorld([node], '2026-03-02T23:00:00Z').world.tick();
  });
  expect(latest).toEqual([['a de..us|2026-03-01'], ['a 2026-03-01|de..us']]);
});

it('remembered places move with a dimension that grows, and are forgotten with a key that was removed', () => {
  const both: PartitionsDefinition = {
    is: 'multi',
    dimensions: { country: { is: 'static', keys: ['de', 'us'] }, day: daily },
  };
  const before = opened(both, Date.parse('2026-03-03T00:00:00Z'));
  const after = opened(both, Date.parse('2026-03-05T00:00:00Z'));
  const keys = ['de|2026-02-28', 'de|2026-03-02', 'us|2026-02-28', 'us|2026-03-01'];
  const set = keys.map((key) => before.indexOf(key)!).map((at) => [at, at] as const);
  const moved = carrier(shapeOf(before), after)?.(set) ?? [];
  const told = moved.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, i) => after.keyAt(first + i)),
  );
  expect(told).toEqual(keys);

  const dynamic: PartitionsDefinition = { is: 'dynamic', name: 'customers' };
  const shape = shapeOf(opened(dynamic, 0, ['a', 'b']));
  expect(carrier(shape, opened(dynamic, 0, ['a', 'b', 'c']))?.([[1, 1]])).toEqual([[1, 1]]);
  expect(carrier(shape, opened(dynamic, 0, ['b', 'c']))).toBeNull();
});
