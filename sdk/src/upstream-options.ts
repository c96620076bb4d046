// Checks what an asset names as upstream: inputs and deps, as which type and from which partitions they are wanted.
import {
  DEFINITION,
  type Described,
  type NodeDescription,
  type StepFacts,
  type UpstreamMapping,
} from './definition.ts';
import { describeValue } from './describe-value.ts';
import { isKind, isNode, isRecord, nameOfKind } from './described.ts';
import { problem, wrong } from './option-problem.ts';
import type { MappingFacts } from './partition-facts.ts';

/** One input or dep. */
interface Upstream {
  readonly what: string;
  readonly node: Described<NodeDescription>;
  readonly mapping: MappingFacts | null;
  readonly type: string | null;
}

export function readUpstream(
  given: Readonly<Record<string, unknown>>,
  of: string,
): Pick<StepFacts, 'inputs' | 'loadAs' | 'deps' | 'mappings'> {
  const { inputs = {}, deps = [] } = given;
  if (!isRecord(inputs)) throw wrong(of, 'inputs', { is: 'an object of assets, such as { orders }', got: inputs });
  if (!Array.isArray(deps)) throw wrong(of, 'deps', { is: 'an array of assets, such as [orders]', got: deps });
  const loaded = Object.entries(inputs).map(
    ([name, value]) => [name, readOne(value, { of, what: `input ${JSON.stringify(name)}` })] as const,
  );
  const ordered = deps.map((value: unknown, index) => readOne(value, { of, what: `deps[${index}]` }));
  return {
    inputs: Object.freeze(Object.fromEntries(loaded.map(([name, { node }]) => [name, node]))),
    loadAs: Object.freeze(
      Object.fromEntries(loaded.flatMap(([name, { type }]) => (type === null ? [] : [[name, type]]))),
    ),
    deps: Object.freeze([...new Set(ordered.map(({ node }) => node))]),
    mappings: mappingsOf([...loaded.map(([, each]) => each), ...ordered], of),
  };
}

function readOne(value: unknown, { of, what }: { readonly of: string; readonly what: string }): Upstream {
  if (isKind(value, 'loaded-as'))
    return { what, node: value[DEFINITION].asset, mapping: null, type: value[DEFINITION].dataType };
  if (isKind(value, 'from-partitions')) {
    const { asset: node, mapping, dataType: type } = value[DEFINITION];
    return { what, node, mapping, type };
  }
  return { what, node: readNode(value, { of, what }), mapping: null, type: null };
}

/** An edge of the lineage has one mapping, however often the body names the asset. */
function mappingsOf(upstream: readonly Upstream[], of: string): readonly UpstreamMapping[] {
  const said = new Map<NodeDescription, Upstream>();
  for (const each of upstream) {
    const first = said.get(each.node[DEFINITION]);
    if (first === undefined) said.set(each.node[DEFINITION], each);
    else if (JSON.stringify(first.mapping) !== JSON.stringify(each.mapping))
      throw problem(
        of,
        `${first.what} and ${each.what} name one asset with different partitions; give both the same mapping.`,
      );
  }
  return Object.freeze(
    [...said.values()].flatMap(({ node: asset, mapping }) =>
      mapping === null ? [] : [Object.freeze({ asset, mapping })],
    ),
  );
}

/** Assets in a list, each once. */
export function readNodes(
  nodes: unknown,
  { of, option }: { readonly of: string; readonly option: string },
): readonly Described<NodeDescription>[] {
  if (nodes === undefined) return Object.freeze([]);
  if (!Array.isArray(nodes)) throw wrong(of, option, { is: 'an array of assets, such as [orders]', got: nodes });
  const read = nodes.map((value: unknown, index) => readNode(value, { of, what: `${option}[${index}]` }));
  return Object.freeze([...new Set(read)]);
}

/** One asset, external asset or output of a multi-asset. */
export function readNode(
  value: unknown,
  { of, what }: { readonly of: string; readonly what: string },
): Described<NodeDescription> {
  if (isNode(value)) return value;
  if (isKind(value, 'multi'))
    throw problem(of, `${what} is a whole multi-asset. Name one of its outputs, as in extract.users.`);
  const advice =
    value === undefined
      ? 'Is it exported under that name? Two files that import each other’s assets also give undefined: move one of the assets.'
      : 'Hand in the asset itself, as asset(…) returned it.';
  throw problem(of, `${what} is not an asset but ${nameOfKind(value) ?? describeValue(value)}. ${advice}`);
}
