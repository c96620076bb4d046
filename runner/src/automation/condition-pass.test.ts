// Conditions and freshness in the loop: requested once, decided before it is asked for, told once.
import { join } from 'node:path';
import type { AssetNode, FreshnessPolicy } from '@headwater/graph';
import { afterEach, expect, test } from 'vitest';
import { assetNode, automationWorld, blocked, type AutomationWorld } from './automation-world.fixture.ts';

const worlds: AutomationWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});
async function worldOf(...assets: AssetNode[]): Promise<AutomationWorld> {
  const world = await automationWorld('2026-03-28T22:00:00Z', { assets });
  worlds.push(world);
  return world;
}
const MINUTE = 60_000;
const lag: FreshnessPolicy = { is: 'maxLag', failMs: 30 * MINUTE, warnMs: 20 * MINUTE };
const keys = ({ asked }: AutomationWorld) => asked.map(({ request }) => request.keys);
const alerts = ({ heard }: AutomationWorld): readonly string[] =>
  heard.flatMap((message) =>
    'type' in message && message.type === 'alert' ? [`${message.alert.from} → ${message.alert.to}`] : [],
  );
const eager = { automation: { is: 'eager' } } as const;

test('F04 an update upstream is one run of all eager descendants, and no second one while that waits or after it', async () => {
  const world = await worldOf(
    assetNode('tvShowInfo'),
    assetNode('ratings', { inputs: { x: 'tvShowInfo' }, ...eager }),
    assetNode('top', { inputs: { x: 'ratings' }, ...eager }),
  );
  await world.make('tvShowInfo', 'ratings', 'top');
  await world.look();
  await world.at('2026-03-28T22:01:00Z');
  expect(keys(world)).toEqual([]);
  await world.make('tvShowInfo');
  for (const minute of ['02', '03', '04']) await world.at(`2026-03-28T22:${minute}:00Z`);
  expect(keys(world)).toEqual([['ratings', 'top']]);
  await world.runAll();
  for (const minute of ['05', '06']) await world.at(`2026-03-28T22:${minute}:00Z`);
  expect(keys(world)).toEqual([['ratings', 'top']]);
  const { ticks } = await world.automation.methods.ticks({});
  expect(ticks).toEqual([
    expect.objectContaining({
      kind: 'conditions',
      outcome: 'requested',
      runs: [world.asked[0]?.run],
      assets: ['ratings', 'top'],
    }),
  ]);
  const { assets } = await world.automation.methods.automation({});
  expect(assets[0]).toMatchObject({ key: 'ratings', condition: 'eager()' });
});

test('F05 a cron over midnight is one request, also when the process is killed before it asks', async () => {
  const nightly = { automation: { is: 'onCron', cron: '0 0 * * *', timezone: 'UTC' } } as const;
  const world = await worldOf(assetNode('report', nightly));
  await world.make('report');
  await world.look();
  await world.goTo('2026-03-28T23:58:00Z');
  expect(keys(world)).toEqual([]);
  world.clock.set('2026-03-29T00:00:10Z');
  const { run } = await world.killedAtRequest();
  await world.restart();
  await world.goTo('2026-03-29T00:10:00Z');
  expect(world.asked.map((each) => each.run)).toEqual([run]);
  await world.runAll();
  await world.restart();
  await world.goTo('2026-03-29T00:20:00Z');
  expect(world.asked).toHaveLength(1);
  world.clock.set('2026-04-02T12:00:00Z');
  await world.restart();
  await world.goTo('2026-04-02T12:05:00Z');
  expect(world.asked).toHaveLength(2);
});

test('F02 F03 data that gets too old is requested once before it is, and each change is told once', async () => {
  const world = await worldOf(
    assetNode('watched', { freshness: lag }),
    assetNode('kept', { freshness: lag, automation: { is: 'onFreshness' } }),
  );
  await world.make('watched', 'kept');
  await world.look();
  await world.goTo('2026-03-28T22:45:00Z');
  expect(keys(world)).toEqual([['kept']]);
  await world.runAll();
  await world.goTo('2026-03-28T22:50:00Z');
  // Both were warned of; `watched` failed alone, and `kept` came back.
  expect(alerts(world).toSorted()).toEqual(
    ['pass → warn', 'pass → warn', 'warn → fail', 'warn → fail', 'fail → pass'].toSorted(),
  );
  await world.restart();
  await world.goTo('2026-03-28T22:55:00Z');
  expect(alerts(world)).toHaveLength(5);
  await world.make('watched');
  await world.look();
  expect(alerts(world).slice(5)).toEqual(['fail → pass']);
  const { assets } = await world.automation.methods.automation({});
  expect(assets.find(({ key }) => key === 'watched')?.freshness).toMatchObject({
    state: 'pass',
    until: '2026-03-28T23:15:00.001Z',
  });
});

test('F03 data that gets too old is told while automation is off, and nothing is requested', async () => {
  const world = await worldOf(assetNode('kept', { freshness: lag, automation: { is: 'onFreshness' } }));
  await world.restart('kept');
  await world.make('kept');
  await world.goTo('2026-03-28T23:00:00Z');
  expect(alerts(world)).toEqual(['pass → warn', 'warn → fail']);
  expect(keys(world)).toEqual([]);
});

test('one condition that cannot be evaluated is said, and the others go on', async () => {
  const world = await worldOf(
    assetNode('raw'),
    assetNode('bad', {
      inputs: { x: 'raw' },
      automation: { is: 'anyDeps', of: { is: 'newlyUpdated' }, selection: 'key:"' },
    }),
    assetNode('good', { inputs: { x: 'raw' }, ...eager }),
  );
  await world.make('raw', 'bad', 'good');
  await world.look();
  await world.make('raw');
  await world.at('2026-03-28T22:01:00Z');
  expect(keys(world)).toEqual([['good']]);
  expect(world.notices()).toEqual([expect.stringContaining('The condition of bad cannot be evaluated')]);
});

test('partitions that cannot be read are the problem of what reads them alone', async () => {
  const time = { is: 'time', every: 'day', cron: null, start: '2026-01-01', end: null, endOffset: 0 } as const;
  const bad = assetNode('bad', { partitions: { ...time, timezone: 'Mars/Phobos' } });
  const reads = assetNode('reads', { inputs: { x: 'bad' }, ...eager });
  const world = await worldOf(bad, reads, assetNode('raw'), assetNode('good', { inputs: { x: 'raw' }, ...eager }));
  await world.make('raw', 'good');
  await world.look();
  await world.make('raw');
  await world.at('2026-03-28T22:01:00Z');
  expect(keys(world)).toEqual([['good']]);
  expect(world.notices()).toEqual([expect.stringContaining('The condition of reads cannot be evaluated')]);
  // Once it is mended it is said no more.
  world.document = { ...world.document, assets: world.document.assets.map((each) => (each === bad ? raw : each)) };
  await world.at('2026-03-28T22:02:00Z');
  expect((await world.automation.methods.automation({})).notices).toEqual([]);
});

const raw = assetNode('bad');

test('a freshness that cannot be told is said, and no more once it can', async () => {
  const broken = { is: 'time', every: 'day', cron: null, start: '2026-01-01', end: null, endOffset: 0 } as const;
  const world = await worldOf(assetNode('bad', { freshness: lag, partitions: { ...broken, timezone: 'Mars/Phobos' } }));
  await world.look();
  const said = async () => (await world.automation.methods.automation({})).notices;
  expect(await said()).toEqual([expect.stringContaining('The freshness of bad cannot be told')]);
  world.document = { ...world.document, assets: [{ ...raw, freshness: lag }] };
  await world.at('2026-03-28T22:01:00Z');
  expect(await said()).toEqual([]);
});

test('what cannot be written down is not decided: it is requested when the disk has room again', async () => {
  const world = await worldOf(assetNode('raw'), assetNode('child', { inputs: { x: 'raw' }, ...eager }));
  await world.make('raw', 'child');
  await world.look();
  await world.make('raw');
  const free = blocked(join(world.dir, 'conditions.json'));
  for (const minute of ['01', '02']) await world.at(`2026-03-28T22:${minute}:00Z`);
  expect(keys(world)).toEqual([]);
  expect(world.notices()).toEqual([expect.stringMatching(/could not do what was due \(E[^/]*\)/)]);
  free();
  for (const minute of ['03', '04']) await world.at(`2026-03-28T22:${minute}:00Z`);
  expect(keys(world)).toEqual([['child']]);
  expect((await world.automation.methods.automation({})).notices).toEqual([]);
});

test('that only time has passed is told to nobody; that a cron ticks next at another time is', async () => {
  const nightly = { automation: { is: 'onCron', cron: '0 0 * * *', timezone: 'UTC' } } as const;
  const world = await worldOf(assetNode('raw'), assetNode('report', { inputs: { x: 'raw' }, ...nightly }));
  const told = () => world.heard.filter((each) => 'type' in each && each.type === 'automation-changed').length;
  await world.make('raw', 'report');
  await world.goTo('2026-03-28T23:00:00Z');
  expect(told()).toBe(1);
  await world.goTo('2026-03-29T00:00:00Z');
  expect(told()).toBe(2);
});

test('what happened while it was off is handled with skip, and requested once with latest', async () => {
  for (const catchUp of ['skip', 'latest'] as const) {
    const world = await worldOf(assetNode('raw'), assetNode('child', { inputs: { x: 'raw' }, ...eager }));
    await world.make('raw', 'child');
    await world.look();
    await world.automation.methods.setAutomation({ on: false });
    await world.make('raw');
    await world.at('2026-03-28T23:00:00Z');
    await world.automation.methods.setAutomation({ on: true, catchUp });
    await world.restart();
    for (const minute of ['01', '02']) await world.at(`2026-03-28T23:${minute}:00Z`);
    expect(keys(world)).toEqual(catchUp === 'skip' ? [] : [['child']]);
  }
});

test('why and a dry run say what would be, and change nothing', async () => {
  const world = await worldOf(assetNode('raw'), assetNode('child', { inputs: { x: 'raw' }, ...eager }));
  await world.make('raw', 'child');
  await world.look();
  await world.make('raw');
  const { methods } = world.automation;
  expect(await methods.automationDryRun({})).toMatchObject({ runs: [{ assets: ['child'] }] });
  expect((await methods.why({ key: 'child', dryRun: true })).evaluation).toMatchObject({ requested: true });
  expect((await methods.why({ key: 'child' })).evaluation).toMatchObject({ requested: false });
  expect((await methods.why({ key: 'raw' })).message).toContain('has no condition');
  expect(world.asked).toEqual([]);
  await world.at('2026-03-28T22:01:00Z');
  expect(keys(world)).toEqual([['child']]);
  expect((await methods.why({ key: 'child' })).evaluation).toMatchObject({ requested: true, run: world.asked[0]?.run });
});
