// What evaluations need of a graph and its conditions, worked out once for each state of the source.
import { createHash } from 'node:crypto';
import { readCron, type Cron } from '@headwater/calendar';
import { directUpstream, parseSelection, select, topologicalOrder } from '@headwater/graph';
import type { AssetKey, AssetNode } from '@headwater/graph';
import { compileCondition, type ConditionNode, type Tick } from './compile-condition.ts';
import type { AutomationQuestion } from './evaluation.ts';

export interface PreparedGraph {
  readonly nodes: ReadonlyMap<AssetKey, AssetNode>;
  /** Edges to assets of the graph only. */
  readonly upstream: ReadonlyMap<AssetKey, readonly AssetKey[]>;
  /** Those with a condition, upstream first. */
  readonly automated: readonly Automated[];
  readonly conditions: ReadonlyMap<AssetKey, Automated>;
  /** Those whose updates are remembered: with a condition, or read by one that has. */
  readonly watched: readonly AssetKey[];
  /** Assets that are joined by edges, whatever their direction, have the same number. */
  readonly islands: ReadonlyMap<AssetKey, number>;
  /** What is never made without this one: other outputs of its body. */
  readonly companions: ReadonlyMap<AssetKey, readonly AssetKey[]>;
  readonly isExternal: (key: AssetKey) => boolean;
  /** Throws a sentence where it cannot be read. */
  readonly cron: (tick: Tick) => Cron;
  /** Throws a sentence where the selection cannot be read. */
  readonly selected: (selection: string) => ReadonlySet<AssetKey>;
}

export interface Automated {
  readonly key: AssetKey;
  readonly condition: ConditionNode;
  /** Equal as long as the condition and the partitions are. */
  readonly identity: string;
}

type Graph = AutomationQuestion['graph'];

const prepared = new WeakMap<Graph['assets'], { readonly of: Graph; readonly graph: PreparedGraph }>();

export function prepareGraph(graph: Graph): PreparedGraph {
  const known = prepared.get(graph.assets);
  const named = ['jobs', 'schedules', 'sensors'] as const;
  if (known && named.every((each) => known.of[each] === graph[each])) return known.graph;
  const made = prepare(graph);
  prepared.set(graph.assets, { of: graph, graph: made });
  return made;
}

function prepare({ assets, jobs, schedules = [], sensors = [] }: Graph): PreparedGraph {
  const nodes = new Map(assets.map((node) => [node.key, node]));
  const upstream = new Map(assets.map((node) => [node.key, directUpstream(node).filter((key) => nodes.has(key))]));
  const conditions = new Map<AssetKey, Automated>();
  for (const key of topologicalOrder(assets)) {
    const node = nodes.get(key);
    if (node?.automation === undefined || node.kind === 'external') continue;
    const condition = compileCondition(node.automation);
    conditions.set(key, { key, condition, identity: identityOf(node) });
  }
  const automated = [...conditions.values()];
  const watched = new Set(automated.flatMap(({ key, condition }) => readBy(key, condition, upstream)));
  const crons = new Map<string, Cron>();
  const selections = new Map<string, ReadonlySet<AssetKey>>();
  return {
    nodes,
    upstream,
    automated,
    conditions,
    watched: [...watched],
    islands: findIslands(upstream),
    companions: findCompanions(assets),
    isExternal: (key) => nodes.get(key)?.kind === 'external',
    cron: ({ cron, timezone }) => {
      const name = JSON.stringify([cron, timezone]);
      const known = crons.get(name);
      if (known !== undefined) return known;
      const reading = readCron(cron, timezone);
      if (!reading.ok) throw new Error(`The cron '${cron}' cannot be read: ${reading.message}`);
      crons.set(name, reading.cron);
      return reading.cron;
    },
    selected: (text) => {
      const known = selections.get(text);
      if (known !== undefined) return known;
      const selection = parseSelection(text);
      if ('message' in selection)
        throw new Error(`The selection ${JSON.stringify(text)} cannot be read: ${selection.message}`);
      const keys = new Set(select(assets, selection, { jobs, schedules, sensors }).keys);
      selections.set(text, keys);
      return keys;
    },
  };
}

function identityOf({ automation, partitions }: AssetNode): string {
  return createHash('sha256')
    .update(JSON.stringify([automation, partitions]))
    .digest('hex')
    .slice(0, 16);
}

/** Itself, and as far up as its condition asks. */
function readBy(key: AssetKey, condition: ConditionNode, upstream: PreparedGraph['upstream']): AssetKey[] {
  const read = new Set([key]);
  let edge = [key];
  for (let depth = depthOf(condition); depth > 0; depth--) {
    edge = edge.flatMap((each) => upstream.get(each) ?? []).filter((each) => !read.has(each));
    for (const each of edge) read.add(each);
  }
  return [...read];
}

function depthOf(node: ConditionNode): number {
  switch (node.op) {
    case 'and':
    case 'or':
      return Math.max(0, ...node.of.map(depthOf));
    case 'since':
      return Math.max(depthOf(node.of), depthOf(node.until));
    case 'eachDep':
      return 1 + depthOf(node.of);
    case 'not':
    case 'newlyTrue':
    case 'sinceHandled':
    case 'held':
    case 'match':
      return depthOf(node.of);
    default:
      return 0;
  }
}

function findIslands(upstream: PreparedGraph['upstream']): Map<AssetKey, number> {
  const parent = new Map<AssetKey, AssetKey>();
  const rootOf = (key: AssetKey): AssetKey => {
    let root = key;
    for (let next = parent.get(root); next !== undefined && next !== root; next = parent.get(root)) root = next;
    for (let at = key; at !== root;) {
      const next = parent.get(at) ?? root;
      parent.set(at, root);
      at = next;
    }
    return root;
  };
  for (const [key, above] of upstream) for (const each of above) parent.set(rootOf(key), rootOf(each));
  const numbers = new Map<AssetKey, number>();
  const islands = new Map<AssetKey, number>();
  for (const key of upstream.keys()) {
    const root = rootOf(key);
    const number = numbers.get(root) ?? numbers.size;
    numbers.set(root, number);
    islands.set(key, number);
  }
  return islands;
}

function findCompanions(assets: readonly AssetNode[]): Map<AssetKey, readonly AssetKey[]> {
  const steps = new Map<string, AssetKey[]>();
  for (const { kind, canSubset, step, key } of assets) {
    if (kind !== 'multi' || canSubset === true) continue;
    const outputs = steps.get(step) ?? [];
    outputs.push(key);
    steps.set(step, outputs);
  }
  const companions = new Map<AssetKey, readonly AssetKey[]>();
  for (const outputs of steps.values())
    for (const key of outputs)
      companions.set(
        key,
        outputs.filter((each) => each !== key),
      );
  return companions;
}
