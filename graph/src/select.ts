// Which assets of a graph a selection means.
import { jobBook, type JobBook } from './job-book.ts';
import type { AssetKey, AssetNode, NamedSelection } from './model.ts';
import { nearestName } from './nearest-name.ts';
import type { AttributeSelection, Selection } from './selection.ts';
import type { StatusName } from './status-model.ts';
import { type Lineage, lineageOf, reach } from './walk.ts';

export interface Selected {
  /** In the order of the given nodes. */
  readonly keys: readonly AssetKey[];
  /** Sentences about names that nothing in the graph has: they select nothing, which is rarely meant. */
  readonly warnings: readonly string[];
}

export interface SelectOptions {
  /** Answers `status:`. Where statuses are not at hand, leave it out and `status:` selects nothing, with a warning. */
  readonly statusOf?: (key: AssetKey) => StatusName | undefined;
  /** The jobs that `job:` names. */
  readonly jobs?: readonly NamedSelection[];
}

export function select(
  nodes: Iterable<AssetNode>,
  selection: Selection,
  { statusOf, jobs = [] }: SelectOptions = {},
): Selected {
  const byKey = new Map(Array.from(nodes, (node) => [node.key, node]));
  let lineage: Lineage | null = null;
  const warnings = new Set<string>();
  const warn = (sentence: string): void => void warnings.add(sentence);
  const chosen = evaluate(selection, {
    nodes: byKey,
    // Most selections walk nowhere.
    lineage: () => (lineage ??= lineageOf(byKey.values())),
    statusOf,
    jobs: jobBook(jobs),
    warn,
  });
  return { keys: [...byKey.keys()].filter((key) => chosen.has(key)), warnings: [...warnings] };
}

interface Question {
  readonly nodes: Lineage['nodes'];
  readonly lineage: () => Lineage;
  readonly statusOf: ((key: AssetKey) => StatusName | undefined) | undefined;
  readonly jobs: JobBook;
  readonly warn: (sentence: string) => void;
}

function evaluate(selection: Selection, question: Question): ReadonlySet<AssetKey> {
  const { nodes, lineage } = question;
  switch (selection.kind) {
    case 'all':
      return new Set(nodes.keys());
    case 'attribute':
      return selection.name === 'job'
        ? ofJob(selection.value, question)
        : matching({ ...selection, name: selection.name }, question);
    case 'roots':
      return withoutReached(evaluate(selection.of, question), lineage().downstream);
    case 'sinks':
      return withoutReached(evaluate(selection.of, question), lineage().upstream);
    case 'traversal': {
      const start = evaluate(selection.of, question);
      const { upstream, downstream } = lineage();
      return new Set([...reach(upstream, start, selection.up), ...reach(downstream, start, selection.down)]);
    }
    case 'not':
      return without(nodes.keys(), evaluate(selection.of, question));
    case 'and':
      return selection.of
        .map((each) => evaluate(each, question))
        .reduce((left, right) => new Set([...left].filter((key) => right.has(key))));
    case 'or':
      return new Set(selection.of.flatMap((each) => [...evaluate(each, question)]));
  }
}

/** A job's assets are those its own selection means now; `<null>`: the assets of no job. */
function ofJob(name: string | null, question: Question): ReadonlySet<AssetKey> {
  const { jobs, nodes, warn } = question;
  if (name === null)
    return without(nodes.keys(), new Set([...jobs.names].flatMap((each) => [...ofJob(each, question)])));
  const known = jobs.assets.get(name);
  if (known !== undefined) return known;
  const selection = jobs.read(name);
  if (selection.kind === 'problem') {
    warn(selection.message);
    return new Set();
  }
  const found = evaluate(selection, { ...question, warn: (sentence) => warn(`job "${name}": ${sentence}`) });
  jobs.assets.set(name, found);
  return found;
}

function without(keys: Iterable<AssetKey>, others: ReadonlySet<AssetKey>): ReadonlySet<AssetKey> {
  return new Set([...keys].filter((key) => !others.has(key)));
}

/** Those of the set that no other one of it leads to, on whatever way through the graph. */
function withoutReached(
  set: ReadonlySet<AssetKey>,
  edges: ReadonlyMap<AssetKey, readonly AssetKey[]>,
): ReadonlySet<AssetKey> {
  const neighbours = [...set].flatMap((key) => (edges.get(key) ?? []).filter((each) => each !== key));
  return without(set, reach(edges, neighbours));
}

/** Attributes whose values stand in the node. */
type ByNode = Exclude<AttributeSelection['name'], 'status' | 'job'>;

function matching(
  attribute: AttributeSelection & { readonly name: ByNode | 'status' },
  { nodes: byKey, statusOf, warn }: Question,
): ReadonlySet<AssetKey> {
  const { name, value, tagValue } = attribute;
  const nodes = [...byKey.values()];
  if (name === 'status' && statusOf === undefined) {
    warn(`status:${value ?? ''} selects nothing here: what is stored is not known`);
    return new Set();
  }
  const test =
    name === 'key' && value !== null && value.includes('*') ? wildcard(value) : (each: string) => each === value;
  const keys = nodes
    .filter((node) => {
      if (name === 'tag' && tagValue !== undefined)
        return value !== null && Object.hasOwn(node.tags, value) && node.tags[value] === tagValue;
      const values = name === 'status' ? [statusOf?.(node.key) ?? 'unknown'] : valuesOf(node, name);
      return value === null ? values.length === 0 : values.some(test);
    })
    .map((node) => node.key);
  if (keys.length === 0 && name !== 'status' && value !== null && nodes.length > 0)
    warn(nothingHas({ name, value, tagValue, nodes }));
  return new Set(keys);
}

function valuesOf(node: AssetNode, name: ByNode): readonly string[] {
  switch (name) {
    case 'key':
      return [node.key];
    case 'group':
      return [node.group];
    case 'kind':
      return node.kinds;
    case 'tag':
      return Object.keys(node.tags);
    case 'owner':
      return node.owners;
    case 'is':
      return [node.kind];
  }
}

function nothingHas(searched: {
  readonly name: ByNode;
  readonly value: string;
  readonly tagValue: string | undefined;
  readonly nodes: readonly AssetNode[];
}): string {
  const { name, value, tagValue, nodes } = searched;
  if (name === 'is') return `no asset of this project is ${value}`;
  const what = tagValue === undefined ? `${name} "${value}"` : `tag "${value}" with the value "${tagValue}"`;
  const near =
    tagValue === undefined ? nearestName(value, new Set(nodes.flatMap((node) => valuesOf(node, name)))) : null;
  return `no asset has the ${what}${near === null ? '' : `; did you mean "${near}"?`}`;
}

/** `*` stands for any text, slashes included. Linear in the key: the pieces are found one after the other. */
function wildcard(pattern: string): (text: string) => boolean {
  const pieces = pattern.split('*');
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  const middle = pieces.slice(1, -1);
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    let at = first.length;
    const end = text.length - last.length;
    for (const piece of middle) {
      const found = text.indexOf(piece, at);
      if (found < 0 || found + piece.length > end) return false;
      at = found + piece.length;
    }
    return true;
  };
}
