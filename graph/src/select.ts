// Which assets of a graph a selection means.
import { automationType, conditionTypes } from './automation-types.ts';
import { isListed, jobBook, labelOf, type JobBook, type Listed } from './job-book.ts';
import type { AssetKey, AssetNode, NamedSelections } from './model.ts';
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

/** With what `job:`, `schedule:` and `sensor:` name. */
export interface SelectOptions extends Partial<NamedSelections> {
  /** Answers `status:`. Where statuses are not at hand, leave it out and `status:` selects nothing, with a warning. */
  readonly statusOf?: (key: AssetKey) => StatusName | undefined;
}

export function select(
  nodes: Iterable<AssetNode>,
  selection: Selection,
  { statusOf, jobs = [], schedules = [], sensors = [] }: SelectOptions = {},
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
    jobs: jobBook({ job: jobs, schedule: schedules, sensor: sensors }),
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
      return ofAttribute(selection, question);
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

function ofAttribute(selection: AttributeSelection, question: Question): ReadonlySet<AssetKey> {
  const { name, value } = selection;
  if (isListed(name)) return value === null ? ofNone(name, question) : ofListed(name, value, question);
  if (name === 'automation_type') return ofType(value, question);
  return matching({ ...selection, name }, question);
}

/** The assets of any job (schedule, sensor). */
function ofAny(sort: Listed, question: Question): ReadonlySet<AssetKey> {
  return new Set([...question.jobs.names(sort)].flatMap((each) => [...ofListed(sort, each, question)]));
}

function ofNone(sort: Listed, question: Question): ReadonlySet<AssetKey> {
  return without(question.nodes.keys(), ofAny(sort, question));
}

/** `<null>`: nothing runs them by itself. */
function ofType(value: string | null, question: Question): ReadonlySet<AssetKey> {
  const nodes = [...question.nodes.values()];
  if (value === null) {
    const timed = new Set([...ofAny('schedule', question), ...ofAny('sensor', question)]);
    return new Set(nodes.flatMap(({ key, automation }) => (automation === undefined && !timed.has(key) ? key : [])));
  }
  const type = automationType(value) ?? value;
  if (isListed(type)) return ofAny(type, question);
  return new Set(nodes.flatMap(({ key, automation }) => (conditionTypes(automation).includes(type) ? key : [])));
}

/** Its assets are those its own selection means now. */
function ofListed(sort: Listed, name: string, question: Question): ReadonlySet<AssetKey> {
  const { jobs, warn } = question;
  const label = labelOf(sort, name);
  const known = jobs.assets.get(label);
  if (known !== undefined) return known;
  const selection = jobs.read(sort, name);
  if (selection.kind === 'problem') {
    warn(selection.message);
    return new Set();
  }
  const found = evaluate(selection, { ...question, warn: (sentence) => warn(`${label}: ${sentence}`) });
  jobs.assets.set(label, found);
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
type ByNode = Exclude<AttributeSelection['name'], 'status' | 'automation_type' | Listed>;

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
    case 'partitions':
      return node.partitions === undefined ? [] : [node.partitions.is];
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
  if (name === 'partitions') return `no asset of this project has ${value} partitions`;
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
