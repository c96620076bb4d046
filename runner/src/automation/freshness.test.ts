// Freshness: each policy over time, alerts, and the runs that onFreshness() asks for.
import { expect, it } from 'vitest';
import type { AssetNode, FreshnessPolicy } from '@headwater/graph';
import { asset } from '../asset-node.fixture.ts';
import { EvaluationWorld, DAY, HOUR, MINUTE, SECOND } from './evaluation-world.fixture.ts';
import type { Freshness } from './evaluation.ts';
import { freshnessAlerts, type FreshnessMemory } from './freshness-alerts.ts';
import { freshnessStates } from './freshness-states.ts';
import { prepareGraph } from './prepare-graph.ts';

const lag = (failMs: number, warnMs: number | null = null): FreshnessPolicy => ({ is: 'maxLag', failMs, warnMs });
const fresh = (freshness: FreshnessPolicy): Partial<AssetNode> => ({ freshness, automation: { is: 'onFreshness' } });
const nineOClock: FreshnessPolicy = {
  is: 'cron',
  cron: '0 9 * * *',
  timezone: 'Europe/Berlin',
  lowerBoundMs: 4 * HOUR,
};

function stateOf(world: EvaluationWorld, key: string): Freshness {
  const { graph, facts, now, interval } = world.question();
  return freshnessStates({ graph: prepareGraph(graph), facts, now, interval }).of(key)!;
}

it('F01 data older than 30 min is overdue, through all it was made of', () => {
  const world = new EvaluationWorld([
    asset('orders'),
    asset('report', ['orders'], { freshness: lag(30 * MINUTE, 20 * MINUTE) }),
  ]);
  expect(stateOf(world, 'report')).toMatchObject({ state: 'unknown', message: 'report was never materialized' });
  world.make('orders');
  const orders = world.now;
  world.now += 10 * MINUTE;
  world.make('report');
  const states = [20, 21, 30, 31].map((minutes) => {
    world.now = orders + minutes * MINUTE;
    return stateOf(world, 'report').state;
  });
  expect(states).toEqual(['pass', 'warn', 'warn', 'fail']);
  expect(stateOf(world, 'report')).toEqual({
    state: 'fail',
    message: 'its data is 31 min old, 30 min are allowed (orders, materialized Mon 2026-03-02 10:00 UTC)',
    since: orders + 30 * MINUTE + 1,
    until: null,
    lapse: `data ${orders}`,
  });
  // Newer orders alone do not make the report any younger: it was made of the old ones.
  world.make('orders');
  expect(stateOf(world, 'report').state).toBe('fail');
  world.make('report');
  expect(stateOf(world, 'report')).toMatchObject({ state: 'pass', until: world.now + 20 * MINUTE + 1 });
});

it('data from outside is as old as what read it; a newer upstream does not hide what was read', () => {
  const feed = asset('feed', [], { kind: 'external' });
  const world = new EvaluationWorld([
    feed,
    asset('raw', ['feed']),
    asset('mid', ['raw']),
    asset('end', ['mid'], { freshness: lag(HOUR) }),
  ]);
  world.observe('feed', 'v1');
  world.make('raw');
  const raw = world.now;
  world.now += 10 * MINUTE;
  world.make('mid', 'end');
  world.now += 10 * MINUTE;
  world.make('raw', 'mid');
  expect(stateOf(world, 'end').until).toBe(raw + HOUR + 1);
});

it('F02 at 30 min a run is requested, once, with the upstream whose data is too old', () => {
  const world = new EvaluationWorld([
    asset('feed', [], { kind: 'external' }),
    asset('orders', ['feed']),
    asset('customers'),
    asset('report', ['orders', 'customers'], fresh(lag(30 * MINUTE))),
    asset('other', ['orders'], { automation: { is: 'eager' } }),
  ]);
  world.make('orders');
  world.now += 20 * MINUTE;
  world.make('customers', 'report', 'other');
  expect(world.tick()).toEqual([]);
  const asked: [number, readonly string[]][] = [];
  for (let i = 1; i <= 40; i++) {
    const runs = world.tick();
    if (runs.length > 0) asked.push([20.5 + i / 2, runs]);
  }
  expect(asked).toEqual([[30, ['orders report other']]]);
  expect(world.last?.explain('report')?.tree.detail).toContain('a run was requested for that already');
  world.make('orders', 'report');
  expect([world.tick(), world.tick(8.5 * MINUTE)].flat()).toEqual(['other']);
  // The customers have become too old: they are the oldest in it now.
  expect(world.tick(30 * SECOND)).toEqual(['customers report']);
  expect(world.last?.runs[0]?.because).toMatch(
    /^its data is \d+ min old, 30 min are allowed \(customers, materialized/,
  );
});

it('F02 what was never made is requested once with all it needs, and waits for what is being made', () => {
  const world = new EvaluationWorld([asset('a'), asset('b', ['a']), asset('c', ['b'], fresh(lag(HOUR)))]);
  const run = world.begin('a');
  expect(world.tick()).toEqual([]);
  world.fail(run, 'a');
  world.end(run);
  expect([world.tick(), world.tick(), world.tick(DAY)].flat()).toEqual(['a b c']);
});

it('a window of time is about the asset alone', () => {
  const world = new EvaluationWorld([
    asset('a'),
    asset('b', ['a'], fresh({ is: 'timeWindow', failMs: DAY, warnMs: 20 * HOUR })),
  ]);
  world.make('a', 'b');
  expect(stateOf(world, 'b')).toMatchObject({ state: 'pass', until: world.now + 20 * HOUR + 1 });
  world.now += 21 * HOUR;
  expect(stateOf(world, 'b').state).toBe('warn');
  expect(world.tick(3 * HOUR)).toEqual(['b']);
  expect(stateOf(world, 'b')).toMatchObject({ state: 'warn' });
  expect(stateOf(world, 'b').message).toBe('it is 24 h old, 24 h are allowed (materialized Mon 2026-03-02 10:00 UTC)');
  expect(world.tick(MINUTE)).toEqual([]);
  expect(stateOf(world, 'b').state).toBe('fail');
});

it('a deadline is met by what was made in the time before it, and missed until it is made', () => {
  const world = new EvaluationWorld([asset('a', [], fresh(nineOClock))], '2026-03-02T02:00:00Z');
  world.make('a');
  const nine = Date.parse('2026-03-02T08:00:00Z');
  expect(stateOf(world, 'a')).toMatchObject({ state: 'pass', until: nine });
  expect(stateOf(world, 'a').message).toContain('it is due again by Mon 2026-03-02 09:00 Europe/Berlin');
  expect([world.tick(HOUR), world.tick(HOUR), world.tick(HOUR)].flat()).toEqual(['a']);
  world.now = nine;
  expect(stateOf(world, 'a')).toMatchObject({ state: 'fail', since: nine, until: null });
  world.now += MINUTE;
  world.make('a');
  expect(stateOf(world, 'a')).toMatchObject({ state: 'pass', until: nine + DAY });
  expect([world.tick(), world.tick(12 * HOUR)].flat()).toEqual([]);
  expect(world.tick(9 * HOUR)).toEqual(['a']);
});

it('a deadline that cannot be read is unknown and asks for nothing', () => {
  const world = new EvaluationWorld([asset('a', [], fresh({ ...nineOClock, cron: '0 25 * * *' }))]);
  world.make('a');
  expect(stateOf(world, 'a').message).toContain("The cron '0 25 * * *' cannot be read");
  expect(world.tick(DAY)).toEqual([]);
});

it('F03 one alert for each change, over restarts', () => {
  const world = new EvaluationWorld([asset('a', [], { freshness: lag(30 * MINUTE) })]);
  let memory: FreshnessMemory = {};
  const told: string[] = [];
  const look = (): void => {
    const result = freshnessAlerts({ states: new Map([['a', stateOf(world, 'a')]]), previous: memory, now: world.now });
    memory = JSON.parse(JSON.stringify(result.memory)) as FreshnessMemory;
    told.push(...result.alerts.map(({ from, to }) => `${from} to ${to}`));
  };
  look();
  for (let day = 0; day < 3; day++) {
    world.make('a');
    for (let minute = 0; minute < 60; minute++, world.now += MINUTE) look();
  }
  expect(told).toEqual(['pass to fail', 'fail to pass', 'pass to fail', 'fail to pass', 'pass to fail']);
});
