// Partitions, mappings, conditions, policies, schedules and sensors are read from the source as the loaded modules say them.
import type { AssetNode } from '@headwater/graph';
import { describe, expect, test } from 'vitest';
import { ROOT, check } from './test/fixture.ts';

type Timed = Pick<AssetNode, 'partitions' | 'mappings' | 'automation' | 'freshness' | 'backfill'>;

/** Of each asset by its key what it says of time. */
async function timed(text: string): Promise<Record<string, Timed>> {
  const { document } = await check(text, { loads: true });
  return Object.fromEntries(
    document.assets.map(({ key, partitions, mappings, automation, freshness, backfill }) => [
      key,
      {
        ...(partitions && { partitions }),
        ...(mappings && { mappings }),
        ...(automation && { automation }),
        ...(freshness && { freshness }),
        ...(backfill && { backfill }),
      },
    ]),
  );
}

const DAYS = { is: 'time', every: 'day', cron: null, start: '2026-01-01', end: null, timezone: 'UTC', endOffset: 0 };

describe('conditions', () => {
  test('chains, arguments and every function', async () => {
    const read = await timed(`
import { asset, automation } from 'headwater';
export const a = asset({ automation: automation.eager().and(automation.onCron('0 0 * * *', 'Europe/Berlin').not()) }, () => 1);
export const b = asset({ automation: automation.olderThan('1.5h').or(automation.missing(), automation.checksFailed().newlyTrue()) }, () => 1);
export const c = asset({ automation: automation.codeChanged().since(automation.cronTickPassed('@hourly')) }, () => 1);
export const d = asset({ inputs: { a }, automation: automation.anyDeps(automation.newlyUpdated(), { selection: 'key:"a"' }) }, ({ a }) => a);
export const e = asset({ automation: automation.allDeps(automation.olderThan(5000)) }, () => 1);
`);
    expect(read).toEqual({
      a: {
        automation: {
          is: 'and',
          of: [{ is: 'eager' }, { is: 'not', of: { is: 'onCron', cron: '0 0 * * *', timezone: 'Europe/Berlin' } }],
        },
      },
      b: {
        automation: {
          is: 'or',
          of: [{ is: 'olderThan', ms: 5_400_000 }, { is: 'missing' }, { is: 'newlyTrue', of: { is: 'checksFailed' } }],
        },
      },
      c: {
        automation: {
          is: 'since',
          of: { is: 'codeChanged' },
          until: { is: 'cronTickPassed', cron: '@hourly', timezone: null },
        },
      },
      d: { automation: { is: 'anyDeps', of: { is: 'newlyUpdated' }, selection: 'key:"a"' } },
      e: { automation: { is: 'allDeps', of: { is: 'olderThan', ms: 5000 }, selection: null } },
    });
  });

  test('every plain function of the SDK', async () => {
    const plain = [
      ...['eager', 'onMissing', 'missing', 'newlyMissing', 'newlyUpdated', 'newlyRequested', 'willBeRequested'],
      ...['inProgress', 'executionFailed', 'codeChanged', 'dataChanged', 'checksPassed', 'checksFailed'],
      ...['anyDepsUpdated', 'allDepsUpdated', 'anyDepsMissing', 'anyDepsInProgress', 'initialEvaluation'],
      ...['inLatestTimeWindow'],
    ];
    const lines = plain.map((name) => `export const ${name} = asset({ automation: automation.${name}() }, () => 1);`);
    const read = await timed(`import { asset, automation } from 'headwater';\n${lines.join('\n')}\n`);
    expect(read).toEqual(Object.fromEntries(plain.map((name) => [name, { automation: { is: name } }])));
  });

  test('by every way a name can come: consts of other files, aliases, namespaces, barrels, parts of records', async () => {
    const read = await timed(`
//- src/sdk.ts
export * from 'headwater';
//- src/named.ts
export { automation as when, freshness } from 'headwater';
//- src/times.ts
import { automation } from './sdk.ts';
const BERLIN = 'Europe/Berlin';
export const nightly = automation.onCron(\`0 \${2} * * *\`, BERLIN);
export const times = { nightly, calm: nightly.and(automation.inProgress().not()) };
export default automation.eager();
//- src/assets.ts
import * as hw from 'headwater';
import { asset, automation as auto } from 'headwater';
import { when } from './named.ts';
import eager, * as shared from './times.ts';
import { nightly as atNight, times } from './times.ts';
const { onMissing, eager: quick } = auto;
const alias = atNight;
export const a = hw.asset({ automation: hw.automation.eager() }, () => 1);
export const b = asset({ automation: alias }, () => 1);
export const c = asset({ automation: times.calm }, () => 1);
export const d = asset({ automation: shared.nightly.or(onMissing()) }, () => 1);
export const e = asset({ automation: when.eager() }, () => 1);
export const f = asset({ automation: eager }, () => 1);
export const g = asset({ automation: quick() satisfies hw.AutomationCondition }, () => 1);
export const h = asset({ automation: shared.times['nightly'].newlyTrue() }, () => 1);
const automation = hw.automation.missing();
export const i = asset({ automation }, () => 1);
export const j = asset({ automation: undefined }, () => 1);
`);
    const nightly = { is: 'onCron', cron: '0 2 * * *', timezone: 'Europe/Berlin' };
    expect(read).toEqual({
      a: { automation: { is: 'eager' } },
      b: { automation: nightly },
      c: { automation: { is: 'and', of: [nightly, { is: 'not', of: { is: 'inProgress' } }] } },
      d: { automation: { is: 'or', of: [nightly, { is: 'onMissing' }] } },
      e: { automation: { is: 'eager' } },
      f: { automation: { is: 'eager' } },
      g: { automation: { is: 'eager' } },
      h: { automation: { is: 'newlyTrue', of: nightly } },
      i: { automation: { is: 'missing' } },
      j: {},
    });
  });

  test('what only a run can tell is dynamic, with the reason, and never missing without a word', async () => {
    const { document } = await check(`
import { asset, automation, freshness, partitions } from 'headwater';
const isNight = Number(process.env['NIGHT']) > 0;
const chosen = isNight ? automation.eager() : automation.onMissing();
const all = [automation.missing(), automation.codeChanged()];
let later = automation.eager();
later = automation.missing();
const make = () => automation.eager();
const keys = ['us', 'de'].map((each) => each);
export const a = asset({ automation: chosen }, () => 1);
//                                   ^^^^^^ dynamic: Part of \`a\` is known only after a run: its \`automation\` is computed.
export const b = asset({ automation: automation.eager().or(...all) }, () => 1);
//                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ dynamic: its \`automation\` is computed
export const c = asset({ automation: later }, () => 1);
//                                   ^^^^^ dynamic: its \`automation\` is computed
export const d = asset({ automation: make() }, () => 1);
//                                   ^^^^^^ dynamic: its \`automation\` is computed
export const e = asset({ automation: isNight ? automation.eager() : undefined }, () => 1);
//                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ dynamic: its \`automation\` is computed
export const f = asset({ partitions: partitions.static(keys) }, () => 1);
//                                   ^^^^^^^^^^^^^^^^^^^^^^^ dynamic: its \`partitions\` is computed
export const g = asset({ freshness: freshness.maxLag(isNight ? '1h' : '2h') }, () => 1);
//                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ dynamic: its \`freshness\` is computed
`);
    expect(document.assets.map(({ dynamic }) => dynamic?.reason)).not.toContain(undefined);
  });
});

test('freshness policies, also of outputs and of what is made elsewhere', async () => {
  const read = await timed(`
import { asset, externalAsset, freshness, multiAsset, output } from 'headwater';
const hour = '1h';
const warn = { warn: '20m' } as const;
export const a = asset({ freshness: freshness.maxLag('30m', warn) }, () => 1);
export const b = asset({ freshness: freshness.timeWindow(hour) }, () => 1);
export const c = externalAsset({ freshness: freshness.cron('0 9 * * *', { lowerBound: '4h', timezone: 'Europe/Berlin' }) });
export const { d, e } = multiAsset({ outputs: { d: output({ freshness: freshness.maxLag(60_000) }), e: output() } }, () => ({ d: 1, e: 2 }));
`);
  expect(read).toEqual({
    a: { freshness: { is: 'maxLag', failMs: 1_800_000, warnMs: 1_200_000 } },
    b: { freshness: { is: 'timeWindow', failMs: 3_600_000, warnMs: null } },
    c: { freshness: { is: 'cron', cron: '0 9 * * *', timezone: 'Europe/Berlin', lowerBoundMs: 14_400_000 } },
    d: { freshness: { is: 'maxLag', failMs: 60_000, warnMs: null } },
    e: {},
  });
});

test('partitions of every kind, mappings in inputs and deps, and how backfills are cut', async () => {
  const read = await timed(`
//- src/days.ts
import { partitions } from 'headwater';
const start = '2026-01-01';
export const days = partitions.daily({ start });
export const countries = partitions.static(['us', 'de']);
//- src/assets.ts
import * as hw from 'headwater';
import { asset, externalAsset, fromPartitions, graphAsset, loadAs, mapping, multiAsset, output, partitions, types } from 'headwater';
import { countries, days } from './days.ts';
export const day = asset({ partitions: days, backfill: 'single-run' }, () => 1);
export const hour = asset({ partitions: partitions.hourly({ start: '2026-01-01T06:00', end: '2026-02-01', timezone: 'Europe/Berlin', endOffset: -1 }) }, () => 1);
export const tick = asset({ partitions: partitions.cron({ cron: '0 6 * * 1', start: '2026-01-01' }), backfill: { maxPartitionsPerRun: 30 } }, () => 1);
export const users = asset({ partitions: hw.partitions.dynamic('users') }, () => 1);
export const both = asset({ partitions: partitions.multi({ day: days, country: countries }) }, () => 1);
export const raw = externalAsset<number>({ partitions: days });
const week = fromPartitions(day, mapping.window({ startOffset: -6 }));
export const total = asset(
  { inputs: { day: fromPartitions(day, mapping.last()), raw: hw.fromPartitions(raw, hw.mapping.all()) }, deps: [fromPartitions(users, mapping.all())] },
  ({ day, raw }) => [day, raw],
);
export const weekly = asset({ inputs: { week }, partitions: days }, ({ week }) => week);
export const usa = asset({ inputs: { day: fromPartitions(loadAs(day, types.arrow), mapping.identity()) }, partitions: days }, ({ day }) => day);
export const perDay = asset({ inputs: { both: fromPartitions(both, mapping.dimension('day')) }, partitions: days }, ({ both }) => both);
export const codes = asset({ partitions: partitions.static(['usa', 'deu']) }, () => 1);
export const named = asset({ inputs: { codes: fromPartitions(codes, mapping.static({ us: ['usa', 'usa'], de: ['deu'] })) }, partitions: countries }, ({ codes }) => codes);
export const { x, y } = multiAsset({ outputs: { x: output(), y: output() }, partitions: days }, () => ({ x: 1, y: 2 }));
`);
  const countries = { is: 'static', keys: ['us', 'de'] };
  expect(read).toMatchObject({
    day: { partitions: DAYS, backfill: { maxPartitionsPerRun: null } },
    hour: {
      partitions: {
        every: 'hour',
        start: '2026-01-01T06:00',
        end: '2026-02-01',
        timezone: 'Europe/Berlin',
        endOffset: -1,
      },
    },
    tick: { partitions: { every: 'cron', cron: '0 6 * * 1' }, backfill: { maxPartitionsPerRun: 30 } },
    users: { partitions: { is: 'dynamic', name: 'users' } },
    both: { partitions: { is: 'multi', dimensions: { day: DAYS, country: countries } } },
    raw: { partitions: DAYS },
    total: { mappings: { day: { is: 'last' }, raw: { is: 'all' }, users: { is: 'all' } } },
    weekly: { mappings: { day: { is: 'window', startOffset: -6, endOffset: 0 } } },
    usa: { mappings: { day: { is: 'identity' } } },
    perDay: { mappings: { both: { is: 'dimension', name: 'day' } } },
    named: { partitions: countries, mappings: { codes: { is: 'static', keys: { us: ['usa'], de: ['deu'] } } } },
    x: { partitions: DAYS },
    y: { partitions: DAYS },
  });
});

test('schedules and sensors, exported or listed in definitions, with what they run', async () => {
  const { document } = await check(
    `
//- src/jobs.ts
import { asset, job, schedule, sensor } from 'headwater';
export const orders = asset(() => 1);
export const nightly = job('nightly', { selection: '*' });
export const atNight = schedule('at-night', { cron: '0 2 * * *', timezone: 'Europe/Berlin', job: nightly });
export const inbox = sensor('inbox', { selection: [orders], minimumInterval: '5m' }, (ctx) => ctx.skip('nothing'));
//- src/project.ts
import * as hw from 'headwater';
import { nightly, orders } from './jobs.ts';
const weekly = hw.schedule('weekly', { cron: '@weekly', selection: 'key:"orders"', run(ctx) { ctx.request({ runKey: 'a' }); } });
export const project = hw.definitions({
  assets: { orders },
  jobs: [nightly],
  schedules: [weekly, hw.schedule('hourly', { cron: '@hourly', job: nightly, run: (ctx) => ctx.skip('no') })],
  sensors: [hw.sensor('files', { job: nightly }, async () => {})],
});
`,
    { loads: true },
  );
  const places = document.schedules.map(({ name, file, line, exportName }) => [name, file, line, exportName]);
  expect(places).toEqual([
    ['at-night', 'src/jobs.ts', 4, 'atNight'],
    ['hourly', 'src/project.ts', 7, null],
    ['weekly', 'src/project.ts', 3, null],
  ]);
  expect(document.schedules).toMatchObject([
    { selection: 'job:"nightly"', cron: '0 2 * * *', timezone: 'Europe/Berlin', hasBody: false },
    { selection: 'job:"nightly"', cron: '@hourly', timezone: null, hasBody: true },
    { selection: 'key:"orders"', cron: '@weekly', timezone: null, hasBody: true },
  ]);
  expect(document.sensors).toMatchObject([
    { name: 'files', selection: 'job:"nightly"', minimumIntervalMs: 30_000, exportName: null },
    { name: 'inbox', selection: 'key:"orders"', minimumIntervalMs: 300_000, exportName: 'inbox' },
  ]);
});

test('options of schedules and sensors that are undefined are left out, and a computed time-out hides no sensor', async () => {
  const { document } = await check(
    `
import { asset, schedule, sensor } from 'headwater';
export const orders = asset(() => 1);
export const a = schedule('a', { cron: '@daily', timezone: undefined, job: undefined, selection: [orders], run: undefined });
export const b = sensor('b', { selection: [orders], minimumInterval: undefined, timeout: Number('60') * 1000 }, () => {});
export const c = schedule('c', { cron: '@daily', timezone: String('UTC'), selection: [orders] });
//                                                         ^^^^^^^^^^^^^ dynamic: when it ticks is computed
`,
    { loads: true },
  );
  expect(document.schedules).toMatchObject([{ name: 'a', selection: 'key:"orders"', timezone: null, hasBody: false }]);
  expect(document.sensors).toMatchObject([{ name: 'b', minimumIntervalMs: 30_000 }]);
});

describe('while typing', () => {
  const SOURCES = `
//- src/days.ts
import { partitions } from 'headwater';
export const days = partitions.daily({ start: '2026-01-01' });
//- src/assets.ts
import { asset, automation, fromPartitions, mapping } from 'headwater';
import { days } from './days.ts';
export const orders = asset({ partitions: days }, () => 1);
export const sales = asset({ inputs: { orders: fromPartitions(orders, mapping.identity()) }, partitions: days }, ({ orders }) => orders);
`;

  test('other partitions in another file are those of the asset at once, and judged against its inputs', async () => {
    const { analyzer, document } = await check(SOURCES);
    const codeVersions = document.assets.map(({ codeVersion }) => codeVersion);
    const days = `${ROOT}/src/days.ts`;
    const changed = "import { partitions } from 'headwater';\nexport const days = partitions.static(['us']);\n";
    analyzer.setOpenFile(days, changed);
    const after = (await analyzer.analyze()).document;
    expect(after.assets.map(({ partitions }) => partitions)).toEqual(Array(2).fill({ is: 'static', keys: ['us'] }));
    // What an asset is cut into is no part of what its body does.
    expect(after.assets.map(({ codeVersion }) => codeVersion)).toEqual(codeVersions);

    const assets = `${ROOT}/src/assets.ts`;
    const apart = SOURCES.split('//- src/assets.ts\n')[1] ?? '';
    analyzer.setOpenFile(
      assets,
      apart
        .replace('{ partitions: days }', "{ partitions: partitions.static(['de']) }")
        .replace('mapping }', 'mapping, partitions }'),
    );
    const told = (await analyzer.analyze()).document.problems;
    expect(told.map(({ code, line }) => [code, line])).toEqual([['bad-partitions', 4]]);
    analyzer.setOpenFile(assets, `\n\n${apart}`);
    expect((await analyzer.analyze()).document.problems).toEqual([]);
  });

  test('what is wrong with a const is told once, where it is written', async () => {
    await check(
      `
//- src/times.ts
import { automation } from 'headwater';
export const nightly = automation.onCron('0 25 * * *');
//                                       ^^^^^^^^^^^^ bad-cron: automation.onCron
export const calm = { age: automation.olderThan('0s') };
//                                              ^^^^ bad-duration: too little to mean anything
//- src/assets.ts
import { asset, freshness } from 'headwater';
import { calm, nightly } from './times';
export const a = asset({ automation: nightly }, () => 1);
export const b = asset({ automation: nightly.or(calm.age), freshness: freshness.maxLag('30m', { warn: '1h' }) }, () => 1);
//                                                                                                    ^^^^ bad-duration: would warn no earlier than it fails
`,
    );
  });

  test('two schedules of one name, and one that selects what is not there', async () => {
    await check(`
import { asset, schedule } from 'headwater';
export const orders = asset(() => 1);
export const a = schedule('nightly', { cron: '@daily', selection: 'key:"order"' });
//           ^ duplicate-key: Two schedules are named \`nightly\`
//                                                                     ^^^^^^^ bad-selection: did you mean "orders"?
export const b = schedule('nightly', { cron: '@daily', selection: 'schedule:"hourly"' });
//           ^ duplicate-key: Two schedules are named \`nightly\`
//                                                                          ^^^^^^^^ bad-selection: there is no schedule "hourly"
`);
  });

  test('one asset is wanted from two partitions', async () => {
    await check(`
import { asset, fromPartitions, mapping, partitions } from 'headwater';
export const a = asset({ partitions: partitions.static(['x']) }, () => 1);
export const b = asset({ inputs: { last: fromPartitions(a, mapping.last()), a } }, ({ last, a }) => [last, a]);
//                                                                          ^ bad-partitions: named twice with different partitions
`);
  });
});

describe('mistakes that TypeScript lets through', () => {
  test('offsets in another unit, and times that the SDK refuses', async () => {
    await check(`
import { asset, fromPartitions, mapping, partitions } from 'headwater';
export const a = asset({ partitions: partitions.daily({ start: '2026-01-01', endOffset: 86_400_000 }) }, () => 1);
//                                                                                      ^^^^^^^^^^ bad-partitions: a whole number of partitions as \`endOffset\`, 100000 at most
export const days = partitions.hourly({ start: '2026-01-01T06:00:00' });
//                                             ^^^^^^^^^^^^^^^^^^^^^ bad-partitions: local time as \`start\`
export const yesterday = mapping.window({ startOffset: -1e12 });
//                                                     ^^^^^ bad-partitions: a whole number of partitions as \`startOffset\`
`);
  });

  test('a policy is waited for by the asset itself, and one output of a body is enough', async () => {
    await check(`
import { asset, automation, freshness, multiAsset, output } from 'headwater';
export const { fresh, other } = multiAsset(
  { automation: automation.onFreshness(), outputs: { fresh: output<number>({ freshness: freshness.maxLag('1h') }), other: output<number>() } },
  async function* (ctx) { yield ctx.result.fresh(1); yield ctx.result.other(1); },
);
export const asks = asset({ deps: [fresh], automation: automation.anyDeps(automation.onFreshness()) }, () => 1);
export const { u, v } = multiAsset(
  { automation: automation.eager().or(automation.onFreshness()), outputs: { u: output<number>(), v: output<number>() } },
//              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ bad-condition: so \`onFreshness()\` is never true
  async function* (ctx) { yield ctx.result.u(1); yield ctx.result.v(1); },
);
`);
  });

  test('a backfill of nothing, and of no partitions at once', async () => {
    await check(`
import { asset, partitions } from 'headwater';
const common = { partitions: partitions.static(['x']) };
export const a = asset({ backfill: 'single-run' }, () => ({}));
//                                 ^^^^^^^^^^^^ bad-partitions: Add \`partitions\`, or take \`backfill\` out.
export const b = asset({ ...common, backfill: { maxPartitionsPerRun: 0 } }, () => ({}));
//                       ^^^^^^^^^ dynamic: its options are spread
//                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^ bad-partitions: is 0, so the module cannot load
`);
  });

  test('keys that no choice of partitions could name', async () => {
    await check(`
import { partitions } from 'headwater';
export const beside = partitions.static(['us', ' de']);
//                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ bad-partitions: begins or ends with a space
export const all = partitions.static(['*']);
//                 ^^^^^^^^^^^^^^^^^^^^^^^^ bad-partitions: stands for all of them
export const unseen = partitions.static(['u\\u0007s']);
//                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ bad-partitions: contains a control character
`);
  });

  test('a dep is called by the name of its asset, and what is not given is not said to be null', async () => {
    await check(`
import { asset, automation, freshness, fromPartitions, mapping, partitions } from 'headwater';
export const a = asset({ partitions: partitions.static(['x']) }, () => 1);
export const b = asset({ inputs: { a }, deps: [fromPartitions(a, mapping.last())] }, ({ a }) => a);
//                                                            ^ bad-partitions: The dep \`a\` is named twice with different partitions
export const c = asset({ automation: automation.olderThan(), freshness: freshness.cron('@daily', {}) }, () => 1);
//                                   ^^^^^^^^^^^^^^^^^^^^^^ bad-duration: \`automation.olderThan\` needs a duration, and is given none
//                                                                                               ^^ bad-duration: \`lowerBound\` of \`freshness.cron\` needs a duration, and is given none
`);
  });
});
