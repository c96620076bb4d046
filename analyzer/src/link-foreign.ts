// Makes the external nodes that stand for what other projects of the workspace declare and this one reads.
import { posix } from 'node:path';
import type { AssetKey, AssetNode } from '@headwater/graph';
import { callShape } from './call-shape.ts';
import { stepFacts } from './folded-words.ts';
import { linkInputs } from './link-inputs.ts';
import { linkNode } from './link-node.ts';
import type { LinkedAsset } from './linked.ts';
import { keyOf, ownKeyOf } from './upstream.ts';
import type { DeclaredNode, FileQuestion, ForeignRead, LinkQuestion } from './upstream.ts';

/** How far the inputs of other projects are followed to see whether they come back to this one. */
const MOST_FOLLOWED = 500;

export function linkForeign(question: FileQuestion, reads: readonly ForeignRead[]): LinkedAsset[] {
  const linked = new Map<string, LinkedAsset>();
  for (const read of reads) {
    const node = foreignNode(question, read);
    if (node !== null && !linked.has(node.id)) linked.set(node.id, node);
  }
  return [...linked.values()];
}

function foreignNode(question: FileQuestion, read: ForeignRead): LinkedAsset | null {
  const { world, relative } = question;
  const { node: declared, crossing } = read;
  const project = world.foreign(declared.file);
  const key = ownKeyOf(world, declared);
  if (project === null || crossing === null || key.kind !== 'key') return null;
  const there = inItsFile(question, read, []);
  const { partitions } = stepFacts({ ...there, options: callShape(declared).options, unreadable: [] });
  const linked = linkNode(there, declared, {
    kind: 'external',
    body: null,
    code: { version: null, parts: new Map() },
    inputs: {},
    deps: [],
    edges: new Map(),
    places: null,
    mappings: null,
    automationPlace: null,
    step: { ...(partitions && { partitions }) },
    unreadable: [],
  });
  if (linked === null) return null;
  // How fresh it must be is for its own project to say.
  const { codeVersion, renamedFrom, freshness: _freshness, ...node } = linked.node;
  const { file, module, name } = crossing;
  return {
    ...linked,
    node: {
      ...node,
      checks: [],
      codeVersion,
      ...(renamedFrom && { renamedFrom: renamedFrom.map((each) => `${project.name}:${each}`) }),
      foreign: {
        project: project.name,
        root: posix.relative(rootOf(question), project.root),
        key: key.key,
        kind: kindOf(declared),
        imported: { file: relative(file), module, name },
      },
    },
    // Which resource keeps it is for its own project to say.
    ioPlace: null,
    former: [],
    checks: [],
    returned: [],
    comesBackTo: ownUpstream(question, read),
  };
}

function kindOf({ factory, output }: DeclaredNode): AssetNode['kind'] {
  if (output !== null) return 'multi';
  return factory === 'externalAsset' ? 'external' : factory === 'graphAsset' ? 'graph' : 'asset';
}

function rootOf({ path, file }: FileQuestion): string {
  return path.slice(0, path.length - file.length - 1);
}

/** Its own file, where its own problems are told by its own project. */
function inItsFile(question: FileQuestion, { node }: ForeignRead, foreign: ForeignRead[]): LinkQuestion {
  const { world, relative } = question;
  return { world, relative, path: node.file, file: relative(node.file), report: () => undefined, foreign };
}

/** Assets of this project that the other one reads again, directly or by others: a circle across projects. */
function ownUpstream(question: FileQuestion, read: ForeignRead): AssetKey[] {
  const found = new Set<AssetKey>();
  const pending = [read];
  const seen = new Set<AssetKey>();
  for (const each of pending) {
    const key = keyOf(question.world, each.node);
    if (key.kind !== 'key' || seen.has(key.key) || seen.size >= MOST_FOLLOWED) continue;
    seen.add(key.key);
    const foreign: ForeignRead[] = [];
    const { inputs, deps } = linkInputs(inItsFile(question, each, foreign), callShape(each.node).options, []);
    const away = new Set(
      foreign.flatMap(({ node }) => keyOf(question.world, node)).map((one) => ('key' in one ? one.key : '')),
    );
    for (const upstream of [...Object.values(inputs), ...deps]) if (!away.has(upstream)) found.add(upstream);
    pending.push(...foreign);
  }
  return [...found];
}
