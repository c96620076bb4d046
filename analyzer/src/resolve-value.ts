// Follows names through bindings, imports, re-exports and constants to what they stand for.
import type { Project } from './analysis.ts';
import { isFactory } from './factories.ts';
import type { FactoryName } from './factories.ts';
import type { CallDeclaration, FileRecord, ImportedName, StaticCall, StaticValue } from './file-record.ts';
import { MODULE_EXPORTS, WHOLE_MODULE } from './file-record.ts';
import type { ModuleTarget } from './module-target.ts';
import { findOutput } from './outputs.ts';
import type { Output } from './outputs.ts';
import { isVocabulary, wordsOf } from './vocabulary.ts';

/** What linking may ask about the project. */
export interface World {
  /** Null when the file cannot be read. */
  record(path: string): FileRecord | null;
  module(from: string, specifier: string): ModuleTarget;
  /** The version of a package that a file gets; null where it is neither locked nor installed. */
  lockedVersion(from: string, name: string): string | null;
  /** Another text for another content of a file that is no source; null when it cannot be read. */
  dataVersion(path: string): string | null;
  /** The other project of the workspace that a file belongs to; null for files of this one, and of none. */
  foreign(path: string): Project | null;
}

/** A call that declares something, and the file it stands in (absolute path). */
export interface Declared {
  readonly factory: FactoryName;
  readonly file: string;
  readonly declaration: CallDeclaration;
}

/** What a name or a property read stands for. */
export type Target =
  | ({ readonly kind: 'declared' } & Declared)
  | ({ readonly kind: 'output'; readonly output: Output } & Declared)
  | ({ readonly kind: 'unknown-output'; readonly name: string } & Declared)
  /** Something that only a run can tell; `what` reads after "is". */
  | { readonly kind: 'unread'; readonly what: string }
  | { readonly kind: 'factory'; readonly name: FactoryName }
  | { readonly kind: 'sdk' }
  /** All exports of a file. */
  | { readonly kind: 'module'; readonly file: string }
  /** A constant, to be read in its file. */
  | { readonly kind: 'value'; readonly file: string; readonly value: StaticValue }
  /** From another package, whose source is not read. */
  | { readonly kind: 'package'; readonly specifier: string }
  /** A file that is no source. */
  | { readonly kind: 'data'; readonly specifier: string; readonly path: string }
  | { readonly kind: 'unknown-name'; readonly name: string }
  | { readonly kind: 'unknown-module'; readonly specifier: string }
  | { readonly kind: 'unknown-export'; readonly specifier: string; readonly file: string; readonly name: string }
  /** Something else; `what` reads after "is". Of the package headwater, `sdkName` is its name there. */
  | {
      readonly kind: 'other';
      readonly what: string;
      /** Of one of its words: `automation.eager`. */
      readonly sdkName?: string;
      /** A call that may be of one of its words, to be read in its file. */
      readonly call?: StaticCall & { readonly file: string };
    };

/** A top-level name of a file. */
export interface NamedPlace {
  readonly file: string;
  readonly name: string;
}

/** An import by which a file of this project comes to a file of another. */
export interface Crossing extends ImportedName {
  readonly file: string;
}

/** Each is a step deeper into the stack, and nobody writes so many. */
const MOST_NAMES = 500;

interface Walk {
  readonly world: World;
  readonly file: string;
  /** Names on the way, so that a circle of re-exports ends. */
  readonly seen: Set<string>;
  /** The top-level names on the way. */
  readonly passed: NamedPlace[];
  /** Imports into files of other projects; `*` until it is known which export is read. */
  readonly crossed: Crossing[];
}

function walkFrom(world: World, file: string): Walk {
  return { world, file, seen: new Set(), passed: [], crossed: [] };
}

export function resolveValue(world: World, file: string, value: StaticValue): Target {
  return follow(walkFrom(world, file), value);
}

/** Also the import that first leaves the project; null where none does. */
export function resolveCrossing(
  world: World,
  file: string,
  value: StaticValue,
): { readonly target: Target; readonly crossing: Crossing | null } {
  const walk = walkFrom(world, file);
  const target = follow(walk, value);
  return { target, crossing: walk.crossed[0] ?? null };
}

/** What a name stands for, with the last top-level name on the way: where a function or a value is declared. */
export interface ResolvedPlace {
  readonly target: Target;
  readonly at: NamedPlace | null;
}

export function resolvePlace(world: World, file: string, value: StaticValue): ResolvedPlace {
  const walk = walkFrom(world, file);
  const target = follow(walk, value);
  return { target, at: walk.passed.at(-1) ?? null };
}

/** The same of a name that a file exports. */
export function resolveExport(world: World, file: string, name: string): ResolvedPlace {
  const walk = walkFrom(world, file);
  const target = exportOf(walk, name);
  return { target: target ?? { kind: 'unknown-export', specifier: file, file, name }, at: walk.passed.at(-1) ?? null };
}

function follow(walk: Walk, value: StaticValue): Target {
  switch (value.kind) {
    case 'name':
      return followName(walk, value.name);
    case 'member':
      return memberOf(walk, follow(walk, value.of), value.name);
    case 'opaque':
      return { kind: 'other', what: value.what };
    case 'call':
      return { kind: 'other', what: value.what, call: { ...value, file: walk.file } };
    default:
      return { kind: 'value', file: walk.file, value };
  }
}

function followName(walk: Walk, name: string): Target {
  if (name === WHOLE_MODULE) return { kind: 'module', file: walk.file };
  const mark = `${walk.file}\n${name}`;
  if (walk.seen.has(mark)) return { kind: 'other', what: 'defined by itself' };
  if (walk.seen.size >= MOST_NAMES) return { kind: 'other', what: `passed on by more than ${MOST_NAMES} names` };
  walk.seen.add(mark);
  const record = walk.world.record(walk.file);
  const binding = record?.bindings.get(name);
  if (binding !== undefined) walk.passed.push({ file: walk.file, name });
  if (binding?.kind === 'value') return follow(walk, binding.value);
  if (binding?.kind === 'call') {
    // What is called is no place on the way: the call is.
    const callee = follow({ ...walk, passed: [] }, binding.callee);
    if (callee.kind !== 'factory')
      return {
        kind: 'other',
        what: 'the result of a call that is not one of headwater’s',
        ...(binding.word && { call: { ...binding.word, file: walk.file } }),
      };
    return { kind: 'declared', factory: callee.name, file: walk.file, declaration: binding.declaration };
  }
  const imported = record?.imports.get(name);
  return imported === undefined ? { kind: 'unknown-name', name } : followImport(walk, imported);
}

function followImport(walk: Walk, { module: specifier, name }: ImportedName): Target {
  const target = walk.world.module(walk.file, specifier);
  switch (target.kind) {
    case 'sdk':
      return sdkExport(name);
    case 'package':
      return { kind: 'package', specifier };
    case 'missing':
      return { kind: 'unknown-module', specifier };
    case 'data':
      return { kind: 'data', specifier, path: target.path };
    case 'file': {
      cross(walk, { module: specifier, name }, target.path);
      if (name === '*') return wholeOf({ ...walk, file: target.path });
      return (
        exportOf({ ...walk, file: target.path }, name) ?? { kind: 'unknown-export', specifier, file: target.path, name }
      );
    }
  }
}

/** A CommonJS file may be one value; else it is its exports. */
function wholeOf(walk: Walk): Target {
  const whole = walk.world.record(walk.file)?.exports.get('default');
  const isOne = whole !== undefined && 'local' in whole && whole.local === MODULE_EXPORTS;
  return isOne ? followName(walk, MODULE_EXPORTS) : { kind: 'module', file: walk.file };
}

function cross(walk: Walk, imported: ImportedName, to: string): void {
  const { world, file, crossed } = walk;
  if (world.foreign(to) !== null && world.foreign(file) === null) crossed.push({ file, ...imported });
}

function sdkExport(name: string): Target {
  if (name === '*') return { kind: 'sdk' };
  return isFactory(name)
    ? { kind: 'factory', name }
    : { kind: 'other', what: `\`${name}\` of headwater`, sdkName: name };
}

/** Null when the file exports no such name. */
function exportOf(walk: Walk, name: string): Target | null {
  const mark = `${walk.file}\n export ${name}`;
  if (walk.seen.has(mark)) return null;
  walk.seen.add(mark);
  const record = walk.world.record(walk.file);
  if (record === null) return null;
  const exported = record.exports.get(name);
  if (exported !== undefined)
    return 'local' in exported ? followName(walk, exported.local) : followImport(walk, exported);
  // `export *` leaves the default out.
  if (name === 'default') return null;
  let unread: Target | null = null;
  for (const specifier of record.stars) {
    const target = walk.world.module(walk.file, specifier);
    if (target.kind === 'package') unread ??= { kind: 'package', specifier };
    if (target.kind === 'sdk' && (isFactory(name) || isVocabulary(name))) return sdkExport(name);
    const found = target.kind === 'file' ? exportOf({ ...walk, file: target.path }, name) : null;
    if (found === null) continue;
    if (target.kind === 'file') cross(walk, { module: specifier, name }, target.path);
    return found;
  }
  return unread;
}

function memberOf(walk: Walk, of: Target, name: string): Target {
  switch (of.kind) {
    case 'sdk':
      return sdkExport(name);
    case 'module': {
      const last = walk.crossed.at(-1);
      // The default of a CommonJS file is all its exports.
      if (last?.name === '*' || last?.name === 'default') walk.crossed.splice(-1, 1, { ...last, name });
      return (
        exportOf({ ...walk, file: of.file }, name) ?? {
          kind: 'unknown-export',
          specifier: of.file,
          file: of.file,
          name,
        }
      );
    }
    case 'value': {
      const field = of.value.kind === 'fields' ? of.value.fields.get(name) : undefined;
      return field === undefined
        ? { kind: 'other', what: `the property \`${name}\` of a value` }
        : follow({ ...walk, file: of.file }, field);
    }
    case 'declared':
      return of.factory === 'multiAsset'
        ? outputOf(of, name)
        : { kind: 'other', what: `the property \`${name}\` of an asset` };
    case 'output':
      return { kind: 'other', what: `the property \`${name}\` of an asset` };
    case 'other':
      if (of.sdkName !== undefined && wordsOf(of.sdkName).includes(name)) return sdkExport(`${of.sdkName}.${name}`);
      return { kind: 'other', what: 'a computed value' };
    case 'factory':
      return { kind: 'other', what: 'a computed value' };
    default:
      return of;
  }
}

function outputOf(of: Declared, name: string): Target {
  const { factory, file, declaration } = of;
  const output = findOutput(declaration, name);
  const found = { factory, file, declaration };
  if (output === 'unread') return { kind: 'unread', what: `the output \`${name}\` of outputs that are computed` };
  if (output !== null) return { kind: 'output', ...found, output };
  return { kind: 'unknown-output', ...found, name };
}

/** Every name that a file exports, also by `export *`, with what it stands for; null when it passes on what is not read. */
export function exportsOf(world: World, file: string): Map<string, Target> | null {
  const found = new Map<string, Target>();
  const pending = [file];
  for (const path of pending) {
    const record = world.record(path);
    for (const name of record?.exports.keys() ?? []) {
      // The default of another file does not pass through `export *`, and the nearer name wins.
      if (found.has(name) || (name === 'default' && path !== file)) continue;
      const target = exportOf(walkFrom(world, path), name);
      if (target !== null) found.set(name, target);
    }
    for (const specifier of record?.stars ?? []) {
      const target = world.module(path, specifier);
      if (target.kind === 'package') return null;
      if (target.kind === 'file' && !pending.includes(target.path)) pending.push(target.path);
    }
  }
  return found;
}
