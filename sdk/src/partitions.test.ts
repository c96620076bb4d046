// What `partitions`, `mapping` and `fromPartitions` describe, what they refuse, and what a body reads of its partition.
import { expect, test } from 'vitest';
import {
  asset,
  externalAsset,
  fromPartitions,
  loadAs,
  mapping,
  multiAsset,
  output,
  partitions,
  testContext,
  types,
  type AssetContext,
} from 'headwater';
import { createContext } from './create-context.ts';
import { DEFINITION } from './definition.ts';

/** What a program without a compiler may hand in. */
type Untyped = (...args: readonly unknown[]) => unknown;
const untyped = <Space extends object>(space: Space) => space as unknown as Readonly<Record<keyof Space, Untyped>>;

const days = partitions.daily({ start: '2026-01-01' });
const countries = partitions.static(['us', 'de']);
const TIME = { is: 'time', cron: null, end: null, timezone: 'UTC', endOffset: 0 } as const;

test('partitions are described as they are written, with what is not', () => {
  const described = [
    days,
    partitions.hourly({ start: '2026-01-01T06:00', end: '2026-02-01', timezone: 'Europe/Berlin', endOffset: 1 }),
    partitions.weekly({ start: '2026-01-05' }),
    partitions.monthly({ start: '2026-01-01', endOffset: -1 }),
    partitions.cron({ cron: '0 */6 * * *', start: '2026-01-01' }),
    countries,
    partitions.dynamic('customers'),
    partitions.multi({ day: days, country: countries }),
  ].map((each) => each[DEFINITION]);
  const day = { ...TIME, every: 'day', start: '2026-01-01' };
  expect(described.map(({ type }) => type)).toEqual(Array(8).fill('partitions'));
  expect(described.map((each) => each.partitions)).toEqual([
    day,
    { ...TIME, every: 'hour', start: '2026-01-01T06:00', end: '2026-02-01', timezone: 'Europe/Berlin', endOffset: 1 },
    { ...TIME, every: 'week', start: '2026-01-05' },
    { ...TIME, every: 'month', start: '2026-01-01', endOffset: -1 },
    { ...TIME, every: 'cron', cron: '0 */6 * * *', start: '2026-01-01' },
    { is: 'static', keys: ['us', 'de'] },
    { is: 'dynamic', name: 'customers' },
    { is: 'multi', dimensions: { day, country: { is: 'static', keys: ['us', 'de'] } } },
  ]);
  for (const each of described) expect(Object.isFrozen(each.partitions)).toBe(true);
});

test('mappings are described, and stand beside the inputs and deps that have one', () => {
  const mappings = [
    mapping.identity(),
    mapping.all(),
    mapping.last(),
    mapping.window(),
    mapping.window({ startOffset: -6, endOffset: 1 }),
    mapping.static({ us: ['usa', 'usa', 'guam'] }),
    mapping.dimension('day'),
  ].map((each) => each[DEFINITION].mapping);
  expect(mappings).toEqual([
    { is: 'identity' },
    { is: 'all' },
    { is: 'last' },
    { is: 'window', startOffset: 0, endOffset: 0 },
    { is: 'window', startOffset: -6, endOffset: 1 },
    { is: 'static', keys: { us: ['usa', 'guam'] } },
    { is: 'dimension', name: 'day' },
  ]);
  const visits = asset({ partitions: days }, () => [{ page: '/' }]);
  const clicks = asset({ partitions: days }, () => 1);
  const report = asset(
    {
      inputs: { visits: fromPartitions(loadAs(visits, types.columns), mapping.last()) },
      deps: [fromPartitions(visits, mapping.last()), clicks, fromPartitions(clicks, mapping.all())].slice(0, 2),
      partitions: days,
      backfill: { maxPartitionsPerRun: 30 },
    },
    () => ({}),
  )[DEFINITION];
  expect(report).toMatchObject({
    inputs: { visits },
    loadAs: { visits: 'columns' },
    deps: [visits, clicks],
    mappings: [{ asset: visits, mapping: { is: 'last' } }],
    partitions: { is: 'time', every: 'day' },
    backfill: { maxPartitionsPerRun: 30 },
  });
  expect(asset({ partitions: days, backfill: 'single-run' }, () => {})[DEFINITION].backfill).toEqual({
    maxPartitionsPerRun: null,
  });
  expect(externalAsset({ partitions: days })[DEFINITION].partitions).toEqual(days[DEFINITION].partitions);
  const { rows } = multiAsset({ outputs: { rows: output<number>() }, partitions: countries }, async function* (ctx) {
    yield ctx.result('rows', ctx.partitionKey.length);
  });
  expect(rows[DEFINITION].multi().partitions).toEqual({ is: 'static', keys: ['us', 'de'] });
});

test('a body reads the key, the range and the time of its partition', async () => {
  const start = new Date('2026-01-01T00:00:00Z');
  const end = new Date('2026-01-02T00:00:00Z');
  const one = asset({ partitions: days }, (ctx) => [ctx.partitionKey, ctx.partitionKeyRange, ctx.partitionWindow]);
  expect(await one(testContext({ partitionKey: '2026-01-01', partitionWindow: { start, end } }))).toEqual([
    '2026-01-01',
    { from: '2026-01-01', to: '2026-01-01' },
    { start, end },
  ]);
  const several = asset({ partitions: days, backfill: 'single-run' }, ({ partitionKeyRange: { from, to } }) => ({
    [from]: 1,
    [to]: 2,
  }));
  const ctx = testContext({ partitionKeyRange: { from: '2026-01-01', to: '2026-01-31' } });
  expect(await several(ctx)).toEqual({ '2026-01-01': 1, '2026-01-31': 2 });
  // The test's own context keeps what the body says, and reads the same.
  const { rows } = multiAsset({ outputs: { rows: output<string>() }, partitions: days }, async function* (ctx) {
    yield ctx.result('rows', ctx.partitionKey, { metadata: { size: 1 } });
  });
  const heard = testContext({ partitionKey: '2026-01-03' });
  expect(await rows(heard)).toBe('2026-01-03');
  expect(heard.metadata).toHaveProperty('size');
  expect(heard.hasPartition() && heard.partitionKey).toBe('2026-01-03');
});

test('reading a partition where there is none is an error that says what to do, and a context without one is as before', async () => {
  const read = asset({ partitions: days }, (ctx) => ctx.partitionKey);
  await expect(read()).rejects.toThrow(
    "ctx.partitionKey: no partition is made here. Give the asset partitions, such as partitions.daily({ start: '2026-01-01' }); in a unit test call it with testContext({ partitionKey: '2026-01-01' }).",
  );
  await expect(read(testContext({ partitionKeyRange: { from: 'a', to: 'b' } }))).rejects.toThrow(
    "ctx.partitionKey: several partitions are made, a to b. Read ctx.partitionKeyRange, or leave out the asset's backfill option.",
  );
  const window = asset({ partitions: countries }, (ctx) => ctx.partitionWindow);
  await expect(window(testContext({ partitionKey: 'us' }))).rejects.toThrow(
    'ctx.partitionWindow: us is no time; read ctx.partitionKey.',
  );
  const whole = asset((ctx) => [ctx.hasPartition(), Object.keys({ ...ctx }).includes('partitionKey')]);
  expect(await whole()).toEqual([false, false]);
  expect(() => JSON.stringify(testContext())).not.toThrow();
});

test("the engine's context tells what it is given", () => {
  const silent = () => undefined;
  const ctx = createContext({
    key: ['a'],
    outputs: null,
    selected: [],
    runId: 'r',
    attempt: 1,
    signal: new AbortController().signal,
    resources: {},
    config: undefined,
    previous: null,
    partitions: { range: { from: '2026-01-01', to: '2026-01-01' }, window: { start: 0, end: 1000 } },
    log: silent,
    metadata: silent,
    progress: silent,
  });
  const told = (of: AssetContext) => (of.hasPartition() ? [of.partitionKey, of.partitionWindow.end.getTime()] : null);
  expect(told(ctx)).toEqual(['2026-01-01', 1000]);
  expect(Object.isFrozen(ctx)).toBe(true);
});

const space = untyped(partitions);
const map = untyped(mapping);
const make = asset as unknown as Untyped;
const from = fromPartitions as unknown as Untyped;
const orders = asset({ partitions: days }, () => 1);

test.each<[string, () => unknown, string]>([
  [
    'no options',
    () => space.daily(),
    "partitions.daily: the argument is an object, such as { start: '2026-01-01' }; got undefined.",
  ],
  [
    'no start',
    () => space.hourly({}),
    "partitions.hourly: start is local time, such as '2026-01-01' or '2026-01-01T06:00'; got undefined.",
  ],
  ['a start with a zone', () => space.daily({ start: '2026-01-01T00:00Z' }), 'partitions.daily: start is local time'],
  ['a start that is a Date', () => space.daily({ start: new Date(0) }), 'got a Date.'],
  [
    'an end before the start',
    () => space.weekly({ start: '2026-01-01T00:00', end: '2026-01-01' }),
    'partitions.weekly: end "2026-01-01" is not after start "2026-01-01T00:00"; there is no partition.',
  ],
  [
    'an empty time zone',
    () => space.daily({ start: '2026-01-01', timezone: ' ' }),
    "timezone is the name of a time zone, such as 'Europe/Berlin'",
  ],
  [
    'a part of an offset',
    () => space.monthly({ start: '2026-01-01', endOffset: 0.5 }),
    'endOffset is a whole number of partitions; got number 0.5.',
  ],
  [
    'an offset in milliseconds',
    () => space.daily({ start: '2026-01-01', endOffset: 86_400_000 }),
    'partitions.daily: endOffset is 86400000: it counts partitions, 100000 at most; write a smaller one.',
  ],
  [
    'a mistyped option',
    () => space.daily({ start: '2026-01-01', timezon: 'UTC' }),
    'there is no option "timezon". Did you mean "timezone"?',
  ],
  [
    'a cron of days',
    () => space.daily({ start: '2026-01-01', cron: '@daily' }),
    'partitions.daily: there is no option "cron".',
  ],
  ['no cron', () => space.cron({ start: '2026-01-01' }), 'partitions.cron: cron is a cron expression'],
  [
    'keys as a text',
    () => space.static('us'),
    "partitions.static: the argument is an array of keys, such as ['us', 'de']; got a string",
  ],
  ['no key', () => space.static([]), "there is no key; name at least one, such as ['us']."],
  ['a key that is no text', () => space.static(['us', 1]), 'a key is a text; one of them is number 1.'],
  ['an empty key', () => space.static(['']), 'the key "" is empty; name it.'],
  ['a key beside a space', () => space.static(['us ']), 'the key "us " begins or ends with a space; leave it out.'],
  ['the key of all', () => space.static(['*']), 'a key cannot be "*", which stands for all of them; write another.'],
  ['a key twice', () => space.static(['us', 'us']), 'the key "us" is there twice; write it once.'],
  ['a key of two lines', () => space.static(['u\ns']), 'the key "u\\ns" has a control character'],
  [
    'a key like two',
    () => space.static(['a|b']),
    'the key "a|b" has a "|", which stands between the keys of two dimensions',
  ],
  ['a key like a range', () => space.static(['a..b']), 'the key "a..b" has "..", which stands for a range of keys'],
  ['one dimension', () => space.multi({ day: days }), 'partitions.multi: there are two dimensions; got 1.'],
  [
    'a dimension of keys',
    () => space.multi({ day: days, country: ['us'] }),
    'dimension "country" is not partitions but an array. Write, for instance, partitions.daily(',
  ],
  [
    'two dimensions in one',
    () => space.multi({ day: days, more: partitions.multi({ a: days, b: countries }) }),
    'dimension "more" is of two dimensions itself; write one of one.',
  ],
  [
    'a set without a name',
    () => space.dynamic(' '),
    "partitions.dynamic: the argument is the name of the set, such as 'customers'",
  ],
  [
    'a part of a window',
    () => map.window({ startOffset: 0.5 }),
    'mapping.window: startOffset is a whole number of partitions; got number 0.5.',
  ],
  [
    'a window in milliseconds',
    () => map.window({ startOffset: -86_400_000 }),
    'mapping.window: startOffset is -86400000: it counts partitions, 100000 at most; write a smaller one.',
  ],
  ['a mistyped offset', () => map.window({ start: 1 }), 'there is no option "start". Did you mean "startOffset"?'],
  [
    'no key to map',
    () => map.static({}),
    "mapping.static: the argument is an object of keys, such as { us: ['usa'] }; got an object.",
  ],
  [
    'a key mapped to a text',
    () => map.static({ us: 'usa' }),
    `"us" is a string ("usa"); write the keys it needs as an array, such as ['usa'].`,
  ],
  [
    'a dimension without a name',
    () => map.dimension(),
    "mapping.dimension: the argument is the name of a dimension, such as 'day'; got undefined.",
  ],
  [
    'partitions of nothing',
    () => from(days, mapping.last()),
    'fromPartitions: the first argument is not an asset but partitions.',
  ],
  [
    'no mapping',
    () => from(orders, mapping.last),
    'fromPartitions: the second argument is not a mapping but a function. Write, for instance, mapping.last().',
  ],
  [
    'keys in the place of partitions',
    () => make({ partitions: ['us'] }, () => 1),
    'asset: partitions is not partitions but an array.',
  ],
  [
    'a backfill of what is whole',
    () => make({ backfill: 'single-run' }, () => 1),
    'asset: backfill is of partitions, and there are none; add partitions, or leave backfill out.',
  ],
  [
    'a mistyped backfill',
    () => make({ partitions: days, backfill: 'single' }, () => 1),
    "asset: backfill is 'single-run' or { maxPartitionsPerRun: 30 }; got a string",
  ],
  [
    'a backfill of none',
    () => make({ partitions: days, backfill: { maxPartitionsPerRun: 0 } }, () => 1),
    'backfill.maxPartitionsPerRun is a whole number, 1 or more; got number 0.',
  ],
  [
    'two mappings of one asset',
    () => make({ inputs: { orders }, deps: [fromPartitions(orders, mapping.last())], partitions: days }, () => 1),
    'asset: input "orders" and deps[0] name one asset with different partitions; give both the same mapping.',
  ],
  [
    'two ways to say a partition',
    () => (testContext as Untyped)({ partitionKey: 'a', partitionKeyRange: { from: 'a', to: 'b' } }),
    'testContext: it has both a partitionKey and a partitionKeyRange; leave one of them out.',
  ],
  [
    'an empty partition',
    () => (testContext as Untyped)({ partitionKey: '' }),
    "testContext: partitionKey is a key, such as '2026-01-01'; got a string",
  ],
  [
    'time of no partition',
    () => (testContext as Untyped)({ partitionWindow: {} }),
    'partitionWindow is of a partition; add its key',
  ],
])('%s is a TypeError with a sentence', (_what, make, sentence) => {
  expect(make).toThrow(TypeError);
  expect(make).toThrow(sentence);
});
