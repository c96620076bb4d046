// A month of a project of 200 assets: each evaluation decides what a naive model of the definitions decides.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AssetNode, Condition } from '@headwater/graph';
import { asset } from '../asset-node.fixture.ts';
import { DAY, eager, EvaluationWorld, HOUR, MINUTE, onCron, SECOND } from './evaluation-world.fixture.ts';
import {
  NaiveAutomation,
  type NaiveAsset,
  type NaiveMade,
  type NaiveView,
  type Rule,
} from './naive-automation.fixture.ts';

const ASSETS = 200;
const INTERVAL = 30 * SECOND;
/** How many months, looked at twice as often; unless given one. */
const STORIES = process.env['HEADWATER_STORIES'];

function conditionOf(rule: Rule): Condition | undefined {
  switch (rule.is) {
    case 'none':
    case 'external':
      return undefined;
    case 'eager':
    case 'onMissing':
    case 'allDepsUpdated':
      return { is: rule.is };
    case 'eagerUnlessFailed':
      return { is: 'and', of: [eager, { is: 'not', of: { is: 'executionFailed' } }] };
    case 'cron': {
      const cron = onCron(rule.hours === 24 ? `${rule.minute} 0 * * *` : `${rule.minute} */${rule.hours} * * *`);
      return rule.eagerToo ? { is: 'or', of: [cron, eager] } : cron;
    }
    case 'olderThan':
      return rule;
    case 'freshness':
      return { is: 'onFreshness' };
  }
}

function nodeOf({ key, rule, deps }: NaiveAsset): AssetNode {
  const automation = conditionOf(rule);
  return asset(key, deps, {
    kind: rule.is === 'external' ? 'external' : 'asset',
    ...(automation === undefined ? {} : { automation }),
    ...(rule.is === 'freshness' ? { freshness: { is: rule.policy, failMs: rule.failMs, warnMs: null } } : {}),
  });
}

/** The same numbers for the same seed. */
function random(seed: number): { below(limit: number): number; chance(probability: number): boolean } {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { below: (limit) => Math.floor(next() * limit), chance: (probability) => next() < probability };
}

type Random = ReturnType<typeof random>;

function ruleOf(at: number, { below, chance }: Random): Rule {
  if (at < 8) return { is: at % 2 === 0 ? 'external' : 'none' };
  const cron = { is: 'cron', hours: [1, 4, 24][below(3)] ?? 24, minute: below(60), eagerToo: chance(0.3) } as const;
  const freshness = {
    is: 'freshness',
    policy: chance(0.7) ? 'maxLag' : 'timeWindow',
    failMs: (2 + below(20)) * HOUR,
  } as const;
  const plain = (is: 'none' | 'eager' | 'onMissing' | 'allDepsUpdated' | 'eagerUnlessFailed'): Rule => ({ is });
  const rules: readonly Rule[] = [
    plain('none'),
    plain('eager'),
    plain('eager'),
    plain('eagerUnlessFailed'),
    plain('onMissing'),
    plain('allDepsUpdated'),
    cron,
    cron,
    { is: 'olderThan', ms: (1 + below(30)) * HOUR },
    freshness,
  ];
  return rules[below(rules.length)] ?? plain('none');
}

function project(chosen: Random): NaiveAsset[] {
  return Array.from({ length: ASSETS }, (_, at) => {
    const rule = ruleOf(at, chosen);
    const count = rule.is === 'external' ? 0 : Math.min(at, chosen.below(4));
    // Mostly near ones: long chains, some far across.
    const deps = Array.from({ length: count }, () => {
      const back = 1 + chosen.below(chosen.chance(0.8) ? 12 : at);
      return `a${Math.max(0, at - back)}`;
    });
    return { key: `a${at}`, rule, deps: [...new Set(deps)] };
  });
}

interface Step {
  readonly run: string;
  readonly key: string;
  readonly ends: number;
  readonly fails: boolean;
}

/** Runs take their time, one step after the other; what reads a failed one is skipped. Keeps its own books for the naive model. */
class ToyEngine implements NaiveView {
  readonly #world: EvaluationWorld;
  readonly #assets: readonly NaiveAsset[];
  readonly #made = new Map<string, NaiveMade>();
  readonly #all = new Map<string, NaiveMade>();
  readonly #failed = new Map<string, string>();
  readonly #planned = new Map<string, ReadonlySet<string>>();
  #steps: Step[] = [];
  #running = new Set<string>();

  constructor(world: EvaluationWorld, assets: readonly NaiveAsset[]) {
    this.#world = world;
    this.#assets = assets;
  }

  made = (key: string): NaiveMade | undefined => this.#made.get(key);
  madeBy = (key: string, run: string): NaiveMade | undefined => this.#all.get(`${run} ${key}`);
  isFailed = (key: string): boolean => this.#failed.has(key);
  isPlanned = (key: string, run: string): boolean => this.#planned.get(run)?.has(key) === true;
  isBusy = (key: string): boolean => {
    for (const run of this.#running)
      if (this.isPlanned(key, run) && this.#made.get(key)?.run !== run && this.#failed.get(key) !== run) return true;
    return false;
  };

  start(keys: ReadonlySet<string>, chosen: Random): void {
    const assets = this.#assets.filter(({ key }) => keys.has(key));
    const run = this.#world.begin(...assets.map(({ key }) => key));
    this.#planned.set(run, keys);
    this.#running.add(run);
    let ends = this.#world.now;
    const lost = new Set<string>();
    for (const { key, deps } of assets) {
      if (deps.some((dep) => lost.has(dep))) {
        lost.add(key);
        continue;
      }
      ends += (1 + chosen.below(20)) * MINUTE;
      const fails = chosen.chance(0.08);
      if (fails) lost.add(key);
      this.#steps.push({ run, key, ends, fails });
    }
  }

  /** All that happens until then. */
  goTo(time: number): void {
    this.#steps.sort((a, b) => a.ends - b.ends);
    for (let step = this.#steps[0]; step !== undefined && step.ends <= time; step = this.#steps[0]) {
      this.#steps.shift();
      this.#world.now = step.ends;
      if (step.fails) {
        this.#world.fail(step.run, step.key);
        this.#failed.set(step.key, step.run);
      } else {
        const inputs = (this.#assets.find(({ key }) => key === step.key)?.deps ?? []).map((key) => {
          const read = this.#made.get(key);
          return { key, run: read?.id.startsWith('said ') === true ? null : (read?.run ?? null) };
        });
        const { seq } = this.#world.finish(step.run, step.key);
        this.#failed.delete(step.key);
        this.#keep(step.key, { id: `${seq}`, run: step.run, time: step.ends, inputs });
      }
      this.#endIdle();
    }
    this.#endIdle();
    this.#world.now = time;
  }

  observe(key: string, version: string): void {
    this.#world.observe(key, version);
    this.#keep(key, { id: `said ${version}`, run: 'observed', time: this.#world.now, inputs: [] });
  }

  forget(key: string): void {
    this.#world.forget(key);
    this.#made.delete(key);
  }

  crash(): void {
    this.#steps = [];
    this.#endIdle();
  }

  #keep(key: string, made: NaiveMade): void {
    this.#made.set(key, made);
    this.#all.set(`${made.run} ${key}`, made);
  }

  #endIdle(): void {
    const busy = new Set(this.#steps.map(({ run }) => run));
    for (const run of this.#running) {
      if (busy.has(run)) continue;
      this.#running.delete(run);
      this.#world.end(run);
    }
  }
}

/** Some looks come while runs are under way, most after them. */
function stepOf({ below, chance }: Random): number {
  if (STORIES !== undefined) return INTERVAL + below(HOUR - INTERVAL);
  return INTERVAL + below(chance(0.25) ? 10 * MINUTE : 2 * HOUR);
}

it('B15 F04 F05 F07 F09 a month of 200 assets is decided as the definitions say', () => {
  const counts = { seed: 0, evaluations: 0, requests: 0, runs: 0, crashes: 0, pauses: 0, failures: 0 };
  const asked = new Set<string>();
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      counts.seed = seed;
      const chosen = random(seed);
      const assets = project(chosen);
      const world = new EvaluationWorld(assets.map(nodeOf), '2026-06-01T00:00:00Z');
      const engine = new ToyEngine(world, assets);
      const naive = new NaiveAutomation(assets, INTERVAL);
      const end = world.now + 30 * DAY;
      const any = (): NaiveAsset => assets[chosen.below(ASSETS)]!; // Below the length.
      if (chosen.chance(0.5))
        engine.start(new Set(assets.flatMap(({ key, rule }) => (rule.is === 'external' ? [] : key))), chosen);
      while (world.now < end) {
        const isPause = chosen.chance(0.005);
        const step = isPause ? DAY + chosen.below(DAY) : stepOf(chosen);
        engine.goTo(world.now + step);
        if (isPause) counts.pauses++;
        if (chosen.chance(0.01)) {
          engine.crash();
          counts.crashes++;
        }
        for (let i = chosen.below(3); i > 0; i--) {
          const { key, rule } = any();
          if (rule.is === 'external') engine.observe(key, `v${chosen.below(4)}`);
          else if (chosen.chance(0.1)) engine.forget(key);
          else if (chosen.chance(0.5)) engine.start(new Set([key]), chosen);
        }
        const skip = isPause && chosen.chance(0.5);
        const wanted = naive.look(engine, { now: world.now, skip });
        if (chosen.chance(0.1)) world.tick(0, { skip });
        else world.look(0, { skip });
        const runs = world.last?.runs ?? [];
        const found = runs.flatMap((run) => run.assets);
        const other = found.find((key) => !wanted.has(key)) ?? [...wanted].find((key) => !found.includes(key));
        if (other !== undefined) {
          const rule = assets.find(({ key }) => key === other)?.rule;
          const told = { at: new Date(world.now), other, rule, was: found.includes(other), skip };
          throw new Error(JSON.stringify([told, world.last?.explain(other)?.tree], null, 1));
        }
        expect(
          found.filter((key) => engine.isBusy(key)),
          'requested while being made',
        ).toEqual([]);
        for (const run of runs) engine.start(new Set(run.assets), chosen);
        for (const key of found) asked.add(assets.find((each) => each.key === key)?.rule.is ?? '');
        counts.evaluations++;
        counts.requests += found.length;
        counts.runs += runs.length;
      }
      counts.failures += assets.filter(({ key }) => engine.isFailed(key)).length;
    }),
    {
      numRuns: Number(STORIES ?? 1),
      ...(process.env['HEADWATER_SEED'] !== undefined && { seed: Number(process.env['HEADWATER_SEED']) }),
      endOnFailure: true,
    },
  );
  process.stdout.write(`a month of automation: ${JSON.stringify(counts)}\n`);
  expect(counts.requests).toBeGreaterThan(1_000);
  expect([...asked].sort()).toEqual(
    expect.arrayContaining([
      'allDepsUpdated',
      'cron',
      'eager',
      'eagerUnlessFailed',
      'freshness',
      'olderThan',
      'onMissing',
    ]),
  );
});
