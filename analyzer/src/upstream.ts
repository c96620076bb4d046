// Finds the node that a name stands for, and its key, or says what is wrong with the name.
import type { AssetKey, ProblemCode, RelatedPlace, Severity, SourceRange } from '@headwater/graph';
import { aNounOf } from './factories.ts';
import type { PlacedValue, StaticValue, WrittenOptions } from './file-record.ts';
import { foldValue } from './fold-value.ts';
import { readKey } from './key.ts';
import type { DraftProblem } from './linked.ts';
import { noSuchOutput, outputsOf } from './outputs.ts';
import type { Output } from './outputs.ts';
import { resolveCrossing } from './resolve-value.ts';
import type { Crossing, Declared, Target, World } from './resolve-value.ts';

export type Report = (
  code: ProblemCode,
  place: SourceRange,
  message: string,
  extra?: Partial<Pick<DraftProblem, 'related' | 'wanted'>> & { readonly severity?: Severity },
) => void;

export interface FileQuestion {
  readonly world: World;
  /** Absolute path, and as it stands in answers. */
  readonly path: string;
  readonly file: string;
  readonly relative: (path: string) => string;
}

export interface LinkQuestion extends FileQuestion {
  readonly report: Report;
  /** What is named of other projects is noted here. */
  readonly foreign: ForeignRead[];
}

/** An asset of another project, and the import by which this one comes to it; null where a file of another names it. */
export interface ForeignRead {
  readonly node: DeclaredNode;
  readonly crossing: Crossing | null;
}

/** What one name of the graph is declared by: a call, or one output of it. */
export interface DeclaredNode extends Declared {
  readonly output: Output | null;
}

export type KeyFound =
  | { readonly kind: 'key'; readonly key: AssetKey }
  | { readonly kind: 'bad'; readonly reason: string; readonly place: SourceRange }
  | { readonly kind: 'computed'; readonly place: SourceRange }
  | { readonly kind: 'none' };

/** Its own options: those of the call, or of the output. */
export function optionsOf({ declaration, output }: DeclaredNode): WrittenOptions | null {
  return (output === null ? declaration.args[0] : output.written?.args[0])?.options ?? null;
}

/** As this project calls it: an asset of another one is `project:key`. */
export function keyOf(world: World, node: DeclaredNode): KeyFound {
  const found = ownKeyOf(world, node);
  const project = found.kind === 'key' ? world.foreign(node.file) : null;
  return found.kind !== 'key' || project === null ? found : { kind: 'key', key: `${project.name}:${found.key}` };
}

/** `key:` wins over the const's name; an output that is not taken out has its own. */
export function ownKeyOf(world: World, node: DeclaredNode): KeyFound {
  const written = optionsOf(node)?.byName.get('key');
  const name = node.output === null ? node.declaration.name : (node.output.constName ?? node.output.name);
  if (written === undefined) return name === null ? { kind: 'none' } : { kind: 'key', key: name };
  const value = written.kind === 'value' ? foldValue(world, node.file, written.value) : undefined;
  if (value === undefined) return { kind: 'computed', place: written.place };
  const answer = readKey(value);
  return 'key' in answer
    ? { kind: 'key', key: answer.key }
    : { kind: 'bad', reason: answer.reason, place: written.place };
}

export function exportNameOf({ declaration, output }: DeclaredNode): string | null {
  return output === null ? declaration.exportName : output.exportName;
}

/** Of the name of a node. */
export function placeOf({ declaration, output }: DeclaredNode): SourceRange {
  return output === null ? declaration.place : output.place;
}

/** `label` reads like ``input `orders` ``. A reason: the upstream is known only in a run. Null: what is wrong was reported. */
export function upstreamKey(
  question: LinkQuestion,
  named: PlacedValue,
  label: string,
): AssetKey | { readonly reason: string } | null {
  const node = nodeNamed(question, named, label);
  if (node === null || 'reason' in node) return node;
  const key = keyOf(question.world, node);
  if (key.kind === 'key') return key.key;
  // A bad or missing key is reported where it is written.
  return key.kind === 'computed' ? { reason: `the key of the ${label} is computed` } : null;
}

/** As `upstreamKey`, but answers with the declaration. */
export function nodeNamed(
  question: LinkQuestion,
  named: PlacedValue,
  label: string,
): DeclaredNode | { readonly reason: string } | null {
  const { world, path, report, relative } = question;
  const { place } = named;
  const { target, crossing } = resolveCrossing(world, path, named.value);
  switch (target.kind) {
    case 'declared':
      return isNode(target)
        ? reachable(question, { place, label, crossing }, { ...target, output: null })
        : notAnAsset(question, { named, label, target });
    case 'output':
      return reachable(question, { place, label, crossing }, target);
    case 'unknown-output':
      report('unknown-input', place, noSuchOutput(target.declaration, target.name), {
        related: [declaredHere(question, target.file, target.declaration.place)],
      });
      return null;
    case 'package':
      return { reason: `the ${label} comes from the package '${target.specifier}', whose source is not read` };
    case 'unread':
      return { reason: `the ${label} is ${target.what}` };
    case 'unknown-name': {
      const wanted = { name: target.name, otherwise: 'Import it, declare it, or take it out.' };
      report('unknown-input', place, `This file knows no \`${target.name}\` for the ${label}.`, { wanted });
      return null;
    }
    case 'unknown-module':
      report(
        'unknown-import',
        place,
        `The ${label} comes from '${target.specifier}', and there is no such file. Correct the import.`,
      );
      return null;
    case 'unknown-export': {
      const wanted = { name: target.name, otherwise: 'Export it there, or correct the import.' };
      report('unknown-import', place, `${relative(target.file)} exports no \`${target.name}\` for the ${label}.`, {
        wanted,
      });
      return null;
    }
    default:
      return notAnAsset(question, { named, label, target });
  }
}

/** A whole multi-asset is none: its outputs are. */
export function isNode({ factory }: Declared): boolean {
  return factory === 'asset' || factory === 'externalAsset' || factory === 'graphAsset';
}

interface Reached {
  readonly place: SourceRange;
  readonly label: string;
  readonly crossing: Crossing | null;
}

/** Null after reporting why a run cannot come to it. */
function reachable(
  question: LinkQuestion,
  { place, label, crossing }: Reached,
  node: DeclaredNode,
): DeclaredNode | null {
  const { world, relative, report } = question;
  const found = exported(question, { place, label }, node);
  if (found === null) return null;
  if (world.foreign(node.file) !== null) {
    question.foreign.push({ node, crossing });
    return found;
  }
  const file = relative(node.file);
  if (!file.startsWith('../')) return found;
  report(
    'unknown-input',
    place,
    `The ${label} is declared in ${file}, which belongs to no project, so nothing makes it. Name headwater in the dependencies of its package.json, or move it into this project.`,
    { related: [declaredHere(question, node.file, placeOf(node))] },
  );
  return null;
}

export function declaredHere(
  { relative }: Pick<FileQuestion, 'relative'>,
  file: string,
  { startLine: line, startColumn: column }: SourceRange,
): RelatedPlace {
  return { message: 'declared here', file: relative(file), line, column };
}

/** Null after reporting that nothing exports it. */
function exported(
  question: LinkQuestion,
  { place, label }: { readonly place: SourceRange; readonly label: string },
  node: DeclaredNode,
): DeclaredNode | null {
  if (exportNameOf(node) !== null) return node;
  const name = node.output?.constName ?? node.output?.name ?? node.declaration.name;
  const message = `The ${label} is never materialized, because \`${name}\` is not exported. Export it.`;
  const related = [declaredHere(question, node.file, placeOf(node))];
  question.report('unexported', place, message, { related, severity: 'error' });
  return null;
}

interface Found {
  readonly named: PlacedValue;
  readonly label: string;
  readonly target: Target;
}

function notAnAsset({ report }: LinkQuestion, { named, label, target }: Found): { readonly reason: string } | null {
  // An expression that is neither a name nor a property read may well give an asset when it runs.
  if (named.value.kind === 'opaque' || named.value.kind === 'call')
    return { reason: `the ${label} is ${named.value.what}` };
  report('not-an-asset', named.place, `The ${label} is ${whatIs(target)}, not an asset. ${repair(named, target)}`);
  return null;
}

function whatIs(target: Target): string {
  if (target.kind === 'other') return target.what;
  if (target.kind === 'data') return `the file '${target.specifier}'`;
  if (target.kind === 'module') return 'a whole module';
  if (target.kind === 'declared')
    return target.factory === 'multiAsset' ? 'a whole multi-asset' : aNounOf(target.factory);
  return target.kind === 'value' ? 'a plain value' : 'a part of the package headwater';
}

function repair(named: PlacedValue, target: Target): string {
  if (target.kind === 'module') return 'Name one of its exports.';
  if (target.kind !== 'declared' || target.factory !== 'multiAsset')
    return 'Name an asset here, or use the value in the body instead.';
  const [first] = outputsOf(target.declaration).outputs;
  return `Name one of its outputs${first === undefined ? '' : `, such as \`${written(named.value)}.${first.name}\``}.`;
}

/** A name as it is written, for messages. */
export function written(value: StaticValue): string {
  if (value.kind === 'name') return value.name;
  return value.kind === 'member' ? `${written(value.of)}.${value.name}` : '…';
}
