// The graph of the definitions that `materialize()` was handed: keys by key, by name in the record, or by the input that reaches them.
import { printKey, type AssetKey, type AssetNode, type CheckNode, type GraphDocument } from '@headwater/graph';
import {
  DEFINITION,
  type DefinitionsDescription,
  type Described,
  type Description,
  type NodeDescription,
} from 'headwater/internal';
import type { Binding, Place } from '../ipc.ts';
import type { BodyDescription } from '../worker/loaded-run.ts';
import { scheduleFacts, selectionOf, sensorFacts, timedFacts } from '../worker/timed-facts.ts';

export type Given = Readonly<Record<string, Described>>;

export interface GivenGraph {
  readonly document: GraphDocument;
  /** What a loaded bundle would be. */
  readonly modules: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly bindings: readonly Binding[];
  /** Of checks, by `asset\nname`. */
  readonly checks: ReadonlyMap<string, Place>;
  readonly definitions: DefinitionsDescription | null;
  readonly byKey: ReadonlyMap<AssetKey, Described<NodeDescription>>;
  /** Keys that were handed in, not reached. */
  readonly own: readonly AssetKey[];
}

/** @throws Error when two definitions come to one key. */
export function givenGraph(given: Given): GivenGraph {
  const entries = Object.entries(given);
  const nodes = new Map<NodeDescription, { readonly key: AssetKey; readonly value: Described<NodeDescription> }>();
  const byKey = new Map<AssetKey, Described<NodeDescription>>();
  // Those handed in first: a name in the record wins over the name of an input.
  const waiting: (readonly [name: string, value: Described])[] = [...entries];
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [name, value] = next;
    const description = value[DEFINITION];
    if (!isNode(description) || nodes.has(description)) continue;
    const key = description.key === null ? name : printKey(description.key);
    if (byKey.has(key))
      throw new Error(`Two definitions have the key \`${key}\`: give one of them a \`key\` of its own.`);
    const node = value as Described<NodeDescription>;
    nodes.set(description, { key, value: node });
    byKey.set(key, node);
    waiting.push(...reachedFrom(description, key));
  }
  const own = entries.flatMap(([, value]) => {
    const found = nodes.get(value[DEFINITION] as NodeDescription);
    return found ? [found.key] : [];
  });
  const keyOf = (definition: Described): AssetKey => nodes.get(definition[DEFINITION] as NodeDescription)?.key ?? '?';
  const checks = checkNodes({ entries, nodes, keyOf });
  const assets = [...nodes].map(([description, { key }]) => assetNode(description, { key, keyOf, checks }));
  const definitions = entries.map(([, value]) => value[DEFINITION]).find((each) => each.type === 'definitions') ?? null;
  const jobs = entries.flatMap(([, value]) => {
    const description = value[DEFINITION];
    if (description.type !== 'job') return [];
    const { name, selection } = description;
    return [{ name, selection: selectionOf(selection, keyOf), ...NOWHERE }];
  });
  const schedules = entries.flatMap(([exportName, { [DEFINITION]: each }]) =>
    each.type === 'schedule' ? [{ ...scheduleFacts(each, keyOf), ...NOWHERE, exportName }] : [],
  );
  const sensors = entries.flatMap(([exportName, { [DEFINITION]: each }]) =>
    each.type === 'sensor' ? [{ ...sensorFacts(each, keyOf), ...NOWHERE, exportName }] : [],
  );
  return {
    document: { version: 1, assets, checks, jobs, definitions: null, schedules, sensors, problems: [] },
    modules: {
      given,
      nodes: Object.fromEntries([...nodes.values()].map(({ key, value }) => [key, value])),
    },
    bindings: [...nodes.values()].map(({ key }) => ({ asset: key, module: 'nodes', exportName: key })),
    checks: new Map(
      checks.flatMap(({ asset, name, exportName }) =>
        exportName === null ? [] : [[`${asset}\n${name}`, { module: 'given', exportName }] as const],
      ),
    ),
    definitions,
    byKey,
    own,
  };
}

const NOWHERE = { file: '', line: 0, column: 0 } as const;

function checkNodes({
  entries,
  nodes,
  keyOf,
}: {
  entries: readonly (readonly [string, Described])[];
  nodes: ReadonlyMap<NodeDescription, { readonly key: AssetKey }>;
  keyOf: (definition: Described) => AssetKey;
}): CheckNode[] {
  const declared = [...nodes].flatMap(([description, { key }]) =>
    description.checks.map((check): CheckNode => ({
      asset: key,
      ...check,
      blocks: null,
      exportName: null,
      ...NOWHERE,
    })),
  );
  const apart = entries.flatMap(([exportName, value]): CheckNode[] => {
    const description = value[DEFINITION];
    if (description.type !== 'check') return [];
    const { asset, name, blocking, blocks, severity } = description;
    const blocked = blocks === null ? null : blocks.map(keyOf);
    return [
      { asset: keyOf(asset), name: name ?? exportName, blocking, blocks: blocked, severity, exportName, ...NOWHERE },
    ];
  });
  return [...declared, ...apart];
}

function assetNode(
  description: NodeDescription,
  of: { key: AssetKey; keyOf: (definition: Described) => AssetKey; checks: readonly CheckNode[] },
): AssetNode {
  const { key, keyOf, checks } = of;
  const body = bodyOf(description);
  const multi = body?.type === 'multi' ? body : null;
  const outputs = multi ? Object.values(multi.outputs).map(keyOf).sort() : [];
  return {
    key,
    kind: description.type === 'output' ? 'multi' : description.type,
    step: outputs[0] ?? key,
    inputs: Object.fromEntries(Object.entries(body?.inputs ?? {}).map(([name, each]) => [name, keyOf(each)])),
    deps: (body?.deps ?? []).map(keyOf),
    group: description.group ?? 'default',
    kinds: description.kinds,
    tags: description.tags,
    owners: description.owners,
    description: description.description,
    ...NOWHERE,
    range: { startLine: 0, startColumn: 0, endLine: 0, endColumn: 0 },
    exportName: key,
    io: description.io,
    checks: checks.filter(({ asset }) => asset === key).map(({ name }) => name),
    codeVersion: null,
    ...timedFacts(description, { body, keyOf }),
    ...(description.type === 'output' && { output: description.name, canSubset: multi?.canSubset ?? false }),
  };
}

function bodyOf(description: NodeDescription): BodyDescription | null {
  if (description.type === 'external') return null;
  return description.type === 'output' ? description.multi() : description;
}

/** What a node leads to by reference, under the names it gives. */
function reachedFrom(description: NodeDescription, key: AssetKey): [string, Described][] {
  const body = bodyOf(description);
  if (!body) return [];
  return [
    ...(body.type === 'multi' ? Object.entries(body.outputs) : []),
    ...Object.entries(body.inputs),
    ...body.deps.map((upstream, i): [string, Described] => [`${key}.deps[${i}]`, upstream]),
  ];
}

function isNode(description: Description): description is NodeDescription {
  return ['asset', 'graph', 'output', 'external'].includes(description.type);
}
