// Follows names through bindings, imports, re-exports and constants to what they stand for.
import { DEFAULT_BINDING, FACTORIES } from './file-record.ts';
import type { AssetDeclaration, FileRecord, ImportedName, StaticValue } from './file-record.ts';
import type { ModuleTarget } from './module-target.ts';

/** What linking may ask about the project. */
export interface World {
  /** Null when the file cannot be read. */
  record(path: string): FileRecord | null;
  module(from: string, specifier: string): ModuleTarget;
}

/** What a name or a property read stands for. */
export type Target =
  | { readonly kind: 'asset'; readonly file: string; readonly declaration: AssetDeclaration }
  | { readonly kind: 'factory' }
  | { readonly kind: 'sdk' }
  /** All exports of a file. */
  | { readonly kind: 'module'; readonly file: string }
  /** A constant, to be read in its file. */
  | { readonly kind: 'value'; readonly file: string; readonly value: StaticValue }
  /** From another package, whose source is not read. */
  | { readonly kind: 'package'; readonly specifier: string }
  | { readonly kind: 'unknown-name'; readonly name: string }
  | { readonly kind: 'unknown-module'; readonly specifier: string }
  | { readonly kind: 'unknown-export'; readonly specifier: string; readonly file: string; readonly name: string }
  /** Something else; `what` reads after "is". */
  | { readonly kind: 'other'; readonly what: string };

interface Walk {
  readonly world: World;
  readonly file: string;
  /** Names on the way, so that a circle of re-exports ends. */
  readonly seen: Set<string>;
}

export function resolveValue(world: World, file: string, value: StaticValue): Target {
  return follow({ world, file, seen: new Set() }, value);
}

/** Plain data that a value stands for, or undefined where it cannot be known without running. */
export function foldValue(world: World, file: string, value: StaticValue, depth = 0): unknown {
  if (depth > 32) return undefined;
  const fold = (part: StaticValue): unknown => foldValue(world, file, part, depth + 1);
  switch (value.kind) {
    case 'literal':
      return value.value;
    case 'text': {
      const parts = value.parts.map(fold);
      return parts.every(isPrimitive) ? parts.join('') : undefined;
    }
    case 'sum': {
      const [left, right] = [fold(value.left), fold(value.right)];
      if (typeof left === 'number' && typeof right === 'number') return left + right;
      return isPrimitive(left) && isPrimitive(right) ? `${left}${right}` : undefined;
    }
    case 'list': {
      const items = value.items.map(fold);
      return items.includes(undefined) ? undefined : items;
    }
    case 'name':
    case 'member': {
      const target = resolveValue(world, file, value);
      return target.kind === 'value' ? foldValue(world, target.file, target.value, depth + 1) : undefined;
    }
    case 'fields':
    case 'opaque':
      return undefined;
  }
}

function isPrimitive(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function follow(walk: Walk, value: StaticValue): Target {
  switch (value.kind) {
    case 'name':
      return followName(walk, value.name);
    case 'member':
      return memberOf(walk, follow(walk, value.of), value.name);
    case 'opaque':
      return { kind: 'other', what: value.what };
    default:
      return { kind: 'value', file: walk.file, value };
  }
}

function followName(walk: Walk, name: string): Target {
  const mark = `${walk.file}\n${name}`;
  if (walk.seen.has(mark)) return { kind: 'other', what: 'defined by itself' };
  walk.seen.add(mark);
  const record = walk.world.record(walk.file);
  const binding = record?.bindings.get(name);
  if (binding?.kind === 'value') return follow(walk, binding.value);
  if (binding?.kind === 'call') {
    const isAsset = follow(walk, binding.callee).kind === 'factory';
    if (isAsset) return { kind: 'asset', file: walk.file, declaration: binding.declaration };
    return { kind: 'other', what: 'the result of a call that is not `asset(…)`' };
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
    case 'file': {
      if (name === '*') return { kind: 'module', file: target.path };
      return (
        exportOf({ ...walk, file: target.path }, name) ?? { kind: 'unknown-export', specifier, file: target.path, name }
      );
    }
  }
}

function sdkExport(name: string): Target {
  if (name === '*') return { kind: 'sdk' };
  return FACTORIES.has(name) ? { kind: 'factory' } : { kind: 'other', what: `\`${name}\` of headwater` };
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
    if (target.kind === 'sdk' && FACTORIES.has(name)) return { kind: 'factory' };
    const found = target.kind === 'file' ? exportOf({ ...walk, file: target.path }, name) : null;
    if (found !== null) return found;
  }
  return unread;
}

function memberOf(walk: Walk, of: Target, name: string): Target {
  switch (of.kind) {
    case 'sdk':
      return sdkExport(name);
    case 'module':
      return (
        exportOf({ ...walk, file: of.file }, name) ?? {
          kind: 'unknown-export',
          specifier: of.file,
          file: of.file,
          name,
        }
      );
    case 'value': {
      const field = of.value.kind === 'fields' ? of.value.fields.get(name) : undefined;
      return field === undefined
        ? { kind: 'other', what: `the property \`${name}\` of a value` }
        : follow({ ...walk, file: of.file }, field);
    }
    case 'asset':
      return { kind: 'other', what: `the property \`${name}\` of an asset` };
    case 'factory':
    case 'other':
      return { kind: 'other', what: 'a computed value' };
    default:
      return of;
  }
}

/** The asset declarations of a file, in source order; calls of anything else are left out. */
export function assetsOf(world: World, file: string): AssetDeclaration[] {
  const bindings = [...(world.record(file)?.bindings.values() ?? [])];
  return bindings.flatMap((binding) => {
    if (binding.kind !== 'call') return [];
    return resolveValue(world, file, binding.callee).kind === 'factory' ? [binding.declaration] : [];
  });
}

/** Local names that stand for the factory or the SDK by way of the project's own modules. */
export function passedOnFactories(world: World, file: string): string[] {
  const record = world.record(file);
  const locals = [...(record?.imports.keys() ?? []), ...(record?.bindings.keys() ?? [])].filter(
    (name) => name !== DEFAULT_BINDING,
  );
  return locals.filter((name) => {
    const { kind } = resolveValue(world, file, { kind: 'name', name });
    return (
      (kind === 'factory' || kind === 'sdk' || isSdkModule(world, file, name)) && record?.watched.has(name) === false
    );
  });
}

/** `import * as tools from './tools'` where tools passes the factory on. */
function isSdkModule(world: World, file: string, name: string): boolean {
  const target = resolveValue(world, file, { kind: 'name', name });
  return (
    target.kind === 'module' &&
    [...FACTORIES].some(
      (factory) => exportOf({ world, file: target.file, seen: new Set() }, factory)?.kind === 'factory',
    )
  );
}
