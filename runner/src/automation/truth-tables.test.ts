// Truth tables: every way to join two conditions, over all values of theirs in three evaluations, and all pairs of the real ones.
import { expect, it } from 'vitest';
import type { AssetKey, AssetNode, Condition, PlainCondition } from '@headwater/graph';
import { asset } from '../asset-node.fixture.ts';
import { HOUR, MINUTE } from './evaluation-world.fixture.ts';
import { evaluateAutomation } from './evaluate-automation.ts';
import type { AssetFacts, AutomationFacts, AutomationMemory, Update } from './evaluation.ts';

/** What a condition was at each evaluation, oldest first; the last one is now. */
type Values = readonly boolean[];

/** Written from the definitions: each looks at the whole history of what it joins. */
const joins: Readonly<Record<'and' | 'or' | 'since', (a: Values, b: Values) => boolean>> = {
  and: (a, b) => a.at(-1) === true && b.at(-1) === true,
  or: (a, b) => a.at(-1) === true || b.at(-1) === true,
  since: (a, b) => a.lastIndexOf(true) > b.lastIndexOf(true),
};
const changes: Readonly<Record<'as it is' | 'not' | 'newlyTrue', (a: Values) => boolean>> = {
  'as it is': (a) => a.at(-1) === true,
  not: (a) => a.at(-1) !== true,
  newlyTrue: (a) => a.at(-1) === true && a.at(-2) !== true,
};
type Join = keyof typeof joins;
type Change = keyof typeof changes;
const JOINS = Object.keys(joins) as readonly Join[];
const CHANGES = Object.keys(changes) as readonly Change[];

function joined(join: Join, a: Condition, b: Condition): Condition {
  return join === 'since' ? { is: 'since', of: a, until: b } : { is: join, of: [a, b] };
}

function changed(change: Change, of: Condition): Condition {
  return change === 'as it is' ? of : { is: change, of };
}

/** What each evaluation so far gave, for a function of all of it. */
function along(values: Values, of: (until: Values) => boolean): Values {
  return values.map((_, i) => of(values.slice(0, i + 1)));
}

const NOTHING_ELSE = { plannedBy: () => null, madeBy: () => null, partitionsOf: () => null };

/** Nothing is requested for it, so nothing but the facts decides what comes next; what is asked about is the first part. */
const silent = (condition: Condition): Condition => ({
  is: 'and',
  of: [condition, { is: 'and', of: [{ is: 'missing' }, { is: 'not', of: { is: 'missing' } }] }],
});

function watch(conditions: ReadonlyMap<string, Condition>, upstream: readonly AssetNode[] = []) {
  const inputs = upstream.map(({ key }) => key);
  const assets = [
    ...upstream,
    ...Array.from(conditions, ([key, condition]) =>
      asset(key, inputs, { automation: silent(condition), checks: ['ok'] }),
    ),
  ];
  const graph = { assets, checks: [], jobs: [] };
  let memory: AutomationMemory | null = null;
  return {
    restart: () => (memory = null),
    evaluate: (facts: AutomationFacts, now: number): ReadonlyMap<string, boolean> => {
      const evaluation = evaluateAutomation({
        graph,
        now,
        previous: memory,
        facts,
        interval: MINUTE,
      });
      memory = evaluation.memory;
      return new Map(
        Array.from(conditions.keys(), (key) => [key, evaluation.explain(key)?.tree.of[0]?.value === true] as const),
      );
    },
  };
}

function update(seq: number, more: Partial<Update> = {}): Update {
  return { id: `${seq}`, seq, time: 0, run: `run-${seq}`, dataVersion: `v${seq}`, inputs: {}, ...more };
}

const nothing: AssetFacts = { update: null, failure: null, inProgress: [], checks: {} };

it('F10 every way to join two conditions is as defined, for all their values in three evaluations', () => {
  const forms = CHANGES.flatMap((a) =>
    CHANGES.flatMap((b) => JOINS.flatMap((join) => CHANGES.map((after) => ({ a, b, join, after })))),
  );
  const conditions = new Map(
    forms.map(({ a, b, join, after }) => [
      `${a} ${join} ${b} ${after}`,
      changed(after, joined(join, changed(a, { is: 'inProgress' }), changed(b, { is: 'executionFailed' }))),
    ]),
  );
  const table = watch(conditions);
  const wrong: string[] = [];
  let compared = 0;
  for (let bits = 0; bits < 64; bits++) {
    const a = [1, 2, 4].map((bit) => (bits & bit) !== 0);
    const b = [8, 16, 32].map((bit) => (bits & bit) !== 0);
    table.restart();
    for (let at = 0; at < 3; at++) {
      const failure = b[at] === true ? { run: 'r', time: 0, message: 'boom' } : null;
      const facts: AssetFacts = { ...nothing, failure, inProgress: a[at] === true ? [[0, 0]] : [] };
      const found = table.evaluate({ of: () => facts, ...NOTHING_ELSE }, at);
      for (const form of forms) {
        const first = along(a.slice(0, at + 1), changes[form.a]);
        const second = along(b.slice(0, at + 1), changes[form.b]);
        const both = first.map((_, i) => joins[form.join](first.slice(0, i + 1), second.slice(0, i + 1)));
        const name = `${form.a} ${form.join} ${form.b} ${form.after}`;
        if (found.get(name) !== changes[form.after](both))
          wrong.push(`${name} of ${first.join()} and ${second.join()}`);
        compared++;
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(compared).toBe(81 * 64 * 3);
});

const PLAIN: readonly PlainCondition[] = [
  'eager',
  'onMissing',
  'missing',
  'newlyMissing',
  'newlyUpdated',
  'inProgress',
  'executionFailed',
  'dataChanged',
  'checksPassed',
  'checksFailed',
  'anyDepsUpdated',
  'allDepsUpdated',
  'anyDepsMissing',
  'anyDepsInProgress',
  'initialEvaluation',
];

const rules = new Map<string, Condition>([
  ...PLAIN.map((is) => [is, { is }] as const),
  ['onCron', { is: 'onCron', cron: '*/10 * * * *', timezone: null }],
  ['cronTickPassed', { is: 'cronTickPassed', cron: '*/10 * * * *', timezone: null }],
  ['olderThan', { is: 'olderThan', ms: HOUR }],
  ['anyDeps', { is: 'anyDeps', of: { is: 'missing' }, selection: 'key:"up1"' }],
  ['allDeps', { is: 'allDeps', of: { is: 'newlyUpdated' }, selection: null }],
]);

it('F10 all pairs of rules are joined as defined, whatever they ask', () => {
  const pairs = [...rules].flatMap(([a, one]) =>
    [...rules].flatMap(([b, other]) =>
      JOINS.map((join) => ({ a, b, join, name: `${a} ${join} ${b}`, condition: joined(join, one, other) })),
    ),
  );
  const all = new Map([...rules, ...pairs.map(({ name, condition }) => [name, condition] as const)]);
  const table = watch(all, [asset('up1'), asset('up2')]);
  const history = new Map<string, boolean[]>([...rules.keys()].map((name) => [name, []]));
  const world: Record<'own' | 'up1' | 'up2', AssetFacts> = { own: nothing, up1: nothing, up2: nothing };
  const wrong: string[] = [];
  let now = Date.parse('2026-03-02T10:01:00Z');
  let seq = 0;
  const made = (): AssetFacts => ({ ...nothing, update: update(++seq, { time: now }) });
  const steps: readonly (() => void)[] = [
    () => undefined,
    () => void (world.up1 = made()),
    () => void ((world.up2 = made()), (world.own = made())),
    () => void (world.own = { ...world.own, checks: { ok: { passed: true, time: now } } }),
    () => void (world.up1 = made()),
    () => void (world.up2 = { ...world.up2, inProgress: [[0, 0]] }),
    () => void ((world.up1 = made()), (world.up2 = made())),
    () => void (world.own = { ...world.own, inProgress: [[0, 0]], checks: { ok: { passed: false, time: now } } }),
    () => void (world.own = { ...world.own, inProgress: [], failure: { run: 'r', time: now, message: 'boom' } }),
    () => void (now += HOUR),
    () => void ((world.up1 = made()), (world.up2 = made())),
    () => void (world.own = nothing),
  ];
  const facts: AutomationFacts = {
    of: (key: AssetKey) => (key === 'up1' || key === 'up2' ? world[key] : world.own),
    ...NOTHING_ELSE,
  };
  for (const step of steps) {
    now += 4 * MINUTE;
    step();
    const found = table.evaluate(facts, now);
    for (const [name, values] of history) values.push(found.get(name) === true);
    for (const { a, b, join, name } of pairs)
      if (found.get(name) !== joins[join](history.get(a) ?? [], history.get(b) ?? []))
        wrong.push(`${name} at ${new Date(now).toISOString()}`);
  }
  expect(wrong).toEqual([]);
  const constant = [...history].filter(([, values]) => new Set(values).size < 2).map(([name]) => name);
  expect(constant, 'rules that were never both true and false').toEqual([]);
});
