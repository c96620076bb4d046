// Partitions with the real planning, the real steps and the real stores of a run in memory.
import { describe, expect, test } from 'vitest';
import {
  asset,
  assetCheck,
  fromPartitions,
  mapping,
  meta,
  multiAsset,
  output,
  partitions,
  type IoManager,
} from 'headwater';
import type { Described, EngineOptions, RawResult } from 'headwater/internal';
import { materializeInMemory } from './materialize-in-memory.ts';

const OPTIONS: Omit<EngineOptions, 'partitionKey'> = {
  selection: null,
  resources: {},
  config: {},
  env: null,
  store: 'memory',
  signal: null,
  concurrency: 4,
};
const materialize = (given: object, partitionKey: string, more: Partial<EngineOptions> = {}): Promise<RawResult> =>
  materializeInMemory(given as Readonly<Record<string, Described>>, { ...OPTIONS, partitionKey, ...more });
const outcomeOf = ({ nodes }: RawResult, key: string) => nodes.find((node) => node.key === key)?.outcome;
function valueOf(result: RawResult, key: string): unknown {
  const outcome = outcomeOf(result, key);
  return outcome?.state === 'materialized' ? outcome.value : outcome;
}

const days = partitions.daily({ start: '2026-01-01', end: '2026-02-01' });

test('A24: a body is told its slice, and one slice of two dimensions reads its own day', async () => {
  const told: unknown[] = [];
  const visits = asset({ partitions: days }, (ctx) => {
    told.push([ctx.partitionKey, ctx.partitionKeyRange, ctx.partitionWindow]);
    return [{ day: ctx.partitionKey }];
  });
  const byCountry = asset(
    { inputs: { visits }, partitions: partitions.multi({ day: days, country: partitions.static(['us', 'de']) }) },
    ({ visits }, ctx) => ({ visits, key: ctx.partitionKey }),
  );
  const result = await materialize({ visits, byCountry }, '2026-01-02|us');
  expect(told).toEqual([
    [
      '2026-01-02',
      { from: '2026-01-02', to: '2026-01-02' },
      { start: new Date('2026-01-02'), end: new Date('2026-01-03') },
    ],
  ]);
  expect(valueOf(result, 'byCountry')).toEqual({
    '2026-01-02|us': { visits: [{ day: '2026-01-02' }], key: '2026-01-02|us' },
  });
});

test('an input is one value where the mapping gives one, else a record', async () => {
  const visits = asset({ partitions: days }, (ctx) => Number(ctx.partitionKey.slice(-2)));
  const rolling = asset(
    { inputs: { visits: fromPartitions(visits, mapping.window({ startOffset: -1 })) }, partitions: days },
    ({ visits }) => visits,
  );
  const newest = asset({ inputs: { visits: fromPartitions(visits, mapping.last()) } }, ({ visits }) => visits);
  const whole = asset(() => 'whole');
  const both = asset({ inputs: { visits, whole }, partitions: days }, ({ visits, whole }) => [visits, whole]);
  const result = await materialize({ visits, rolling, both, whole }, '2026-01-01..2026-01-03');
  expect(valueOf(result, 'rolling')).toEqual({
    '2026-01-01': { '2026-01-01': 1 },
    '2026-01-02': { '2026-01-01': 1, '2026-01-02': 2 },
    '2026-01-03': { '2026-01-02': 2, '2026-01-03': 3 },
  });
  expect(valueOf(result, 'both')).toMatchObject({ '2026-01-03': [3, 'whole'] });
  expect(valueOf(await materialize({ visits, newest }, '2026-01-31'), 'newest')).toBe(31);
});

test('what fails blocks what reads that partition, and no other', async () => {
  const visits = asset({ partitions: days }, (ctx) => {
    if (ctx.partitionKey === '2026-01-02') throw new Error('no such day');
    return ctx.partitionKey;
  });
  const clean = asset({ inputs: { visits }, partitions: days }, ({ visits }) => visits);
  const result = await materialize({ visits, clean }, '2026-01-01..2026-01-03');
  expect(result.success).toBe(false);
  expect(valueOf(result, 'clean')).toEqual({ '2026-01-01': '2026-01-01', '2026-01-03': '2026-01-03' });
});

describe('several in one call', () => {
  test('the body is handed records, and gives one', async () => {
    const visits = asset({ partitions: days }, (ctx) => ctx.partitionKey);
    const calls: unknown[] = [];
    const clean = asset({ inputs: { visits }, partitions: days, backfill: 'single-run' }, ({ visits }, ctx) => {
      calls.push(ctx.partitionKeyRange);
      return Object.fromEntries(Object.entries(visits).map(([key, value]) => [key, `clean ${value}`])) as never;
    });
    const result = await materialize({ visits, clean }, '2026-01-01..2026-01-03');
    expect(calls).toEqual([{ from: '2026-01-01', to: '2026-01-03' }]);
    expect(valueOf(result, 'clean')).toMatchObject({ '2026-01-03': 'clean 2026-01-03' });
  });

  test('what is no record of them is refused, and nothing of it is kept', async () => {
    const few = asset({ partitions: days, backfill: 'single-run' }, () => ({ '2026-01-01': 1 }));
    const none = asset({ partitions: days, backfill: 'single-run' }, () => [1, 2]);
    const result = await materialize({ few, none }, '2026-01-01..2026-01-02');
    expect(outcomeOf(result, 'few')).toMatchObject({ error: { message: /no value for 2026-01-02/ } });
    expect(outcomeOf(result, 'none')).toMatchObject({ error: { message: /returned no record of them/ } });
  });
});

test('managers, checks and outputs of a multi-asset are of one partition', async () => {
  const stored: unknown[] = [];
  const io: IoManager = {
    handleOutput: ({ key, partition }, value) => void stored.push([key.join('/'), partition, value]),
    loadInput: ({ partition }) => `loaded ${partition ?? ''}`,
  };
  const visits = asset({ partitions: days, io: 'shelf' }, (ctx) => ctx.partitionKey);
  const notEmpty = assetCheck(visits, (value) => ({ passed: value === 'loaded 2026-01-02' }));
  const both = multiAsset(
    { outputs: { ups: output<string>(), downs: output<string>() }, partitions: days },
    async function* (ctx) {
      yield ctx.result('ups', `up ${ctx.partitionKey}`, { metadata: { day: meta.text(ctx.partitionKey) } });
      yield ctx.result('downs', `down ${ctx.partitionKey}`);
    },
  );
  const result = await materialize({ visits, notEmpty, ...both }, '2026-01-02', { resources: { shelf: io } });
  expect(stored).toEqual([['visits', '2026-01-02', '2026-01-02']]);
  expect(result.nodes.find(({ key }) => key === 'visits')?.checks).toMatchObject([{ name: 'notEmpty', passed: true }]);
  expect([valueOf(result, 'ups'), valueOf(result, 'downs')]).toEqual([
    { '2026-01-02': 'up 2026-01-02' },
    { '2026-01-02': 'down 2026-01-02' },
  ]);
});

test('what is not made here is named with what to do', async () => {
  const visits = asset({ partitions: days }, (ctx) => ctx.partitionKey);
  const rolling = asset(
    { inputs: { visits: fromPartitions(visits, mapping.window({ startOffset: -2 })) }, partitions: days },
    ({ visits }) => visits,
  );
  await expect(materialize({ rolling }, '2026-01-03')).rejects.toThrow(
    '`rolling` needs 2026-01-01..2026-01-03 (3 partitions) of `visits`, which this run does not make',
  );
});
