// Which partitions a request makes, reads and refuses.
import type { PartitionSet } from '@headwater/calendar';
import { ofKeys } from '@headwater/calendar';
import type { AssetNode, PartitionsDefinition } from '@headwater/graph';
import { expect, test } from 'vitest';
import { asset, graphOf } from '../asset-node.fixture.ts';
import type { MaterializeRequest } from '../protocol.ts';
import { plan, type Plan } from './plan.ts';
import { createSlicing } from './slicing.ts';

const NOW = Date.parse('2026-08-12T06:00:00Z');
const time = (every: 'day' | 'week', more: { endOffset?: number } = {}): PartitionsDefinition => ({
  is: 'time',
  every,
  cron: null,
  start: '2026-07-06',
  end: null,
  timezone: 'UTC',
  endOffset: 0,
  ...more,
});
const DAYS = time('day');
const WEEKS = time('week');
const COUNTRIES: PartitionsDefinition = { is: 'static', keys: ['us', 'de', 'fr'] };
const SLICES: PartitionsDefinition = {
  is: 'multi',
  dimensions: { day: DAYS, country: COUNTRIES } as never,
};

interface Spec extends Pick<AssetNode, 'mappings' | 'backfill' | 'partitions'> {
  readonly key: string;
  readonly inputs?: readonly string[];
  readonly deps?: readonly string[];
  readonly kind?: AssetNode['kind'];
  readonly step?: string;
}

interface Asked extends MaterializeRequest {
  readonly specs: readonly Spec[];
  /** Stored partitions, or `*` for what is made whole. */
  readonly stored?: Readonly<Record<string, readonly string[]>>;
  readonly fresh?: readonly string[];
}

function planOf({ specs, stored = {}, fresh = [], ...request }: Asked) {
  const assets = specs.map(({ key, inputs, ...more }) => asset(key, inputs, more));
  const graph = graphOf(assets);
  const slicing = createSlicing({ assets, now: NOW, dynamicKeys: () => [] });
  const storedOf = (asset: string): PartitionSet => {
    const partitions = slicing.of(asset);
    return partitions ? ofKeys(stored[asset] ?? [], partitions) : [];
  };
  const whole = Object.keys(stored).filter((key) => slicing.of(key) === null);
  const facts = {
    materializations: Object.fromEntries(whole.map((key) => [key, {} as never])),
    failures: {},
    checks: {},
    observations: {},
    running: [],
  };
  const isFresh = ({ key }: AssetNode, partition: string): boolean => fresh.includes(`${key} ${partition}`);
  const partitions = { slicing, stored: storedOf, isFresh };
  return plan({ request, graph, statuses: [], facts, partitions });
}

function stepsOf(asked: Asked): string[] {
  const result = planOf(asked);
  if (!result.ok) throw new Error(result.error.message);
  return result.plan.steps.map(({ step, slice }) => [step, ...(slice ? [slice.keys.join('+')] : [])].join(' '));
}

function refusalOf(asked: Asked) {
  const result = planOf(asked);
  if (result.ok) throw new Error(`it is planned: ${JSON.stringify(result.plan.document)}`);
  return result.error;
}

const planned = (asked: Asked): Plan => {
  const result = planOf(asked);
  if (!result.ok) throw new Error(result.error.message);
  return result.plan;
};

const raw: Spec = { key: 'raw' };
const daily: Spec = { key: 'daily', inputs: ['raw'], partitions: DAYS };
const clean: Spec = { key: 'clean', inputs: ['daily'], partitions: DAYS };
const weekly: Spec = { key: 'weekly', inputs: ['daily'], partitions: WEEKS };
const report: Spec = { key: 'report', inputs: ['daily'] };
const rolling: Spec = {
  key: 'rolling',
  inputs: ['daily'],
  partitions: DAYS,
  mappings: { daily: { is: 'window', startOffset: -2, endOffset: 0 } },
};
const slices: Spec = { key: 'slices', inputs: ['daily'], partitions: SLICES };
const days = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => `2026-08-${String(from + i).padStart(2, '0')}`);

test('what is made whole runs once, what is partitioned once for each that is named', () => {
  const specs = [raw, daily, clean];
  expect(stepsOf({ specs, partitions: ['2026-08-01..2026-08-02', '2026-08-05'] })).toEqual([
    'raw',
    ...['01', '02', '05'].map((day) => `daily 2026-08-${day}`),
    ...['01', '02', '05'].map((day) => `clean 2026-08-${day}`),
  ]);
  const { document, selection } = planned({
    specs,
    keys: ['daily'],
    partitions: ['2026-08-01'],
    stored: { raw: ['*'] },
  });
  expect(document.run).toEqual([
    { asset: 'daily', why: 'selected', partitions: [{ from: '2026-08-01', to: '2026-08-01', count: 1 }] },
  ]);
  expect(document.load).toEqual(['raw']);
  expect(selection).toBe('key:"daily" [2026-08-01]');
});

test('without a partition, an unknown one and one that is yet to come: each refused with what to do', () => {
  const specs = [raw, daily];
  expect(refusalOf({ specs })).toMatchObject({
    code: 'no-partition',
    message: expect.stringMatching(/`daily` is made in partitions.*--partition KEY.*headwater backfill/) as string,
  });
  expect(refusalOf({ specs, partitions: ['2026-08-31'] }).message).toMatch(/`daily`: .*2026-08-31.*not exist yet/);
  expect(refusalOf({ specs, partitions: ['soon'] }).message).toMatch(/There is no partition "soon"/);
  expect(refusalOf({ specs, keys: ['raw'], partitions: ['2026-08-01'] }).message).toMatch(
    /Nothing of what is selected/,
  );
  const names: Spec = { key: 'names', partitions: COUNTRIES };
  expect(refusalOf({ specs: [raw, daily, names], partitions: ['2026-08-01'] }).message).toMatch(
    /None of the partitions of `names` \(they are such as `us`\) is `2026-08-01`/,
  );
});

test('A24: of two dimensions one slice, which reads its own day', () => {
  const asked = { specs: [raw, daily, slices], keys: ['slices'], partitions: ['2026-08-01|us'] };
  expect(refusalOf(asked)).toMatchObject({
    code: 'never-materialized',
    missing: { asset: 'daily', neededBy: 'slices', partitions: [{ from: '2026-08-01', to: '2026-08-01', count: 1 }] },
  });
  const { steps } = planned({ ...asked, stored: { daily: ['2026-08-01'] } });
  expect(steps.map(({ slice, reads }) => [slice?.keys, reads])).toEqual([
    [['2026-08-01|us'], { daily: { keys: ['2026-08-01'], asOne: true } }],
  ]);
  expect(steps[0]?.slice?.window).toEqual({ start: Date.parse('2026-08-01'), end: Date.parse('2026-08-02') });
});

test('upstream that is selected too makes what the mapping needs', () => {
  const specs = [raw, daily, weekly];
  expect(stepsOf({ specs, partitions: ['2026-08-03'] })).toEqual([
    'raw',
    ...days(3, 9).map((day) => `daily ${day}`),
    'weekly 2026-08-03',
  ]);
  // What lies downstream makes what needs the named ones.
  const stored = { raw: ['*'], daily: days(3, 9) };
  expect(stepsOf({ specs, keys: ['daily', 'weekly'], partitions: ['2026-08-05'], stored })).toEqual([
    'daily 2026-08-05',
    'weekly 2026-08-03',
  ]);
});

test('upstream of the same partitions makes those that are named, and what else was never made', () => {
  const specs = [daily, rolling].map((spec) => ({ ...spec, ...(spec.key === 'daily' && { inputs: [] }) }));
  const stored = { daily: ['2026-08-03'] };
  expect(stepsOf({ specs, partitions: ['2026-08-05'], stored })).toEqual([
    'daily 2026-08-04',
    'daily 2026-08-05',
    'rolling 2026-08-05',
  ]);
});

test('what is missing upstream is named as ranges before anything runs', () => {
  const stored = { daily: ['2026-08-03', '2026-08-04', '2026-08-07'] };
  const refusal = refusalOf({ specs: [raw, daily, weekly], keys: ['weekly'], partitions: ['2026-08-03'], stored });
  expect(refusal.code).toBe('never-materialized');
  expect(refusal.message).toContain(
    '`weekly` needs 2026-08-05..2026-08-06, 2026-08-08..2026-08-09 (4 partitions) of `daily`',
  );
  expect(refusal.message).toContain(`--partition '2026-08-05..2026-08-06'`);
  expect(refusalOf({ specs: [raw, daily, report], keys: ['report'], stored }).missing?.partitions?.[0]).toEqual({
    from: '2026-07-06',
    to: '2026-08-02',
    count: 28,
  });
  // An external asset is there, whatever is known of it.
  const given: Spec = { key: 'daily', kind: 'external', partitions: DAYS };
  expect(stepsOf({ specs: [given, weekly], keys: ['weekly'], partitions: ['2026-08-03'] })).toEqual([
    'weekly 2026-08-03',
  ]);
});

test('one value where the mapping gives one, else a record, whatever it holds', () => {
  const readsOf = (mappings: Spec['mappings'], partitions: PartitionsDefinition | undefined, key: string) => {
    const spec: Spec = {
      key: 'reader',
      inputs: ['daily'],
      ...(partitions && { partitions }),
      ...(mappings && { mappings }),
    };
    const stored = {
      daily: [...Array.from({ length: 26 }, (_, i) => `2026-07-${String(i + 6).padStart(2, '0')}`), ...days(1, 11)],
    };
    const { steps } = planned({
      specs: [{ key: 'daily', partitions: DAYS }, spec],
      keys: ['reader'],
      stored,
      ...(partitions && { partitions: [key] }),
    });
    const { keys, asOne } = steps[0]?.reads['daily'] ?? { keys: [], asOne: null };
    return [keys.length, keys[0], asOne];
  };
  expect(readsOf(undefined, DAYS, '2026-08-02')).toEqual([1, '2026-08-02', true]);
  expect(readsOf({ daily: { is: 'last' } }, undefined, '')).toEqual([1, '2026-08-11', true]);
  expect(readsOf(undefined, undefined, '')).toEqual([37, '2026-07-06', false]);
  const window = { daily: { is: 'window', startOffset: -1, endOffset: 0 } } as const;
  expect(readsOf(window, DAYS, '2026-08-02')).toEqual([2, '2026-08-01', false]);
  // The first has nothing before it: a record still.
  expect(readsOf(window, DAYS, '2026-07-06')).toEqual([1, '2026-07-06', false]);
});

test('a dimension beside other time gives several, and hands over each of them', () => {
  const weeks: PartitionsDefinition = { is: 'multi', dimensions: { day: WEEKS, country: COUNTRIES } as never };
  const turned: PartitionsDefinition = { is: 'multi', dimensions: { country: COUNTRIES, day: DAYS } as never };
  const readsOf = (upstream: PartitionsDefinition, reader: Omit<Spec, 'key'>, partition: string) => {
    const specs: Spec[] = [
      { key: 'up', partitions: upstream },
      { key: 'reader', inputs: ['up'], ...reader },
    ];
    const { keys, asOne } = planned({ specs, partitions: [partition] }).steps.at(-1)?.reads['up'] ?? { keys: [] };
    return [keys.length, keys[0], asOne];
  };
  const dimension: Spec['mappings'] = { up: { is: 'dimension', name: 'day' } };
  const identity: Spec['mappings'] = { up: { is: 'identity' } };
  expect(readsOf(DAYS, { partitions: weeks, mappings: dimension }, '2026-08-03|us')).toEqual([7, '2026-08-03', false]);
  expect(readsOf(SLICES, { partitions: weeks, mappings: identity }, '2026-08-03|us')).toEqual([
    7,
    '2026-08-03|us',
    false,
  ]);
  // The same two in the other order are the same partitions under other keys.
  expect(readsOf(SLICES, { partitions: turned }, 'us|2026-08-03')).toEqual([1, '2026-08-03|us', true]);
});

test('a backfill option makes several in one call, each range on its own, and reads records of one partition too', () => {
  const of = (maxPartitionsPerRun: number | null): Spec[] => [
    { key: 'daily', partitions: DAYS },
    { ...clean, backfill: { maxPartitionsPerRun } },
  ];
  const asked = {
    keys: ['clean'],
    partitions: ['2026-08-01..2026-08-05', '2026-08-09'],
    stored: { daily: days(1, 9) },
  };
  expect(stepsOf({ ...asked, specs: of(null) })).toEqual([`clean ${days(1, 5).join('+')}`, 'clean 2026-08-09']);
  expect(stepsOf({ ...asked, specs: of(2) })).toEqual([
    'clean 2026-08-01+2026-08-02',
    'clean 2026-08-03+2026-08-04',
    'clean 2026-08-05',
    'clean 2026-08-09',
  ]);
  const reads = planned({ ...asked, specs: of(2) }).steps.map((step) => step.reads['daily']);
  expect(reads.map((read) => [read?.keys.length, read?.asOne])).toEqual([
    [2, false],
    [2, false],
    [1, false],
    [1, false],
  ]);
});

test('stale only leaves out what is fresh, and not what reads something that is made again', () => {
  const specs = [{ key: 'daily', partitions: DAYS }, clean];
  const fresh = ['daily 2026-08-01', 'clean 2026-08-01', 'clean 2026-08-02'];
  const asked = { specs, staleOnly: true, partitions: ['2026-08-01..2026-08-02'], fresh };
  expect(stepsOf(asked)).toEqual(['daily 2026-08-02', 'clean 2026-08-02']);
  expect(planned({ ...asked, fresh: [...fresh, 'daily 2026-08-02'] }).document.skip.map(({ asset }) => asset)).toEqual([
    'daily',
    'clean',
  ]);
  // Of the whole project no partition need be named.
  expect(planned({ specs: [raw, daily], staleOnly: true }).document).toMatchObject({
    run: [{ asset: 'raw' }],
    skip: [{ asset: 'daily', why: expect.stringContaining('--partition') as string }],
  });
});

test('a multi-asset makes all its outputs of a partition, and the mapping of a wrong kind is a problem of the definition', () => {
  const specs: Spec[] = [
    { key: 'a', kind: 'multi', step: 'a', partitions: COUNTRIES },
    { key: 'b', kind: 'multi', step: 'a', partitions: COUNTRIES },
  ];
  expect(planned({ specs, keys: ['b'], partitions: ['us'] }).document.run.map(({ asset }) => asset)).toEqual([
    'a',
    'b',
  ]);
  const wrong: Spec = { ...clean, mappings: { daily: { is: 'dimension', name: 'day' } } };
  expect(refusalOf({ specs: [raw, daily, wrong], keys: ['clean'], partitions: ['2026-08-01'] })).toMatchObject({
    code: 'problems',
    message: expect.stringContaining('`clean` reads `daily`: mapping.dimension') as string,
  });
});

test('a million partitions are no run, and said so at once', () => {
  const hours: PartitionsDefinition = {
    ...(DAYS as object),
    every: 'hour',
    start: '1912-07-01',
  } as PartitionsDefinition;
  const refusal = refusalOf({ specs: [{ key: 'hourly', partitions: hours }], partitions: ['*'] });
  expect(refusal.message).toMatch(/^That is 1,000,\d{3} partitions of `hourly`, and one run makes 10,000 at most/);
});
