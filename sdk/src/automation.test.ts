// What `automation`, `freshness`, `schedule` and `sensor` describe, and what they refuse.
import { expect, test } from 'vitest';
import {
  asset,
  automation,
  definitions,
  externalAsset,
  freshness,
  graphAsset,
  job,
  multiAsset,
  output,
  resource,
  schedule,
  sensor,
} from 'headwater';
import { DEFINITION } from './definition.ts';

/** What a program without a compiler may hand in. */
type Untyped = (...args: readonly unknown[]) => unknown;
const untyped = <Space extends object>(space: Space) => space as unknown as Readonly<Record<keyof Space, Untyped>>;
const condition = (of: ReturnType<typeof automation.eager>) => of[DEFINITION].condition;

test('a condition is described as it is written, frozen', () => {
  const eager = automation.eager();
  expect(eager[DEFINITION]).toEqual({ type: 'condition', condition: { is: 'eager' } });
  const combined = eager
    .or(automation.onCron('0 8 * * *', 'Europe/Berlin'), automation.olderThan('1h'))
    .and(automation.checksFailed().not())
    .since(automation.cronTickPassed('@daily').newlyTrue());
  expect(condition(combined)).toEqual({
    is: 'since',
    of: {
      is: 'and',
      of: [
        {
          is: 'or',
          of: [
            { is: 'eager' },
            { is: 'onCron', cron: '0 8 * * *', timezone: 'Europe/Berlin' },
            { is: 'olderThan', ms: 3_600_000 },
          ],
        },
        { is: 'not', of: { is: 'checksFailed' } },
      ],
    },
    until: { is: 'newlyTrue', of: { is: 'cronTickPassed', cron: '@daily', timezone: null } },
  });
  expect(condition(automation.anyDeps(automation.missing(), { selection: 'group:"a"' }))).toEqual({
    is: 'anyDeps',
    of: { is: 'missing' },
    selection: 'group:"a"',
  });
  expect(condition(automation.allDeps(automation.newlyUpdated()))).toMatchObject({ is: 'allDeps', selection: null });
  for (const each of [eager, eager[DEFINITION], condition(combined)]) expect(Object.isFrozen(each)).toBe(true);
  // What a condition was combined into leaves it as it was.
  expect(condition(eager)).toEqual({ is: 'eager' });
});

test('each condition without an argument is described under its own name', () => {
  const { onCron, olderThan, cronTickPassed, anyDeps, allDeps, ...plain } = automation;
  for (const each of [onCron, olderThan, cronTickPassed, anyDeps, allDeps]) expect(each).toBeTypeOf('function');
  for (const [name, make] of Object.entries(plain)) expect(condition(make())).toEqual({ is: name });
});

test('a freshness policy is described in milliseconds', () => {
  const policies = [
    freshness.maxLag('30m', { warn: '20m' }),
    freshness.maxLag(5000),
    freshness.timeWindow('1m'),
    freshness.cron('0 9 * * *', { lowerBound: '4h', timezone: 'America/New_York' }),
    freshness.cron('@daily', { lowerBound: '1d' }),
  ];
  expect(policies.map((each) => each[DEFINITION])).toEqual([
    { type: 'freshness', policy: { is: 'maxLag', failMs: 1_800_000, warnMs: 1_200_000 } },
    { type: 'freshness', policy: { is: 'maxLag', failMs: 5000, warnMs: null } },
    { type: 'freshness', policy: { is: 'timeWindow', failMs: 60_000, warnMs: null } },
    {
      type: 'freshness',
      policy: { is: 'cron', cron: '0 9 * * *', timezone: 'America/New_York', lowerBoundMs: 14_400_000 },
    },
    { type: 'freshness', policy: { is: 'cron', cron: '@daily', timezone: null, lowerBoundMs: 86_400_000 } },
  ]);
});

test('an asset carries what is said of it: the body of a multi-asset its automation, each output its freshness', () => {
  const said = { automation: automation.eager(), freshness: freshness.maxLag('1h') };
  const facts = { automation: { is: 'eager' }, freshness: { is: 'maxLag', failMs: 3_600_000, warnMs: null } };
  expect(asset(said, () => 1)[DEFINITION]).toMatchObject(facts);
  expect(graphAsset(said, async () => 1)[DEFINITION]).toMatchObject(facts);
  expect(asset(() => 1)[DEFINITION]).toMatchObject({
    automation: null,
    freshness: null,
    backfill: null,
    partitions: null,
  });
  expect(externalAsset({ freshness: said.freshness })[DEFINITION]).toMatchObject({ freshness: facts.freshness });
  const { a, b } = multiAsset(
    { outputs: { a: output<number>({ freshness: said.freshness }), b: output<number>() }, automation: said.automation },
    async function* (ctx) {
      yield ctx.result('a', 1);
      yield ctx.result('b', 1);
    },
  );
  expect(a[DEFINITION].multi().automation).toEqual({ is: 'eager' });
  expect([a, b].map((each) => each[DEFINITION].freshness)).toEqual([facts.freshness, null]);
});

const orders = asset(() => [1]);
const nightly = job('nightly', { selection: '*' });

test('a schedule is described with its cron and its target', () => {
  expect(schedule('a', { cron: '@daily', job: nightly })[DEFINITION]).toEqual({
    type: 'schedule',
    name: 'a',
    cron: '@daily',
    timezone: null,
    target: nightly,
    run: null,
  });
  const run = () => undefined;
  const other = schedule('b', { cron: '0 3 * * *', timezone: 'Europe/Berlin', selection: [orders], run });
  expect(other[DEFINITION]).toMatchObject({ timezone: 'Europe/Berlin', target: [orders], run });
  expect(Object.isFrozen(other[DEFINITION])).toBe(true);
});

test('a sensor is described with how often it looks, and for how long', () => {
  const run = () => undefined;
  const shop = resource({ create: () => 1 });
  expect(sensor('a', { selection: 'group:"a"' }, run)[DEFINITION]).toEqual({
    type: 'sensor',
    name: 'a',
    target: 'group:"a"',
    minimumIntervalMs: 30_000,
    timeoutMs: 60_000,
    resources: {},
    run,
  });
  const options = { job: nightly, minimumInterval: '5m', timeout: 1000, resources: { shop } } as const;
  expect(sensor('b', options, run)[DEFINITION]).toMatchObject({
    target: nightly,
    minimumIntervalMs: 300_000,
    timeoutMs: 1000,
    resources: { shop },
  });
});

test('definitions name schedules and sensors, each name once', () => {
  const daily = schedule('daily', { cron: '@daily', selection: [orders] });
  const watch = sensor('watch', { selection: '*' }, () => undefined);
  const said = definitions({ assets: { orders }, schedules: [daily, daily], sensors: [watch] })[DEFINITION];
  expect([said.schedules, said.sensors]).toEqual([[daily, daily], [watch]]);
  const twin = schedule('daily', { cron: '@hourly', selection: '*' });
  const again = sensor('watch', { selection: '*' }, () => undefined);
  expect(() => definitions({ schedules: [daily, twin] })).toThrow(
    'definitions: 2 schedules have one name, "daily"; rename all but one.',
  );
  expect(() => definitions({ sensors: [watch, again] })).toThrow('2 sensors have one name, "watch"');
  expect(() => definitions({ assets: {}, schedules: [daily] })).toThrow(
    'schedule "daily" selects an asset that is not in assets; add it.',
  );
  expect(() => (definitions as Untyped)({ schedules: [nightly] })).toThrow(
    'schedules[0] is not a schedule but a job. Hand in what schedule(name, { cron, selection }) returned.',
  );
  expect(() => (definitions as Untyped)({ sensors: watch })).toThrow('sensors is an array of sensors; got an object.');
});

const on = untyped(automation);
const fresh = untyped(freshness);
const eager = untyped(automation.eager());
const asUntyped = { asset, externalAsset, schedule, sensor } as unknown as Readonly<Record<string, Untyped>>;
const call = (name: string, ...args: readonly unknown[]) => asUntyped[name]?.(...args);

test.each<[string, () => unknown, string]>([
  [
    'a function in the place of a condition',
    () => call('asset', { automation: automation.eager }, () => 1),
    'asset: automation is not a condition but a function. Call it: automation.eager().',
  ],
  [
    'a policy in the place of a condition',
    () => call('asset', { automation: freshness.maxLag('1h') }, () => 1),
    'automation is not a condition but a freshness policy. Write one, such as automation.eager().',
  ],
  [
    'a condition in the place of a policy',
    () => call('asset', { freshness: automation.eager() }, () => 1),
    "freshness is not a policy but a condition of automation. Write one, such as freshness.maxLag('30m').",
  ],
  [
    'automation of what is made elsewhere',
    () => call('externalAsset', { automation: automation.eager() }),
    'externalAsset: there is no option "automation".',
  ],
  [
    'a condition and a text',
    () => eager.and('missing'),
    'automation: .and: argument 1 is not a condition but a string ("missing").',
  ],
  [
    'a condition or nothing',
    () => eager.or(),
    'automation: .or: it combines this condition with others; write one, as in .or(automation.onMissing()).',
  ],
  ['no reset', () => eager.since(), 'automation: .since: the argument is not a condition but undefined.'],
  [
    'deps without a condition',
    () => on.anyDeps('updated'),
    'automation.anyDeps: the first argument is not a condition but a string ("updated").',
  ],
  [
    'a mistyped option of deps',
    () => on.allDeps(automation.missing(), { select: '*' }),
    'automation.allDeps: there is no option "select". Did you mean "selection"?',
  ],
  ['an empty selection', () => on.allDeps(automation.missing(), { selection: ' ' }), 'selection is empty'],
  [
    'no cron',
    () => on.onCron(),
    "automation.onCron: the first argument is a cron expression, such as '0 8 * * *' or '@daily'; got undefined.",
  ],
  ['a blank cron', () => on.cronTickPassed(' '), 'automation.cronTickPassed: the first argument is a cron expression'],
  [
    'an empty time zone',
    () => on.onCron('@daily', ''),
    'automation.onCron: the second argument is the name of a time zone, such as \'Europe/Berlin\'; got a string ("").',
  ],
  ['no age', () => on.olderThan(), 'automation.olderThan: the age is a duration'],
  ['an age of nothing', () => on.olderThan(0), 'automation.olderThan: the age is a duration'],
  ['no lag', () => fresh.maxLag(), "freshness.maxLag: the lag is a duration such as '500ms'"],
  [
    'a warning at the end',
    () => fresh.maxLag('30m', { warn: '30m' }),
    'freshness.maxLag: warn is shorter than the age at which it fails; got a string ("30m").',
  ],
  [
    'a window that is too short',
    () => fresh.timeWindow('59s'),
    'freshness.timeWindow: the window is one minute or more; got a string ("59s").',
  ],
  [
    'a mistyped warning',
    () => fresh.timeWindow('1h', { warm: '1m' }),
    'there is no option "warm". Did you mean "warn"?',
  ],
  ['deadlines without a bound', () => fresh.cron('@daily', {}), 'freshness.cron: lowerBound is a duration'],
  [
    'deadlines alone',
    () => fresh.cron('@daily'),
    "freshness.cron: the second argument is an object, such as { lowerBound: '4h' }; got undefined.",
  ],
  [
    'a schedule without a name',
    () => call('schedule', { cron: '@daily' }),
    "schedule: the name is a text without quotes, such as 'nightly'; got an object.",
  ],
  [
    'a schedule of nothing',
    () => call('schedule', 'a', { cron: '@daily' }),
    'schedule "a": it has nothing to run; add a job, or a selection',
  ],
  [
    'a schedule of two targets',
    () => call('schedule', 'a', { cron: '@daily', job: nightly, selection: '*' }),
    'schedule "a": it has both a job and a selection; leave one of them out.',
  ],
  [
    'a schedule of an asset',
    () => call('schedule', 'a', { cron: '@daily', job: orders }),
    'schedule "a": job is not a job but an asset. Hand in what job(name, { selection }) returned.',
  ],
  [
    'a schedule without a cron',
    () => call('schedule', 'a', { selection: '*' }),
    'schedule "a": cron is a cron expression',
  ],
  [
    'a mistyped option of a schedule',
    () => call('schedule', 'a', { cron: '@daily', selection: '*', timeZone: 'UTC' }),
    'schedule "a": there is no option "timeZone". Did you mean "timezone"?',
  ],
  [
    'what a schedule runs is no function',
    () => call('schedule', 'a', { cron: '@daily', selection: '*', run: nightly }),
    'schedule "a": run is a function that says what to run; got an object.',
  ],
  [
    'a sensor without a function',
    () => call('sensor', 'a', { selection: '*' }),
    'sensor "a": the third argument is a function that looks for something new; got undefined.',
  ],
  [
    'a sensor that looks backwards',
    () => call('sensor', 'a', { selection: '*', minimumInterval: -1 }, () => 1),
    'sensor "a": minimumInterval is a duration',
  ],
  [
    'a sensor without time',
    () => call('sensor', 'a', { selection: '*', timeout: 0 }, () => 1),
    'sensor "a": timeout is a duration',
  ],
  [
    'a resource of a sensor',
    () => call('sensor', 'a', { selection: '*', resources: { shop: 1 } }, () => 1),
    'sensor "a": resource "shop" is not a resource but number 1.',
  ],
])('%s is a TypeError with a sentence', (_what, make, sentence) => {
  expect(make).toThrow(TypeError);
  expect(make).toThrow(sentence);
});
