// What conditions ask of the world, derived from what the store knows and from the runs under way.
import type { AssetKey, AssetNode, Materialization, StoredFacts } from '@headwater/graph';
import type { AssetFacts, AutomationFacts, PartitionFacts, Slices, Update } from './evaluation.ts';
import { NONE, WHOLE } from './slices.ts';

export interface FactsQuestion {
  readonly nodes: Iterable<AssetNode>;
  /** As `renamedFacts` gives them for the graph. */
  readonly stored: StoredFacts;
  /** Asked for and not over: waiting, or running. */
  readonly underWay: readonly RunUnderWay[];
  /** What a run set out to make, from the catalogue; null where it is not kept. */
  readonly plannedBy: (run: string) => readonly AssetKey[] | null;
  /** The asset's materialization in that run; null where it is not kept. */
  readonly madeBy: (key: AssetKey, run: string) => Materialization | null;
  readonly partitions?: (key: AssetKey) => PartitionFacts;
  readonly partitionsOf: AutomationFacts['partitionsOf'];
}

export interface RunUnderWay {
  readonly run: string;
  readonly assets: readonly AssetKey[];
  /** Of an asset with partitions: those it is going to make and has not made. */
  readonly slices?: (key: AssetKey) => Slices;
}

/** A snapshot: each asset is read once, when it is first asked for. */
export function automationFacts(question: FactsQuestion): AutomationFacts {
  const { stored, underWay, partitionsOf } = question;
  const nodes = new Map(Array.from(question.nodes, (node) => [node.key, node]));
  const runsOf = new Map<AssetKey, RunUnderWay[]>();
  for (const run of underWay)
    for (const key of run.assets) {
      const runs = runsOf.get(key) ?? [];
      runs.push(run);
      runsOf.set(key, runs);
    }
  const running = new Set(stored.running);
  const read = (key: AssetKey): AssetFacts => {
    const node = nodes.get(key);
    const made = own(node?.foreign === undefined ? stored.materializations : (stored.foreign ?? {}), key);
    const failure = own(stored.failures, key);
    const isFailed = failure !== undefined && (made === undefined || failure.seq > made.seq);
    const checks = Object.entries(own(stored.checks, key) ?? {}).map(([name, { passed, time }]) => [
      name,
      { passed, time: Date.parse(time) },
    ]);
    const facts = {
      update: node?.kind === 'external' && node.foreign === undefined ? observed(key, stored) : updateOf(made),
      failure: isFailed ? { run: failure.run, time: Date.parse(failure.time), message: failure.message } : null,
      checks: Object.fromEntries(checks),
    };
    if (node?.partitions !== undefined && question.partitions !== undefined) {
      const inProgress = (runsOf.get(key) ?? []).flatMap(({ slices }) => slices?.(key) ?? []);
      return { ...facts, inProgress, partitions: question.partitions(key) };
    }
    const isOver = ({ run }: RunUnderWay): boolean => made?.run === run || (isFailed && failure.run === run);
    const isUnderWay = running.has(key) || (runsOf.get(key) ?? []).some((run) => !isOver(run));
    return { ...facts, inProgress: isUnderWay ? WHOLE : NONE };
  };
  const plannedBy = remembered((run: string) => {
    const keys = question.plannedBy(run);
    return keys === null ? null : new Set(keys);
  });
  const madeBy = remembered((key: AssetKey) =>
    remembered((run: string) => updateOf(question.madeBy(key, run) ?? undefined)),
  );
  return {
    of: remembered(read),
    plannedBy,
    madeBy: (key, run) => madeBy(key)(run),
    partitionsOf,
  };
}

/** Materializations are never changed, and most are the same at each evaluation. */
const updates = new WeakMap<Materialization, Update>();

function updateOf(made: Materialization | undefined): Update | null {
  if (made === undefined) return null;
  const known = updates.get(made);
  if (known !== undefined) return known;
  const { seq, run, dataVersion } = made;
  const inputs = Object.fromEntries(Object.entries(made.inputs).map(([key, input]) => [key, input.run]));
  const update = { id: `${run} ${seq}`, seq, time: Date.parse(made.time), run, dataVersion, inputs };
  updates.set(made, update);
  return update;
}

/** The same word again is no update. */
function observed(key: AssetKey, { observations }: StoredFacts): Update | null {
  const said = own(observations, key);
  if (said === undefined) return null;
  const { dataVersion, run, time } = said;
  return { id: dataVersion, seq: null, time: Date.parse(time), run, dataVersion, inputs: {} };
}

function remembered<K, V>(read: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined || known.has(key)) return found as V; // Undefined only where that is what was read.
    const value = read(key);
    known.set(key, value);
    return value;
  };
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
