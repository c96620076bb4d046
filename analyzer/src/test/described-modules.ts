// What loaded modules describe: nodes under the names they are exported by, their checks, the jobs.
import { DEFINITION } from 'headwater/internal';
import type {
  CheckDescription,
  Described,
  Description,
  MultiDescription,
  NodeDescription,
  StepFacts,
  TargetDescription,
} from 'headwater/internal';
import type { DescribedCheck, DescribedGraph, DescribedNode } from '../disagreements.ts';

type Modules = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

export interface Told {
  /** A module knows its exports only, so consts that are exported by another name are told here. */
  readonly constNames: Readonly<Record<string, string>>;
  /** What other projects declare, by the key it has here. */
  readonly elsewhere: ReadonlyMap<string, unknown>;
}

export function describeModules(modules: Modules, { constNames, elsewhere }: Told): DescribedGraph {
  const exported = [...modules.values()].flatMap((module) =>
    Object.entries(module).flatMap(([name, value]) =>
      isDescribed(value) ? [[constNames[name] ?? name, value] as const] : [],
    ),
  );
  const names = new Map<Description, string>();
  const bind = (description: Description, name: string): void => {
    if (!names.has(description)) names.set(description, name);
  };
  for (const [name, value] of exported) bind(value[DEFINITION], name);
  // Outputs that are exported on their own have that name; those of a multi-asset kept whole their own.
  for (const [, value] of exported) {
    const description = value[DEFINITION];
    if (description.type === 'multi')
      for (const [output, node] of Object.entries(description.outputs)) bind(node[DEFINITION], output);
  }
  const foreign = new Map<Description, string>(
    [...elsewhere].flatMap(([key, value]) => (isDescribed(value) ? [[value[DEFINITION], key] as const] : [])),
  );
  const keyOf = (value: Described<NodeDescription>): string =>
    foreign.get(value[DEFINITION]) ?? value[DEFINITION].key?.join('/') ?? names.get(value[DEFINITION]) ?? '?';
  const all = [...names.keys()].filter((each) => !foreign.has(each));
  const definitions = all.find((each) => each.type === 'definitions') ?? null;
  const named = definitions?.assets == null ? null : Object.values(definitions.assets).map((each) => each[DEFINITION]);
  const checks = all.filter((each) => each.type === 'check');
  const nodes = all
    .filter(isNode)
    .filter((node) => named === null || named.includes(node))
    .map((node) => describedNode({ node, keyOf, checks, names }));
  const jobs = [
    ...all.filter((each) => each.type === 'job'),
    ...(definitions?.jobs.map((each) => each[DEFINITION]) ?? []),
  ];
  const schedules = [
    ...all.filter((each) => each.type === 'schedule'),
    ...(definitions?.schedules.map((each) => each[DEFINITION]) ?? []),
  ];
  const sensors = [
    ...all.filter((each) => each.type === 'sensor'),
    ...(definitions?.sensors.map((each) => each[DEFINITION]) ?? []),
  ];
  const selectionOf = (target: TargetDescription): string => {
    if (typeof target === 'string') return target;
    if (DEFINITION in target) return `job:"${target[DEFINITION].name}"`;
    return target.map((each) => `key:"${keyOf(each)}"`).join(' or ');
  };
  const external = [...foreign.keys()].filter(isNode).map((node): DescribedNode => {
    const { group, kinds, tags, owners, io } = node;
    const key = keyOf({ [DEFINITION]: node });
    return {
      key,
      kind: 'external',
      inputs: {},
      deps: [],
      group: group ?? 'default',
      kinds,
      tags,
      owners,
      io,
      ...timedFacts(
        { ...node, freshness: null },
        { step: stepOf(node) && { ...NOTHING, partitions: stepOf(node)?.partitions ?? null }, keyOf },
      ),
      checks: [],
    };
  });
  return {
    nodes: [...nodes, ...external],
    jobs: [...new Set(jobs.map(({ name }) => name))],
    schedules: [...new Set(schedules)].map(({ name, target, cron, timezone, run }) => ({
      name,
      selection: selectionOf(target),
      cron,
      timezone,
      hasBody: run !== null,
    })),
    sensors: [...new Set(sensors)].map(({ name, target, minimumIntervalMs }) => ({
      name,
      selection: selectionOf(target),
      minimumIntervalMs,
    })),
  };
}

function describedNode(of: {
  readonly node: NodeDescription;
  readonly keyOf: (value: Described<NodeDescription>) => string;
  readonly checks: readonly CheckDescription[];
  readonly names: ReadonlyMap<Description, string>;
}): DescribedNode {
  const { node, keyOf, checks, names } = of;
  const step = stepOf(node);
  const apart = checks
    .filter(({ asset }) => asset[DEFINITION] === node)
    .map((check): DescribedCheck => ({
      name: check.name ?? names.get(check) ?? '?',
      blocking: check.blocking,
      severity: check.severity,
    }));
  return {
    key: keyOf({ [DEFINITION]: node }),
    kind: node.type === 'output' ? 'multi' : node.type,
    inputs: Object.fromEntries(Object.entries(step?.inputs ?? {}).map(([name, value]) => [name, keyOf(value)])),
    deps: (step?.deps ?? []).map(keyOf),
    group: node.group ?? 'default',
    kinds: node.kinds,
    tags: node.tags,
    owners: node.owners,
    io: node.io,
    renamedFrom: node.renamedFrom,
    ...(node.columns !== null && { columns: node.columns }),
    ...timedFacts(node, { step, keyOf }),
    checks: [...node.checks, ...apart],
  };
}

type Timed = Pick<StepFacts, 'partitions' | 'mappings' | 'automation' | 'backfill'>;

const NOTHING: Timed = { partitions: null, mappings: [], automation: null, backfill: null };

/** `step` null: nothing makes it. */
function timedFacts(
  node: NodeDescription,
  { step, keyOf }: { readonly step: Timed | null; readonly keyOf: (value: Described<NodeDescription>) => string },
): Pick<DescribedNode, 'partitions' | 'mappings' | 'automation' | 'freshness' | 'backfill'> {
  const partitions = step?.partitions ?? (node.type === 'external' ? node.partitions : null);
  const { mappings, automation, backfill } = step ?? NOTHING;
  return {
    ...(partitions && { partitions }),
    ...(mappings.length > 0 && {
      mappings: Object.fromEntries(mappings.map(({ asset, mapping }) => [keyOf(asset), mapping])),
    }),
    ...(automation && { automation }),
    ...(node.freshness && { freshness: node.freshness }),
    ...(backfill && { backfill }),
  };
}

function stepOf(node: NodeDescription): StepFacts | MultiDescription | null {
  if (node.type === 'external') return null;
  return node.type === 'output' ? node.multi() : node;
}

function isNode(description: Description): description is NodeDescription {
  return ['asset', 'graph', 'output', 'external'].includes(description.type);
}

function isDescribed(value: unknown): value is Described {
  return (typeof value === 'function' || typeof value === 'object') && value !== null && DEFINITION in value;
}
