// The assets and resources of a project that a file could name, and what it takes to name one of them there.
import { posix } from 'node:path';
import type { AssetKey } from '@headwater/graph';
import { outputsOf } from '../outputs.ts';
import { exportsOf, resolveValue } from '../resolve-value.ts';
import type { Declared, Target } from '../resolve-value.ts';
import { isNode, keyOf } from '../upstream.ts';
import type { DeclaredNode } from '../upstream.ts';
import type { FileEdit } from './code-action.ts';
import { importEdit, specifierTo } from './import-edits.ts';
import type { LanguageProject } from './language-project.ts';
import { declaredNames, topLevelNames, topStatement } from './scopes.ts';
import type { OpenSource } from './open-source.ts';
import { isIdentifierName } from './open-source.ts';

/** Something exported that a definition may name. */
export interface Offered {
  /** What it would be called where it is used: its export, or the output of a multi-asset kept whole. */
  readonly name: string;
  /** Absolute path of its module. */
  readonly path: string;
  readonly exportName: string;
  /** The name the export would get in another file. */
  readonly importName: string;
  /** Of a multi-asset kept whole. */
  readonly member: string | null;
  readonly node: DeclaredNode;
  /** Null for what is no asset, and where only a run can tell. */
  readonly key: AssetKey | null;
}

/** Assets of the whole project, each from the module that declares it. */
export function offeredAssets(project: LanguageProject): Offered[] {
  const files = new Set(project.document.assets.map(({ file }) => file));
  return [...files].flatMap((file) => offeredIn(project, project.absolute(file)).filter(({ key }) => key !== null));
}

export function offeredResources(project: LanguageProject): Offered[] {
  return project.paths.flatMap((path) => offeredIn(project, path).filter(({ node }) => node.factory === 'resource'));
}

export function offeredIn(project: LanguageProject, path: string): Offered[] {
  const exported = exportsOf(project.world, path);
  return [...(exported ?? [])].flatMap(([exportName, target]) => offeredAs(project, { path, exportName, target }));
}

function offeredAs(
  { world }: LanguageProject,
  { path, exportName, target }: { readonly path: string; readonly exportName: string; readonly target: Target },
): Offered[] {
  if ((target.kind !== 'declared' && target.kind !== 'output') || target.file !== path) return [];
  const { factory, file, declaration } = target;
  const given = exportName === 'default' ? (declaration.name ?? nameOfFile(path)) : exportName;
  const importName = isIdentifierName(given) ? given : 'imported';
  const offered = (output: DeclaredNode['output'], member: string | null): Offered => {
    const node: DeclaredNode = { factory, file, declaration, output };
    const found = factory === 'multiAsset' || isNode(node) ? keyOf(world, node) : null;
    const name = member ?? importName;
    return { name, path, exportName, importName, member, node, key: found?.kind === 'key' ? found.key : null };
  };
  if (target.kind === 'output') return [offered(target.output, null)];
  if (factory !== 'multiAsset') return [offered(null, null)];
  const whole = outputsOf(declaration).outputs.filter(({ constName }) => constName === null);
  return whole.map((output) => offered(output, output.name));
}

/** The camel-cased name of a file, for what has none of its own. */
export function nameOfFile(path: string): string {
  const stem = posix.basename(path).replace(/\.[^.]*$/, '');
  const base = stem === 'index' ? posix.basename(posix.dirname(path)) : stem;
  const words = base.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const name = words
    .map((word, index) => (index === 0 ? word : word.slice(0, 1).toUpperCase() + word.slice(1)))
    .join('');
  return isIdentifierName(name) ? name : `_${name}`;
}

export interface Reference {
  /** `orders`, `api.users`. */
  readonly text: string;
  /** An import, where one is needed. */
  readonly edits: readonly FileEdit[];
  /** From where it is imported; null when the file knows it already. */
  readonly specifier: string | null;
}

/** Null where it cannot be named: declared further down in the same file, or its name is taken by something else. */
export function referenceTo(
  project: LanguageProject,
  source: OpenSource,
  { offered, at }: { readonly offered: Offered; readonly at: number },
): Reference | null {
  const dotted = (name: string): string => (offered.member === null ? name : `${name}.${offered.member}`);
  if (offered.path === source.path) {
    const local = offered.node.output?.constName ?? offered.node.declaration.name;
    const declared = local === null ? undefined : declaredNames(source.tree).get(local);
    const isEarlier = declared !== undefined && topStatement(declared).end <= at;
    return local === null || !isEarlier ? null : { text: dotted(local), edits: [], specifier: null };
  }
  const known = importedAs(project, source, offered);
  if (known !== null) return { text: dotted(known), edits: [], specifier: null };
  const { importName: name, exportName } = offered;
  if (topLevelNames(source.tree).has(name)) return null;
  const specifier = specifierTo(project, source, offered.path);
  const edit = importEdit(source, specifier, [{ exportName, name }]);
  return { text: dotted(name), edits: edit === null ? [] : [edit], specifier };
}

/** The name under which the file has it already, also by way of another module. */
function importedAs(
  { world }: LanguageProject,
  { path }: OpenSource,
  { node, exportName, member }: Offered,
): string | null {
  for (const [local, { name }] of world.record(path)?.imports ?? []) {
    const target = resolveValue(world, path, { kind: 'name', name: local });
    if (target.kind === 'module' && name === '*' && target.file === node.file) return `${local}.${exportName}`;
    if (target.kind !== 'declared' && target.kind !== 'output') continue;
    if (!isSame(target, node)) continue;
    if (member === null && target.kind === 'declared' && node.output === null) return local;
    if (member === null && target.kind === 'output' && target.output.name === node.output?.name) return local;
    if (member !== null && target.kind === 'declared') return local;
  }
  return null;
}

function isSame(a: Declared, b: Declared): boolean {
  return a.file === b.file && a.declaration === b.declaration;
}
