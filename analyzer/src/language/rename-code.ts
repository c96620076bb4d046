// Renames an asset's const in all files of the project: imports and what passes it on follow, names of inputs and parameters stay.
import { ts } from 'ts-morph';
import { exportsOf } from '../resolve-value.ts';
import type { FileEdit } from './code-action.ts';
import { sourceOf } from './language-project.ts';
import type { LanguageProject } from './language-project.ts';
import { replaced, spanOf } from './open-source.ts';
import type { OpenSource } from './open-source.ts';
import { renamedMention } from './rename-edits.ts';
import type { Refusal } from './rename-target.ts';
import { declaredNames, mentionsIn, scopeOf, topLevelNames } from './scopes.ts';

export interface ConstRename {
  /** Absolute path of the file that declares it. */
  readonly file: string;
  readonly name: string;
  readonly to: string;
}

/** With the files that were found to export the const under its own name. */
interface Walk extends ConstRename {
  readonly through: Set<string>;
}

/** `files`: absolute paths of those that name it. */
export function renameCode(
  project: LanguageProject,
  files: readonly string[],
  given: ConstRename,
): readonly FileEdit[] | Refusal {
  const rename: Walk = { ...given, through: new Set([given.file]) };
  const edits: FileEdit[] = [];
  for (const file of files) {
    const source = sourceOf(project, file);
    if (source === null) continue;
    const found = file === rename.file ? inOwnFile(project, source, rename) : inOtherFile(project, source, rename);
    if ('refused' in found) return found;
    edits.push(...found);
  }
  const taken = [...rename.through].find((file) => exportsOf(project.world, file)?.has(rename.to) === true);
  return taken === undefined
    ? edits
    : { refused: `${project.relative(taken)} already exports something as \`${rename.to}\`. Choose another name.` };
}

function inOwnFile(project: LanguageProject, source: OpenSource, rename: Walk): readonly FileEdit[] | Refusal {
  const { name, to } = rename;
  const { tree, file } = source;
  // A name that nothing here declares is a global one, such as `fetch`.
  const other = declaredNames(tree).get(to) ?? mentionsIn(tree, to)[0];
  if (other !== undefined)
    return {
      refused: `\`${to}\` already stands for something else at ${file}:${lineOf(tree, other)}. Choose another name.`,
    };
  const local = localEdits(source, name, to);
  if ('refused' in local) return local;
  // A file may import from itself, by way of others.
  const isThere = ({ range }: FileEdit): boolean =>
    local.some((each) => each.range.startLine === range.startLine && each.range.startColumn === range.startColumn);
  return [...local, ...inOtherFile(project, source, rename).filter((edit) => !isThere(edit))];
}

/** Every mention of a top-level name of the file. */
function localEdits(source: OpenSource, name: string, to: string): readonly FileEdit[] | Refusal {
  const mentions = mentionsIn(source.tree, name);
  const captured = mentions.find((mention) => isCaptured(mention, to));
  if (captured !== undefined)
    return {
      refused: `At ${source.file}:${lineOf(source.tree, captured)} \`${to}\` would stand for something else. Choose another name.`,
    };
  return mentions.map((mention) => replaced(source, spanOf(mention), renamedMention(mention, to)));
}

function isCaptured(mention: ts.Identifier, name: string): boolean {
  for (let scope: ts.Node = mention.parent; !ts.isSourceFile(scope); scope = scope.parent)
    if (declaredNames(scope).has(name)) return true;
  return false;
}

function inOtherFile(project: LanguageProject, source: OpenSource, rename: Walk): readonly FileEdit[] {
  const { name, to } = rename;
  const edits: FileEdit[] = [];
  const isOwn = project.paths.includes(source.path);
  for (const statement of source.tree.statements) {
    const specifiers = specifiersOf(statement);
    if (specifiers === null || !exposes(project, moduleOf(project, source.path, specifiers.module), rename)) continue;
    for (const specifier of specifiers.elements) {
      const { propertyName } = specifier;
      if ((propertyName ?? specifier.name).text !== name) continue;
      const kept = replaced(source, spanOf(specifier.name), `${to} as ${name}`);
      if (propertyName !== undefined) edits.push(replaced(source, spanOf(propertyName), to));
      else if (ts.isExportSpecifier(specifier)) edits.push(isOwn ? replaced(source, spanOf(specifier.name), to) : kept);
      else edits.push(...(importEdits(source, rename, isOwn) ?? [kept]));
    }
  }
  return [...edits, ...memberEdits(project, source, rename)];
}

/**
 * Null where the old name stays as the file's own: the new one means something else there, or the file exports it and is no part of
 * the project, so that who imports it from there is not known.
 */
function importEdits(source: OpenSource, { name, to }: ConstRename, isOwn: boolean): readonly FileEdit[] | null {
  if (topLevelNames(source.tree).has(to) || mentionsIn(source.tree, to).length > 0) return null;
  if (!isOwn && mentionsIn(source.tree, name).some(({ parent }) => ts.isExportSpecifier(parent))) return null;
  const local = localEdits(source, name, to);
  return 'refused' in local ? null : local;
}

interface Specifiers {
  readonly module: string;
  readonly elements: readonly (ts.ImportSpecifier | ts.ExportSpecifier)[];
}

/** Of `import { … } from` and `export { … } from`. */
function specifiersOf(statement: ts.Statement): Specifiers | null {
  if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return null;
  const { moduleSpecifier } = statement;
  const list = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : statement.exportClause;
  if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier) || list === undefined) return null;
  if (!ts.isNamedImports(list) && !ts.isNamedExports(list)) return null;
  return { module: moduleSpecifier.text, elements: [...list.elements] };
}

/** `raw.orders` of `import * as raw`. */
function memberEdits(project: LanguageProject, source: OpenSource, rename: Walk): FileEdit[] {
  const spaces = new Set(
    source.tree.statements.flatMap((statement) => {
      if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
      const bindings = statement.importClause?.namedBindings;
      if (bindings === undefined || !ts.isNamespaceImport(bindings)) return [];
      const module = moduleOf(project, source.path, statement.moduleSpecifier.text);
      return exposes(project, module, rename) ? [bindings.name.text] : [];
    }),
  );
  const edits: FileEdit[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && node.name.text === rename.name && ts.isIdentifier(node.expression))
      if (spaces.has(node.expression.text) && ts.isSourceFile(scopeOf(node.expression)))
        edits.push(replaced(source, spanOf(node.name), rename.to));
    ts.forEachChild(node, visit);
  };
  if (spaces.size > 0) visit(source.tree);
  return edits;
}

function moduleOf({ world }: LanguageProject, from: string, specifier: string): string | null {
  const target = world.module(from, specifier);
  return target.kind === 'file' ? target.path : null;
}

/** Whether a file exports the const under its own name, so that the export is renamed with it. */
function exposes(project: LanguageProject, file: string | null, rename: Walk, seen = new Set<string>()): boolean {
  if (file === null || seen.has(file)) return false;
  // A file that is neither would become part of the graph by being read.
  if (!project.paths.includes(file) && project.world.foreign(file) === null) return false;
  seen.add(file);
  const found = passesOn(project, file, rename, (module) =>
    exposes(project, moduleOf(project, file, module), rename, seen),
  );
  if (found) rename.through.add(file);
  return found;
}

function passesOn(project: LanguageProject, file: string, rename: Walk, next: (module: string) => boolean): boolean {
  const record = project.world.record(file);
  const exported = record?.exports.get(rename.name);
  if (exported === undefined) return record?.stars.some(next) === true;
  if (!('local' in exported)) return exported.name === rename.name && next(exported.module);
  if (exported.local !== rename.name) return false;
  const imported = record?.imports.get(rename.name);
  if (imported === undefined) return file === rename.file;
  // Where the old name stays as the file's own, the export keeps it, too.
  const source = imported.name === rename.name && next(imported.module) ? sourceOf(project, file) : null;
  return source !== null && importEdits(source, rename, true) !== null;
}

function lineOf(tree: ts.SourceFile, node: ts.Node): number {
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
}
