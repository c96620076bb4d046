// Stories of automation, one for each rule: who is requested when, and who is not.
import { describe, expect, it } from 'vitest';
import type { Condition, EvaluatedCondition } from '@headwater/graph';
import { asset } from '../asset-node.fixture.ts';
import { EvaluationWorld, DAY, eager, HOUR, MINUTE, onCron, SECOND } from './evaluation-world.fixture.ts';

const is = (name: 'missing' | 'inProgress' | 'allDepsUpdated' | 'onMissing'): Condition => ({ is: name });
const automated = (automation: Condition): { automation: Condition } => ({ automation });

/** Labels and details of what is false, deepest last: why nothing was requested. */
function whyNot(tree: EvaluatedCondition): readonly string[] {
  const told = tree.detail === undefined ? tree.label : `${tree.label}: ${tree.detail}`;
  return tree.value ? [] : [told, ...tree.of.flatMap(whyNot)];
}

describe('eager', () => {
  const shows = [
    asset('tvShowInfo'),
    asset('ratings', ['tvShowInfo'], automated(eager)),
    asset('genres', ['tvShowInfo'], automated(eager)),
    asset('ranking', ['ratings', 'genres'], automated(eager)),
  ];

  it('F04 one update is one run of all eager descendants, once', () => {
    const world = new EvaluationWorld(shows);
    world.make('tvShowInfo', 'ratings', 'genres', 'ranking');
    expect(world.tick()).toEqual([]);
    const run = world.make('tvShowInfo');
    expect(world.tick()).toEqual(['ratings genres ranking']);
    expect(world.last?.runs[0]?.because).toBe(`tvShowInfo was updated 30 s ago (run ${run.replace('run-', '')})`);
    expect(world.tick()).toEqual([]);
    expect(world.last?.explain('ratings')?.tree.value, 'handled by the request').toBe(false);
    world.make('ratings', 'genres', 'ranking');
    expect([world.tick(), world.tick(), world.tick()]).toEqual([[], [], []]);
  });

  it('does not run what is missing when it is added, and runs what becomes missing', () => {
    const world = new EvaluationWorld(shows);
    expect([world.tick(), world.tick()]).toEqual([[], []]);
    world.make('tvShowInfo', 'ratings', 'genres', 'ranking');
    expect(world.tick()).toEqual([]);
    world.forget('ratings');
    expect(world.tick()).toEqual(['ratings ranking']);
  });

  it('waits for a parent that is missing, in progress, and for itself', () => {
    const world = new EvaluationWorld([asset('a'), asset('b'), asset('child', ['a', 'b'], automated(eager))]);
    world.make('b', 'child');
    world.tick();
    world.make('b');
    expect(world.tick()).toEqual([]);
    expect(whyNot(world.last!.explain('child')!.tree)).toContain('not anyDepsMissing()');
    const making = world.begin('a');
    expect(world.tick()).toEqual([]);
    expect(whyNot(world.last!.explain('child')!.tree)).toContain('not anyDepsInProgress()');
    world.finish(making, 'a');
    world.end(making);
    expect(world.tick()).toEqual(['child']);
    const run = world.begin('child');
    world.make('a');
    expect(world.tick()).toEqual([]);
    expect(whyNot(world.last!.explain('child')!.tree)).toContain('not inProgress()');
    world.end(run);
    expect(world.tick()).toEqual(['child']);
  });

  it('a parent made by a run that was to make the child as well does not ask for it again', () => {
    const world = new EvaluationWorld(shows);
    world.make('tvShowInfo', 'ratings', 'genres', 'ranking');
    world.tick();
    const run = world.begin('tvShowInfo', 'ratings');
    world.finish(run, 'tvShowInfo');
    world.fail(run, 'ratings');
    world.end(run);
    expect(world.tick()).toEqual(['genres ranking']);
  });

  it('an external asset that says the same again is no update', () => {
    const feed = asset('feed', [], { kind: 'external' });
    const world = new EvaluationWorld([feed, asset('reader', ['feed'], automated(eager))]);
    world.make('reader');
    world.observe('feed', 'v1');
    world.tick();
    world.observe('feed', 'v1');
    expect(world.tick()).toEqual([]);
    world.observe('feed', 'v2');
    expect(world.tick()).toEqual(['reader']);
  });

  it('a changed condition starts from what is there', () => {
    const world = new EvaluationWorld([asset('a'), asset('b', ['a'], automated(onCron('0 0 * * *')))]);
    world.make('a', 'b');
    world.tick();
    world.make('a');
    world.edit([asset('a'), asset('b', ['a'], automated(eager))]);
    expect([world.tick(), world.tick()]).toEqual([[], []]);
    world.make('a');
    expect(world.tick()).toEqual(['b']);
  });

  it('after a pause nothing that piled up is requested with skip, and all of it without', () => {
    for (const skip of [true, false]) {
      const world = new EvaluationWorld(shows);
      world.make('tvShowInfo', 'ratings', 'genres', 'ranking');
      world.tick();
      world.make('tvShowInfo');
      expect(world.tick(3 * DAY, { skip })).toEqual(skip ? [] : ['ratings genres ranking']);
      expect(world.tick()).toEqual([]);
      world.make('tvShowInfo');
      expect(world.tick()).toEqual(['ratings genres ranking']);
    }
  });

  it('unrelated lineages are runs of their own; outputs of one body are requested together', () => {
    const world = new EvaluationWorld([
      asset('a'),
      asset('b', ['a'], automated(eager)),
      asset('x'),
      asset('left', ['x'], { kind: 'multi', step: 'left', ...automated(eager) }),
      asset('right', ['x'], { kind: 'multi', step: 'left' }),
      asset('after', ['right'], automated(eager)),
    ]);
    world.make('a', 'b', 'x', 'left', 'right', 'after');
    world.tick();
    world.make('a', 'x');
    expect(world.tick()).toEqual(['b', 'left right after']);
    const run = world.begin('right');
    world.make('x');
    expect(world.tick()).toEqual([]);
    world.end(run);
    expect(world.tick()).toEqual(['left right after']);
  });

  it('names that every object has are assets like any other', () => {
    const world = new EvaluationWorld([asset('constructor'), asset('__proto__', ['constructor'], automated(eager))]);
    world.make('constructor', '__proto__');
    expect(world.tick()).toEqual([]);
    world.make('constructor');
    expect(world.tick()).toEqual(['__proto__']);
  });
});

describe('onCron', () => {
  it('F05 B15 runs once for a tick, once after downtime, never twice when the clock goes back', () => {
    const world = new EvaluationWorld([asset('a', [], automated(onCron('0 0 * * *')))], '2026-03-02T23:59:00Z');
    expect(world.tick()).toEqual([]);
    const night = [world.tick(), world.tick(), world.tick()];
    expect(night.flat()).toEqual(['a']);
    world.make('a');
    expect([world.tick(), world.tick(12 * HOUR)].flat()).toEqual([]);
    expect(world.tick(5 * DAY)).toEqual(['a']);
    expect(world.tick(-2 * DAY)).toEqual([]);
    expect([world.tick(DAY), world.tick(DAY - MINUTE)].flat()).toEqual([]);
    expect(world.tick(DAY)).toEqual(['a']);
  });

  it('a tick right after a request, as after a sleep, is not lost', () => {
    const world = new EvaluationWorld([asset('a', [], automated(onCron('0 0 * * *')))], '2026-03-02T23:59:50Z');
    world.tick(0);
    expect(world.tick()).toEqual(['a']);
    world.now += MINUTE;
    world.make('a');
    expect(world.tick(3 * DAY)).toEqual(['a']);
  });

  it('a tick while it is being made is answered when that is over', () => {
    const world = new EvaluationWorld([asset('a', [], automated(onCron('0 0 * * *')))], '2026-03-02T23:50:00Z');
    world.tick();
    const run = world.begin('a');
    expect([world.tick(10 * MINUTE), world.tick()].flat()).toEqual([]);
    expect(world.last?.explain('a')?.tree).toMatchObject({
      value: true,
      detail: 'nothing is requested while a is being made',
    });
    world.finish(run, 'a');
    world.end(run);
    expect([world.tick(), world.tick(), world.tick()].flat()).toEqual(['a']);
  });

  it('waits until all upstream was updated since the tick, or is going to be', () => {
    const daily = automated(onCron('0 0 * * *'));
    const source = asset('source', [], { kind: 'external' });
    const world = new EvaluationWorld(
      [source, asset('a', ['source']), asset('b', [], daily), asset('end', ['a', 'b', 'source'], daily)],
      '2026-03-02T23:59:50Z',
    );
    world.make('a', 'b', 'end');
    world.tick(0);
    expect(world.tick()).toEqual(['b']);
    expect(whyNot(world.last!.explain('end')!.tree)).toContain(
      'updated since the tick: a was updated 30 s ago (run 1); the last tick was Tue 2026-03-03 00:00 UTC',
    );
    world.make('b');
    expect(world.tick(HOUR)).toEqual([]);
    world.make('a');
    expect([world.tick(), world.tick()].flat()).toEqual(['end']);
  });

  it('F08 is one run a day across both changes of the clock in Europe/Berlin', () => {
    for (const start of ['2026-03-27T00:00:00Z', '2026-10-23T00:00:00Z']) {
      const world = new EvaluationWorld([asset('a', [], automated(onCron('0 8 * * *', 'Europe/Berlin')))], start);
      const times: string[] = [];
      for (let i = 0; i <= 5 * 96; i++) {
        if (world.tick(15 * MINUTE).length === 0) continue;
        world.make('a');
        times.push(new Date(world.now).toISOString().slice(5, 16));
      }
      expect(times).toEqual(
        start.startsWith('2026-03')
          ? ['03-27T07:00', '03-28T07:00', '03-29T06:00', '03-30T06:00', '03-31T06:00']
          : ['10-23T06:00', '10-24T06:00', '10-25T07:00', '10-26T07:00', '10-27T07:00'],
      );
    }
  });

  it('says when it ticks next', () => {
    const cron = automated(onCron('0 8 * * 1', 'Europe/Berlin'));
    const world = new EvaluationWorld([asset('a', [], cron)], '2026-03-28T22:00:00Z');
    world.tick();
    expect(whyNot(world.last!.explain('a')!.tree)).toContain(
      "cronTickPassed('0 8 * * 1', 'Europe/Berlin'): next tick Mon 2026-03-30 08:00 Europe/Berlin",
    );
  });
});

it('F06 eager or a cron fires for either cause', () => {
  const both: Condition = { is: 'or', of: [eager, onCron('0 0 * * *')] };
  const feed = asset('feed', [], { kind: 'external' });
  const world = new EvaluationWorld([feed, asset('a', ['feed'], automated(both))], '2026-03-02T22:00:00Z');
  world.observe('feed', 'v1');
  world.make('a');
  world.tick();
  world.observe('feed', 'v2');
  expect(world.tick()).toEqual(['a']);
  expect(world.last?.runs[0]?.because).toContain('feed was updated');
  world.make('a');
  expect(world.tick()).toEqual([]);
  expect([world.tick(2 * HOUR), world.tick()]).toEqual([['a'], []]);
  world.make('a');
  expect(world.tick(DAY)).toEqual(['a']);
  expect(world.last?.runs[0]?.because).toBe('it ticked Wed 2026-03-04 00:00 UTC');
});

it('F07 all upstream updated: one of two is not enough, both are, and then both again', () => {
  const world = new EvaluationWorld([asset('a'), asset('b'), asset('c', ['a', 'b'], automated(is('allDepsUpdated')))]);
  world.make('a', 'b', 'c');
  world.tick();
  for (let round = 0; round < 2; round++) {
    world.make('a');
    expect([world.tick(), world.tick()]).toEqual([[], []]);
    world.make('b');
    expect(world.tick()).toEqual(['c']);
    expect(world.tick()).toEqual([]);
    world.make('c');
    expect(world.tick()).toEqual([]);
  }
});

it('F09 older than one hour: not at 60 min, at 61 min, once until it was made', () => {
  const world = new EvaluationWorld([asset('a', [], automated({ is: 'olderThan', ms: HOUR }))]);
  world.make('a');
  expect(world.tick(60 * MINUTE)).toEqual([]);
  expect(world.tick(MINUTE)).toEqual(['a']);
  const run = world.begin('a');
  expect(world.tick()).toEqual([]);
  world.fail(run, 'a');
  world.end(run);
  expect([world.tick(), world.tick(HOUR)].flat()).toEqual([]);
  expect(world.last?.explain('a')?.tree.detail).toContain('nothing has happened since');
  world.make('a');
  expect([world.tick(), world.tick(59 * MINUTE), world.tick(2 * MINUTE)].flat()).toEqual(['a']);
});

it('F11 a negated rule: eager and not in progress', () => {
  const condition: Condition = { is: 'and', of: [is('missing'), { is: 'not', of: is('inProgress') }] };
  const world = new EvaluationWorld([asset('a', [], automated(condition))]);
  const run = world.begin('a');
  expect(world.tick()).toEqual([]);
  expect(world.last?.explain('a')?.tree.of.map(({ label, value }) => `${label} ${value}`)).toEqual([
    'missing() true',
    'not inProgress() false',
  ]);
  world.end(run);
  expect([world.tick(), world.tick()].flat()).toEqual(['a']);
});

it('a condition that cannot be read is a problem of its asset alone', () => {
  const unreadable = [onCron('61 * * * *'), { is: 'anyDeps', of: is('missing'), selection: 'key:' } as const];
  for (const condition of unreadable) {
    const world = new EvaluationWorld([
      asset('a'),
      asset('bad', ['a'], automated(condition)),
      asset('b', ['a'], automated(eager)),
    ]);
    world.make('a', 'b');
    world.tick();
    expect(world.last?.evaluations.find((each) => each.asset === 'bad')?.problem).toContain('cannot be read');
    world.make('a');
    expect(world.tick()).toEqual(['b']);
  }
});

it('remembers the same record while nothing changes', () => {
  const world = new EvaluationWorld([asset('a'), asset('b', ['a'], automated(eager))]);
  world.make('a', 'b');
  world.tick();
  const { memory } = world;
  world.tick(SECOND);
  expect(world.last?.memory.assets).toBe(memory?.assets);
  expect(world.last?.evaluations).toEqual([]);
});
