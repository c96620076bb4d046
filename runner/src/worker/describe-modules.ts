// Says what the loaded modules describe, in the words of the graph: what `headwater check --run-time` compares with the source.
import { printKey, type AssetKey } from '@headwater/graph';
import {
  DEFINITION,
  type CheckDescription,
  type Described,
  type NodeDescription,
  type ScheduleDescription,
  type SensorDescription,
} from 'headwater/internal';
import type { DescribedModules, DescribedNode } from '../protocol.ts';
import type { BodyDescription, LoadedRun } from './loaded-run.ts';
import { scheduleFacts, sensorFacts, timedFacts } from './timed-facts.ts';

export type DescribedDefinitions = Pick<DescribedModules, 'nodes' | 'jobs' | 'schedules' | 'sensors'>;

export function describeModules(loaded: LoadedRun): DescribedDefinitions {
  const keys = new Map<unknown, AssetKey>();
  const nodes: (readonly [AssetKey, NodeDescription])[] = [];
  const checks: (readonly [name: string, check: CheckDescription])[] = [];
  const foreign = loaded
    .bound()
    .flatMap(([key, node]) => (loaded.foreign(key) !== null && isNode(node) ? [[key, node] as const] : []));
  for (const [key, node] of foreign) keys.set(node, key);
  const jobs = new Set((loaded.definitions?.jobs ?? []).map((job) => job[DEFINITION].name));
  const schedules = new Set((loaded.definitions?.schedules ?? []).map((each): ScheduleDescription => each[DEFINITION]));
  const sensors = new Set((loaded.definitions?.sensors ?? []).map((each): SensorDescription => each[DEFINITION]));
  for (const [name, definition] of loaded.exported()) {
    const description = definition[DEFINITION];
    // A barrel exports it once more.
    if (keys.has(description)) continue;
    keys.set(description, name);
    if (description.type === 'job') jobs.add(description.name);
    if (description.type === 'schedule') schedules.add(description);
    if (description.type === 'sensor') sensors.add(description);
    if (description.type === 'check') checks.push([name, description]);
    if (!isNode(description)) continue;
    const key = description.key === null ? (loaded.keyOf(definition) ?? name) : printKey(description.key);
    keys.set(description, key);
    nodes.push([key, description]);
  }
  const keyOf = (upstream: Described): AssetKey => keys.get(upstream[DEFINITION]) ?? '(not exported)';
  const chosen = loaded.definitions?.assets;
  const named = chosen && new Set(Object.values(chosen).map(keyOf));
  return {
    jobs: [...jobs],
    schedules: [...schedules].map((each) => scheduleFacts(each, keyOf)),
    sensors: [...sensors].map((each) => sensorFacts(each, keyOf)),
    nodes: [
      ...nodes
        .filter(([key]) => !named || named.has(key))
        .map(([key, node]): DescribedNode => {
          const body = bodyOf(node);
          const apart = checks.filter(([, check]) => keyOf(check.asset) === key);
          return {
            key,
            kind: node.type === 'output' ? 'multi' : node.type,
            inputs: Object.fromEntries(Object.entries(body?.inputs ?? {}).map(([name, each]) => [name, keyOf(each)])),
            deps: (body?.deps ?? []).map(keyOf),
            group: node.group ?? 'default',
            kinds: node.kinds,
            tags: node.tags,
            owners: node.owners,
            io: node.io,
            renamedFrom: node.renamedFrom,
            ...(node.columns !== null && { columns: node.columns }),
            ...timedFacts(node, { body, keyOf }),
            checks: [...node.checks, ...apart.map(([name, check]) => ({ ...check, name: check.name ?? name }))].map(
              ({ name, blocking, severity }) => ({ name, blocking, severity }),
            ),
          };
        }),
      ...foreign.map(([key, node]) => externalNode(key, node)),
    ],
  };
}

/** What another project makes: here it is only read. */
function externalNode(key: AssetKey, node: NodeDescription): DescribedNode {
  const { group, kinds, tags, owners, io } = node;
  const { partitions } = timedFacts(node, { body: bodyOf(node), keyOf: () => key });
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
    renamedFrom: [],
    ...(partitions && { partitions }),
    checks: [],
  };
}

function bodyOf(node: NodeDescription): BodyDescription | null {
  if (node.type === 'external') return null;
  return node.type === 'output' ? node.multi() : node;
}

function isNode(description: Described[typeof DEFINITION]): description is NodeDescription {
  return ['asset', 'graph', 'output', 'external'].includes(description.type);
}
