// Evaluates the conditions of all assets once: which runs are to be started now, and what the next evaluation has to know.
import { nextTick, previousTick, type Cron } from '@headwater/calendar';
import type { AssetKey, ConditionEvaluation, EvaluatedCondition } from '@headwater/graph';
import { carrier } from './carry-slices.ts';
import type { Tick } from './compile-condition.ts';
import type { Scope, World } from './condition-scope.ts';
import { evaluateNode } from './evaluate-node.ts';
import type { AssetMemory, AutomationEvaluation, AutomationMemory, AutomationQuestion, Slices } from './evaluation.ts';
import { freshnessStates } from './freshness-states.ts';
import { groupRuns } from './group-runs.ts';
import { prepareGraph, type Automated, type PreparedGraph } from './prepare-graph.ts';
import { reasonOf } from './reason-of.ts';
import { intersect, isSameSet, NONE, subtract, union } from './slices.ts';
import { recordOf, rememberEvaluation, type Outcome } from './remember-evaluation.ts';
import { openSpaces } from './spaces.ts';
import { updatedSince } from './updated-since.ts';

const FAILED = { value: NONE, requested: NONE, answered: NONE, state: {}, lapse: null, brings: [] };

export function evaluateAutomation(question: AutomationQuestion): AutomationEvaluation {
  const { now, skip = false } = question;
  const graph = prepareGraph(question.graph);
  const recalled = new Map<AssetKey, Recalled>();
  const world = openWorld(question, graph);
  for (const each of graph.automated)
    recalled.set(each.key, recall(each, { world, previous: question.previous, skip }));
  // What a request brings with it may be upstream of what was evaluated before: then all are asked again, with that known.
  let requested = new Map<AssetKey, Slices>();
  let outcomes = new Map<AssetKey, Outcome>();
  for (let brought = new Map<AssetKey, Slices>(); ;) {
    requested = new Map(brought);
    outcomes = new Map();
    for (const each of graph.automated) {
      const outcome = judge(each, { ...world, requested }, { recalled, skip });
      outcomes.set(each.key, outcome);
      if (outcome.requested.length > 0) add(requested, each.key, outcome.requested);
    }
    const more = new Map(brought);
    let isMore = false;
    for (const { brings } of outcomes.values())
      for (const [key, set] of brings) {
        if (subtract(set, requested.get(key) ?? NONE).length === 0) continue;
        add(more, key, set);
        isMore = true;
      }
    if (!isMore) break;
    brought = more;
  }
  const settled: World = { ...world, requested };
  const explain = (key: AssetKey): ConditionEvaluation | null => {
    const automated = graph.conditions.get(key);
    const outcome = outcomes.get(key);
    if (automated === undefined || outcome === undefined) return null;
    const isRequested = (requested.get(key) ?? NONE).length > 0;
    const tree = treeOf(automated, settled, { recalled, outcome });
    const problem = outcome.problem === null ? {} : { problem: outcome.problem };
    return { asset: key, time: new Date(now).toISOString(), requested: isRequested, tree, ...problem };
  };
  const memory = rememberEvaluation({ graph, world: settled, outcomes, previous: question.previous });
  const runs = groupRuns({
    graph,
    spaces: world.spaces,
    requested,
    reason: (key) => reasonOf(explain(key)?.tree ?? null),
  });
  return {
    memory,
    runs,
    get evaluations() {
      return graph.automated.flatMap(({ key }) => {
        const isChanged = isWorthTelling(recordOf(question.previous, key), recordOf(memory, key));
        return isChanged ? (explain(key) ?? []) : [];
      });
    },
    explain,
    freshness: world.freshness,
  };

  function add(to: Map<AssetKey, Slices>, key: AssetKey, set: Slices): void {
    to.set(key, union(to.get(key) ?? NONE, set));
  }
}

/** What is known of an asset's condition from before. */
interface Recalled {
  readonly initial: boolean;
  readonly state: Readonly<Record<string, Slices>>;
  readonly answered: Slices;
}

function openWorld({ now, facts, previous, interval }: AutomationQuestion, graph: PreparedGraph): World {
  const spaces = openSpaces({ nodes: graph.nodes, partitionsOf: facts.partitionsOf });
  const freshness = freshnessStates({ graph, facts, now, interval });
  const lasts = new Map<Cron, number | null>();
  const lastTick = (tick: Tick): number | null => {
    const cron = graph.cron(tick);
    const known = lasts.get(cron);
    if (known !== undefined) return known;
    const last = previousTick(cron, now);
    lasts.set(cron, last);
    return last;
  };
  return {
    graph,
    facts,
    spaces,
    now,
    lastTime: previous?.time ?? null,
    before: (key) => recordOf(previous, key),
    requested: new Map(),
    lastTick,
    nextTick: (tick) => nextTick(graph.cron(tick), now),
    freshness: freshness.of,
    tooOld: freshness.tooOld,
  };
}

function recall(
  { key, identity }: Automated,
  {
    world,
    previous,
    skip,
  }: { readonly world: World; readonly previous: AutomationMemory | null; readonly skip: boolean },
): Recalled {
  const before = recordOf(previous, key);
  const nothing = { initial: true, state: {}, answered: NONE };
  if (before === undefined || before.condition !== identity || before.problem !== undefined) return nothing;
  return attempt(
    () => {
      const carry = carrier(before.shape, world.spaces.of(key).partitions);
      if (carry === null) return nothing;
      const state = Object.entries(before.state ?? {}).map(([at, set]) => [at, carry(set)] as const);
      return { initial: skip, state: Object.fromEntries(state), answered: carry(before.answered ?? NONE) };
    },
    () => nothing,
  );
}

function judge(
  { key, condition }: Automated,
  world: World,
  { recalled, skip }: { readonly recalled: ReadonlyMap<AssetKey, Recalled>; readonly skip: boolean },
): Outcome {
  return attempt<Outcome>(
    () => {
      const scope = openScope(key, { world, recalled, trace: null });
      const value = intersect(
        evaluateNode(condition, { asset: key, dep: null, outer: null }, scope),
        world.spaces.of(key).all,
      );
      const companions = world.graph.companions.get(key) ?? [];
      const busy = [key, ...companions].map((each) => world.facts.of(each).inProgress).reduce(union, NONE);
      // What merely stays true was answered by the run it asked for, whatever became of that.
      const before = subtract(recalled.get(key)?.answered ?? NONE, updatedSince(key, world));
      const answered = scope.eventful ? NONE : intersect(before, value);
      const requested = skip ? NONE : subtract(subtract(value, answered), busy);
      const others = scope.freshening ? [...companions, ...world.tooOld(key)] : companions;
      return {
        value,
        requested,
        answered: union(answered, requested),
        state: scope.after,
        problem: null,
        lapse: scope.freshening ? (world.freshness(key)?.lapse ?? null) : null,
        brings: requested.length === 0 ? [] : others.map((each) => [each, slicesWith(each, { key, requested, world })]),
      };
    },
    (problem) => ({ ...FAILED, problem }),
  );
}

/** The same slices where they mean the same, else those of the newest window. */
function slicesWith(
  other: AssetKey,
  { key, requested, world }: { readonly key: AssetKey; readonly requested: Slices; readonly world: World },
): Slices {
  const { partitions, latest } = world.spaces.of(other);
  return partitions === world.spaces.of(key).partitions ? requested : latest;
}

function openScope(
  root: AssetKey,
  {
    world,
    recalled,
    trace,
  }: { world: World; recalled: ReadonlyMap<AssetKey, Recalled>; trace: EvaluatedCondition[] | null },
): Scope {
  const { initial = true, state = {} } = recalled.get(root) ?? {};
  return { world, root, initial, before: state, after: {}, eventful: false, freshening: false, trace };
}

function treeOf(
  { key, condition }: Automated,
  world: World,
  { recalled, outcome }: { readonly recalled: ReadonlyMap<AssetKey, Recalled>; readonly outcome: Outcome },
): EvaluatedCondition {
  const unread = { label: condition.label, value: false, of: [] };
  if (outcome.problem !== null) return { ...unread, detail: outcome.problem };
  const trace: EvaluatedCondition[] = [];
  evaluateNode(condition, { asset: key, dep: null, outer: null }, openScope(key, { world, recalled, trace }));
  const [tree = unread] = trace;
  const detail = withheld(key, { world, outcome });
  return detail === null ? tree : { ...tree, detail };
}

/** Why nothing is requested though the condition is true. */
function withheld(key: AssetKey, { world, outcome }: { world: World; outcome: Outcome }): string | null {
  if (outcome.value.length === 0 || outcome.requested.length > 0) return null;
  const busy = [key, ...(world.graph.companions.get(key) ?? [])].find(
    (each) => world.facts.of(each).inProgress.length > 0,
  );
  if (busy !== undefined) return `nothing is requested while ${busy} is being made`;
  return outcome.answered.length > 0
    ? 'a run was requested when it came true, and nothing has happened since'
    : 'nothing is requested for what came true while automation was off';
}

function isWorthTelling(before: AssetMemory | undefined, after: AssetMemory | undefined): boolean {
  if (after === undefined) return false;
  if (after.requested !== undefined || before?.condition !== after.condition) return true;
  return before?.problem !== after.problem || !isSameSet(before?.value ?? NONE, after.value ?? NONE);
}

/** What a condition cannot read is its own problem, not that of the others. */
function attempt<T>(work: () => T, failed: (problem: string) => T): T {
  try {
    return work();
  } catch (thrown) {
    return failed(thrown instanceof Error ? thrown.message : String(thrown));
  }
}
