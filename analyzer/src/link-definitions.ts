// Links the project's call of definitions: which assets it names, which resources and environments, which jobs, schedules and sensors.
import { callShape } from './call-shape.ts';
import type {
  CallDeclaration,
  NestedCall,
  PlacedValue,
  StaticValue,
  Unreadable,
  WrittenEntry,
  WrittenOption,
  WrittenOptions,
} from './file-record.ts';
import { nodeId } from './linked.ts';
import type { LinkedDefinitions, NodeId } from './linked.ts';
import { outputsOf } from './outputs.ts';
import { exportsOf, resolveCrossing, resolveValue } from './resolve-value.ts';
import type { Crossing, Declared, Target } from './resolve-value.ts';
import { isNode, nodeNamed, placeOf } from './upstream.ts';
import type { DeclaredNode, LinkQuestion } from './upstream.ts';

/** A job, schedule or sensor that a list of definitions names. */
export type Listed = { readonly factory: ListedFactory } & (
  | { readonly kind: 'declared'; readonly declaration: CallDeclaration }
  | ({ readonly kind: 'inline' } & PlacedValue & { readonly call: NestedCall })
);

export type ListedFactory = 'job' | 'schedule' | 'sensor';

export interface FoundDefinitions {
  readonly linked: LinkedDefinitions;
  /** Written in the list, or in this file. */
  readonly listed: readonly Listed[];
  readonly unreadable: readonly Unreadable[];
}

/** Null after reporting that nothing exports it. */
export function linkDefinitions(question: LinkQuestion, declared: Declared): FoundDefinitions | null {
  const { file, report } = question;
  const { exportName, name, place } = declared.declaration;
  if (exportName === null) {
    report(
      'unexported',
      place,
      `\`${name}\` is not exported, so nothing reads these definitions. Write \`export const ${name} = definitions(…)\`.`,
    );
    return null;
  }
  const { options, unreadable: ofCall } = callShape(declared);
  const reader: Reader = { question, unreadable: [...ofCall] };
  // A spread may say anything.
  const isWhole = options !== null && ofCall.length === 0;
  const assets = isWhole ? namedAssets(reader, options) : null;
  const resources = namesIn(reader, options, 'resources');
  const env = environments(reader, options);
  const listed = (['job', 'schedule', 'sensor'] as const).flatMap((factory) => listedOf(reader, { options, factory }));
  const linked = {
    node: { file, exportName, line: place.startLine, column: place.startColumn, env: env.names },
    place,
    assets,
    resources: isWhole && resources !== null && env.resources !== null ? [...resources, ...env.resources] : null,
  };
  return { linked, listed, unreadable: reader.unreadable };
}

interface Reader {
  readonly question: LinkQuestion;
  readonly unreadable: Unreadable[];
}

/** Null: all of the project, because nothing else is said or can be read. */
function namedAssets(reader: Reader, options: WrittenOptions): NodeId[] | null {
  const option = options.byName.get('assets');
  if (option === undefined) return null;
  const entries = entriesOf(option);
  const found = entries.map((entry) => nodesOfEntry(reader, entry));
  return found.some((each) => each === null) ? null : [...new Set(found.flatMap((each) => each ?? []))];
}

/** A name for the whole record is like a spread of it. */
function entriesOf(option: WrittenOption): readonly WrittenEntry[] {
  if (option.kind === 'record') return option.entries;
  return [
    option.kind === 'value' ? { ...option, kind: 'spread' } : { kind: 'computed', name: null, place: option.place },
  ];
}

/** Null after noting that only a run can tell. */
function nodesOfEntry(reader: Reader, entry: WrittenEntry): NodeId[] | null {
  const { question, unreadable } = reader;
  if (entry.kind === 'computed') {
    unreadable.push({ reason: 'the assets it names are computed', place: entry.place });
    return null;
  }
  const { target, crossing } = resolveCrossing(question.world, question.path, entry.value);
  if (entry.kind === 'named') {
    const ids = nodesOf(question, target, crossing);
    if (ids !== null) return ids;
    const node = nodeNamed(question, entry, `asset \`${entry.name}\` of definitions`);
    if (node === null) return [];
    if ('reason' in node) unreadable.push({ reason: node.reason, place: entry.place });
    return null;
  }
  const spread = spreadTargets(question, target);
  if (spread !== null)
    return [...spread].flatMap(([name, each]) => nodesOf(question, each, crossing && { ...crossing, name }) ?? []);
  unreadable.push({ reason: 'the assets it names are spread from what is not read', place: entry.place });
  return null;
}

/** What a namespace or a constant record holds; null where only a run can tell. */
function spreadTargets({ world }: LinkQuestion, target: Target): Map<string, Target> | null {
  if (target.kind === 'module') return exportsOf(world, target.file);
  if (target.kind !== 'value' || target.value.kind !== 'fields') return null;
  return new Map([...target.value.fields].map(([name, field]) => [name, resolveValue(world, target.file, field)]));
}

/** Whole multi-assets by their outputs; checks come with their assets; null for what makes no node. */
function nodesOf(question: LinkQuestion, target: Target, crossing: Crossing | null): NodeId[] | null {
  const idOf = (node: DeclaredNode): NodeId => {
    if (question.world.foreign(node.file) !== null) question.foreign.push({ node, crossing });
    return nodeId(question.relative(node.file), placeOf(node));
  };
  if (target.kind === 'output') return [idOf(target)];
  if (target.kind !== 'declared') return null;
  if (isNode(target)) return [idOf({ ...target, output: null })];
  if (target.factory === 'assetCheck') return [];
  if (target.factory !== 'multiAsset') return null;
  return outputsOf(target.declaration).outputs.map((output) => idOf({ ...target, output }));
}

/** The names of a record of resources; null after noting that only a run can tell them. */
function namesIn(reader: Reader, options: WrittenOptions | null, name: string): string[] | null {
  const option = options?.byName.get(name);
  if (option === undefined) return [];
  const found = entriesOf(option).map((entry): readonly string[] | null => {
    if (entry.kind === 'named') return [entry.name];
    if (entry.kind === 'computed' && entry.name !== null) return [entry.name];
    const names = entry.kind === 'spread' ? spreadNames(reader.question, entry.value) : null;
    if (names === null) reader.unreadable.push({ reason: `its \`${name}\` are computed`, place: entry.place });
    return names;
  });
  return found.some((each) => each === null) ? null : found.flatMap((each) => each ?? []);
}

function spreadNames({ world, path }: Pick<LinkQuestion, 'world' | 'path'>, value: StaticValue): string[] | null {
  const target = resolveValue(world, path, value);
  if (target.kind === 'module') return [...(exportsOf(world, target.file)?.keys() ?? [])];
  return target.kind === 'value' && target.value.kind === 'fields' ? [...target.value.fields.keys()] : null;
}

/** The names of environments, and of what they put in the place of resources. */
function environments(
  reader: Reader,
  options: WrittenOptions | null,
): { readonly names: readonly string[]; readonly resources: readonly string[] | null } {
  const names = namesIn(reader, options, 'env');
  const option = options?.byName.get('env');
  if (names === null || option === undefined) return { names: names ?? [], resources: names };
  const resources = entriesOf(option).map((entry) =>
    entry.kind === 'named' ? replacedNames(reader.question, entry.value) : null,
  );
  const isKnown = resources.every((each) => each !== null);
  return { names, resources: isKnown ? resources.flat() : null };
}

function replacedNames({ world, path }: LinkQuestion, value: StaticValue): string[] | null {
  const replaced = resolveValue(world, path, value);
  if (replaced.kind !== 'value' || replaced.value.kind !== 'fields') return null;
  const resources = replaced.value.fields.get('resources');
  return resources === undefined ? [] : spreadNames({ world, path: replaced.file }, resources);
}

function listedOf(
  { question, unreadable }: Reader,
  { options, factory }: { readonly options: WrittenOptions | null; readonly factory: ListedFactory },
): Listed[] {
  const option = options?.byName.get(`${factory}s`);
  if (option === undefined) return [];
  const items = option.kind === 'list' ? option.items : [{ ...option, kind: 'spread' as const }];
  return items.flatMap((item): Listed[] => {
    const { world, path } = question;
    if (item.kind === 'spread') {
      unreadable.push({ reason: `the ${factory}s it names are computed`, place: item.place });
      return [];
    }
    if ('call' in item && item.call !== undefined) {
      const callee = resolveValue(world, path, item.call.callee);
      if (callee.kind === 'factory' && callee.name === factory)
        return [{ ...item, factory, kind: 'inline', call: item.call }];
    }
    const target = 'value' in item ? resolveValue(world, path, item.value) : null;
    if (target?.kind === 'declared' && target.factory === factory)
      // Those of other files are found where they stand.
      return target.file === path ? [{ factory, kind: 'declared', declaration: target.declaration }] : [];
    unreadable.push({ reason: `one of its ${factory}s is not read`, place: item.place });
    return [];
  });
}
