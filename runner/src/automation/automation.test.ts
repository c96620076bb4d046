// Automation over real memory on disk and a clock that stands still: each tick once, whatever happens in between.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GraphDocument } from '@headwater/graph';
import { afterEach, describe, expect, test } from 'vitest';
import {
  assetNode,
  automationWorld,
  blocked,
  scheduleNode,
  sensorNode,
  type AutomationWorld,
} from './automation-world.fixture.ts';

const worlds: AutomationWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});
async function worldAt(start: string, parts: Partial<GraphDocument>): Promise<AutomationWorld> {
  const world = await automationWorld(start, { assets: [assetNode('a')], ...parts });
  worlds.push(world);
  return world;
}
const told = ({ automation }: AutomationWorld, name?: string) =>
  automation.methods.ticks(name === undefined ? {} : { name }).then(({ ticks }) => ticks);
const outcomes = async (world: AutomationWorld, name?: string): Promise<readonly string[]> =>
  (await told(world, name)).map(({ time, outcome }) => `${time.slice(5, 16)} ${outcome}`).toReversed();
const hourly = scheduleNode('hourly', '0 * * * *');

describe('schedules', () => {
  test('B15 a cron is requested once per tick, once after downtime, and never twice for one tick', async () => {
    const world = await worldAt('2026-03-01T00:30:00Z', { schedules: [hourly] });
    await world.look();
    for (const hour of ['01', '02']) {
      world.clock.set(`2026-03-01T${hour === '01' ? '00' : '01'}:57:00Z`);
      await world.goTo(`2026-03-01T${hour}:04:00Z`);
      await world.runAll();
    }
    expect(world.asked.map(({ by }) => by)).toEqual(['schedule hourly', 'schedule hourly']);
    await world.restart();
    await world.look();
    expect(world.asked).toHaveLength(2);
    world.clock.set('2026-03-01T07:10:00Z');
    await world.restart();
    await world.goTo('2026-03-01T07:14:00Z');
    expect(world.asked).toHaveLength(3);
    expect(await outcomes(world)).toEqual([
      '03-01T01:00 requested',
      '03-01T02:00 requested',
      '03-01T06:00 missed',
      '03-01T07:00 requested',
    ]);
    expect((await told(world))[1]?.message).toContain('4 ticks passed while nothing ran here');
  });

  test('B15 killed between the decision and the request: the same run is requested again, and only until it has begun', async () => {
    const world = await worldAt('2026-03-01T00:30:00Z', { schedules: [hourly] });
    await world.look();
    world.clock.set('2026-03-01T01:00:00Z');
    const { run } = await world.killedAtRequest();
    expect(world.asked).toEqual([]);
    for (let life = 1; life <= 2; life += 1) {
      await world.restart();
      await world.look();
      expect(world.asked.map((each) => each.run)).toEqual(Array(life).fill(run));
    }
    await world.runAll();
    await world.restart();
    await world.at('2026-03-01T01:50:00Z');
    expect(world.asked).toHaveLength(2);
    expect(await outcomes(world)).toEqual(['03-01T01:00 requested']);
  });

  test('one run of a schedule waits at most: the ticks that pass meanwhile are one', async () => {
    const world = await worldAt('2026-03-01T00:30:00Z', { schedules: [hourly] });
    await world.look();
    await world.at('2026-03-01T01:30:00Z');
    await world.at('2026-03-01T05:30:00Z');
    expect(world.asked).toHaveLength(1);
    await world.runAll();
    await world.look();
    expect(world.asked).toHaveLength(2);
    expect(await outcomes(world)).toEqual(['03-01T01:00 requested', '03-01T04:00 missed', '03-01T05:00 requested']);
  });

  test('a refused run is a failed tick, and the next tick comes', async () => {
    const world = await worldAt('2026-03-01T00:30:00Z', {
      schedules: [scheduleNode('wrong', '0 * * * *', { selection: 'nothing' })],
    });
    await world.look();
    await world.at('2026-03-01T01:30:00Z');
    await world.at('2026-03-01T02:30:00Z');
    expect(await outcomes(world)).toEqual(['03-01T01:00 failed', '03-01T02:00 failed']);
    expect((await told(world))[0]?.message).toBe('nothing is selected');
  });

  test('a function says what to run, with partitions and configuration, or why nothing is', async () => {
    const world = await worldAt('2026-03-01T00:30:00Z', {
      schedules: [scheduleNode('daily', '0 * * * *', { hasBody: true })],
    });
    await world.look();
    world.answer = ({ scheduledTime }) => ({
      type: 'answered',
      requests:
        scheduledTime === Date.parse('2026-03-01T01:00:00Z')
          ? [{ partitionKey: '2026-02-28', config: { assets: { a: 1 } } }, { selection: 'key:"a"' }]
          : [],
      skip: 'a holiday',
      cursor: null,
    });
    await world.at('2026-03-01T01:30:00Z');
    await world.runAll();
    await world.at('2026-03-01T02:30:00Z');
    expect(world.asked.map(({ request }) => request)).toEqual([
      { select: '*', partitions: ['2026-02-28'], config: { assets: { a: 1 } } },
      { select: 'key:"a"' },
    ]);
    expect((await told(world)).map(({ outcome, runs, message }) => [outcome, runs.length, message])).toEqual([
      ['skipped', 0, 'a holiday'],
      ['requested', 2, null],
    ]);
  });

  test.each([
    ['skip', ['03-01T06:00 requested']],
    ['latest', ['03-01T05:00 requested', '03-01T06:00 requested']],
    ['all', ['02', '03', '04', '05', '06'].map((hour) => `03-01T${hour}:00 requested`)],
  ] as const)('B15 off and on again with %s', async (catchUp, expected) => {
    const world = await worldAt('2026-03-01T00:30:00Z', { schedules: [hourly] });
    await world.look();
    await world.at('2026-03-01T01:10:00Z');
    await world.runAll();
    await world.automation.methods.setAutomation({ on: false });
    await world.at('2026-03-01T05:30:00Z');
    expect(world.asked).toHaveLength(1);
    const { on } = await world.automation.methods.setAutomation({ on: true, catchUp });
    expect(on).toBe(true);
    for (const _ of expected) {
      await world.look();
      await world.runAll();
    }
    await world.at('2026-03-01T06:10:00Z');
    expect((await outcomes(world)).filter((each) => each.endsWith('requested')).slice(1)).toEqual(expected);
  });

  test('what waited when it was switched off is skipped as well, after a restart too', async () => {
    const world = await worldAt('2026-03-01T00:30:00Z', { schedules: [hourly] });
    await world.look();
    await world.at('2026-03-01T01:10:00Z');
    await world.automation.methods.setAutomation({ on: false });
    await world.restart();
    await world.at('2026-03-05T05:30:00Z');
    await world.automation.methods.setAutomation({ on: true });
    await world.look();
    expect(world.asked).toHaveLength(1);
    await world.at('2026-03-05T06:00:00Z');
    expect(world.asked).toHaveLength(2);
  });

  test('off stays off over restarts; in an editor it is off until somebody says otherwise', async () => {
    const world = await worldAt('2026-03-01T00:30:00Z', { schedules: [hourly] });
    await world.restart('kept');
    await world.at('2026-03-01T02:30:00Z');
    expect(world.asked).toHaveLength(0);
    await world.automation.methods.setAutomation({ on: true });
    await world.restart('kept');
    await world.at('2026-03-01T03:30:00Z');
    expect(world.asked).toHaveLength(1);
    await world.automation.methods.setAutomation({ on: false });
    await world.restart('on');
    await world.at('2026-03-01T09:30:00Z');
    expect(world.asked).toHaveLength(1);
    await expect(world.automation.methods.setAutomation({ on: true, name: 'hourli' })).rejects.toThrow(
      'There is no schedule or sensor `hourli`: there are hourly.',
    );
  });

  test('a clock that is set back repeats no tick, and it is said', async () => {
    const world = await worldAt('2026-03-01T00:30:00Z', { schedules: [hourly] });
    await world.look();
    await world.at('2026-03-01T02:10:00Z');
    await world.runAll();
    const { length } = world.asked;
    world.clock.set('2026-03-01T00:50:00Z');
    await world.goTo('2026-03-01T02:20:00Z');
    expect(world.asked).toHaveLength(length);
    expect(world.notices()).toEqual([expect.stringContaining('The clock was set back')]);
    await world.goTo('2026-03-01T03:00:00Z');
    expect(world.asked).toHaveLength(length + 1);
  });
});

describe('sensors', () => {
  test('a cursor is kept over restarts; a run key is requested once, several at a tick', async () => {
    const world = await worldAt('2026-03-01T00:00:00Z', { sensors: [sensorNode('inbox')] });
    const cursors: (string | null)[] = [];
    world.answer = ({ cursor }) => {
      cursors.push(cursor);
      const next = Number(cursor ?? 0) + 1;
      const requests = [`k${String(next)}`, `k${String(next + 1)}`].map((runKey) => ({ runKey }));
      return { type: 'answered', requests, skip: null, cursor: String(next) };
    };
    await world.look();
    await world.runAll();
    await world.goTo('2026-03-01T00:00:30Z');
    await world.runAll();
    await world.restart();
    await world.goTo('2026-03-01T00:01:00Z');
    await world.runAll();
    expect(cursors).toEqual([null, '1', '2']);
    expect(world.asked).toHaveLength(4);
    expect((await told(world))[0]).toMatchObject({ outcome: 'requested', message: 'asked for before: k3' });
  });

  test('what it asked for before is skipped, with the keys', async () => {
    const world = await worldAt('2026-03-01T00:00:00Z', { sensors: [sensorNode('inbox')] });
    world.answer = () => ({ type: 'answered', requests: [{ runKey: 'one' }], skip: null, cursor: null });
    await world.look();
    await world.runAll();
    await world.goTo('2026-03-01T00:05:00Z');
    expect(world.asked).toHaveLength(1);
    expect((await told(world))[0]).toMatchObject({ outcome: 'skipped', message: 'asked for before: one' });
  });

  test('one that fails is asked more and more seldom, keeps its cursor, and stops nothing else', async () => {
    const world = await worldAt('2026-03-01T00:30:00Z', {
      sensors: [sensorNode('broken'), sensorNode('whole')],
      schedules: [hourly],
    });
    let asked = 0;
    world.answer = ({ node }) => {
      if (node.name === 'whole') return { type: 'answered', requests: [], skip: 'nothing new', cursor: null };
      asked += 1;
      return { type: 'failed', message: 'no connection (sensors.ts:7)' };
    };
    await world.goTo('2026-03-01T01:30:00Z');
    // At 0, 0.5, 1.5, 3.5, 7.5 and 15.5 minutes, then each quarter of an hour.
    expect(asked).toBe(8);
    expect((await told(world, 'broken'))[0]).toMatchObject({
      outcome: 'failed',
      message: 'no connection (sensors.ts:7)',
    });
    expect((await told(world, 'whole')).length).toBeGreaterThan(20);
    expect(world.asked).toHaveLength(1);
  });

  test('one that breaks the pass itself is said, and everything goes on', async () => {
    const world = await worldAt('2026-03-01T00:30:00Z', { sensors: [sensorNode('broken')], schedules: [hourly] });
    world.answer = () => {
      throw new Error('no worker');
    };
    await world.look();
    await world.at('2026-03-01T01:10:00Z');
    expect(world.notices()).toEqual([expect.stringContaining('no worker')]);
    expect(world.asked).toHaveLength(1);
  });

  test('one whose answer cannot be written down is not asked again at once, and then from the cursor it had', async () => {
    const world = await worldAt('2026-03-01T00:00:00Z', { sensors: [sensorNode('inbox')] });
    const cursors: (string | null)[] = [];
    world.answer = ({ cursor }) => {
      cursors.push(cursor);
      return { type: 'answered', requests: [], skip: null, cursor: String(cursors.length) };
    };
    await world.look();
    const file = readdirSync(world.dir).find((name) => name.startsWith('sensor-')) ?? '';
    const free = blocked(join(world.dir, file));
    await world.at('2026-03-01T00:00:30Z');
    for (const second of ['31', '32', '33']) await world.at(`2026-03-01T00:00:${second}Z`);
    expect(cursors).toEqual([null, '1']);
    expect(world.notices()).toHaveLength(1);
    free();
    await world.goTo('2026-03-01T00:01:30Z');
    expect(cursors.slice(0, 3)).toEqual([null, '1', '1']);
    expect((await world.automation.methods.automation({})).notices).toEqual([]);
  });

  test('switched off while it is asked: its answer counts for nothing, and it is asked again', async () => {
    const world = await worldAt('2026-03-01T00:00:00Z', { sensors: [sensorNode('slow')] });
    let aborted = false;
    world.answer = ({ signal }) =>
      new Promise((done) => {
        signal.addEventListener('abort', () => {
          aborted = true;
          done({ type: 'answered', requests: [{}], skip: null, cursor: 'late' });
        });
      });
    await world.automation.pass();
    await world.automation.methods.setAutomation({ on: false, name: 'slow' });
    await world.automation.asked();
    expect(aborted).toBe(true);
    expect(world.asked).toEqual([]);
    expect((await world.automation.methods.automation({})).sensors).toEqual([
      expect.objectContaining({ name: 'slow', on: false, cursor: null, next: null }),
    ]);
  });
});

describe('what is remembered', () => {
  test('a damaged file is kept aside and said; the others stand', async () => {
    const world = await worldAt('2026-03-01T00:30:00Z', { schedules: [hourly, scheduleNode('other', '0 * * * *')] });
    await world.look();
    await world.at('2026-03-01T01:10:00Z');
    await world.runAll();
    const file = readdirSync(world.dir).find((name) => name.startsWith('schedule-hourly')) ?? '';
    writeFileSync(join(world.dir, file), '{"version":1,"kind":"sch');
    await world.restart();
    await world.look();
    await world.at('2026-03-01T02:10:00Z');
    expect(world.asked.map(({ by }) => by)).toEqual([
      'schedule hourly',
      'schedule other',
      'schedule hourly',
      'schedule other',
    ]);
    expect(world.notices()).toEqual([expect.stringContaining('what the schedule hourly did before is forgotten')]);
    expect(readdirSync(world.dir).some((name) => name.includes('.damaged-'))).toBe(true);
  });

  test.each([
    ['switch.json', null],
    ['switch.json', { version: 1, on: true, named: null, since: null }],
    ['switch.json', { version: 1, on: true, named: {} }],
    ['conditions.json', { version: 1, skip: false, memory: null, waiting: [], freshness: null }],
    ['conditions.json', { version: 1, skip: false, memory: null, waiting: [{}], freshness: {} }],
    ['conditions.json', { version: 1, skip: false, memory: { version: 1, time: 1 }, waiting: [], freshness: {} }],
  ])('%s with %j is damaged too', async (file, content) => {
    const world = await worldAt('2026-03-01T00:30:00Z', {
      assets: [assetNode('a', { automation: { is: 'missing' } })],
      schedules: [hourly],
    });
    await world.look();
    await world.runAll();
    writeFileSync(join(world.dir, file), JSON.stringify(content));
    await world.restart();
    await world.at('2026-03-01T01:10:00Z');
    expect(world.asked.at(-1)?.by).toBe('schedule hourly');
    expect(world.notices()).toEqual([expect.stringContaining(`${file} could not be read and is kept as`)]);
  });

  test('half a line of the ticks is what a crash leaves; pages go back to the first tick', async () => {
    const world = await worldAt('2026-03-01T00:30:00Z', { schedules: [hourly] });
    await world.look();
    for (let hour = 1; hour <= 5; hour += 1) {
      await world.at(`2026-03-01T0${String(hour)}:10:00Z`);
      await world.runAll();
    }
    writeFileSync(join(world.dir, 'ticks.ndjson'), '{"id":"2026-03', { flag: 'a' });
    await world.restart();
    await world.at('2026-03-01T06:10:00Z');
    await world.restart();
    const times: string[] = [];
    for (let before: string | null | undefined; before !== null;) {
      const page = await world.automation.methods.ticks({ limit: 4, ...(before !== undefined && { before }) });
      times.push(...page.ticks.map(({ time }) => time.slice(11, 16)));
      before = page.next;
    }
    expect(times).toEqual(['06:00', '05:00', '04:00', '03:00', '02:00', '01:00']);
    expect(existsSync(join(world.dir, 'ticks.ndjson'))).toBe(true);
  });
});
