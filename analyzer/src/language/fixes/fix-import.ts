// Imports that lead nowhere: another file, another export, or an `export` that is missing over there.
import { posix } from 'node:path';
import { ts } from 'ts-morph';
import { nearestName } from '@headwater/graph';
import { exportsOf } from '../../resolve-value.ts';
import type { Target } from '../../resolve-value.ts';
import { sourceOf } from '../language-project.ts';
import { quoted, replaced, spanOf } from '../open-source.ts';
import type { OpenSource } from '../open-source.ts';
import { specifierTo } from '../import-edits.ts';
import type { Offered } from '../project-names.ts';
import type { Fix, FixQuestion } from './fix-question.ts';
import { declaredNames } from '../scopes.ts';
import { exportDeclaration } from './fix-unexported.ts';

export function wrongImport(question: FixQuestion, target: Target, offered: readonly Offered[]): readonly Fix[] {
  if (target.kind === 'unknown-module') return otherModule(question, target.specifier, offered);
  if (target.kind !== 'unknown-export') return [];
  const exported = exportThere(question, target);
  return exported.length > 0 ? exported : otherExport(question, target, offered);
}

/** It is declared there, only not exported. */
function exportThere(
  { project }: FixQuestion,
  { file, name }: Extract<Target, { kind: 'unknown-export' }>,
): readonly Fix[] {
  const source = sourceOf(project, file);
  const declared = source === null ? undefined : declaredNames(source.tree).get(name);
  if (source === null || declared === undefined || !ts.isVariableDeclaration(declared)) return [];
  const where = posix.basename(file);
  return exportDeclaration(source, declared.name).map((fix) => ({ ...fix, title: `${fix.title} in ${where}` }));
}

/** Every name of the import must be there, so that no other breaks. */
function otherModule(question: FixQuestion, specifier: string, offered: readonly Offered[]): readonly Fix[] {
  const { project, source } = question;
  const found = importOf(source, question.node, specifier);
  if (found === null) return [];
  const wanted = importedBy(found.declaration);
  const withAll = [...new Set(offered.map(({ path }) => path))].filter((path) => {
    const names = exportsOf(project.world, path);
    return (
      wanted.length > 0 && path !== source.path && wanted.every((name) => name === '*' || names?.has(name) === true)
    );
  });
  const byName = withAll.map((path) => [posix.basename(path).replace(/\.[^.]*$/, ''), path] as const);
  const near = nearestName(
    posix.basename(specifier).replace(/\.[^.]*$/, ''),
    byName.map(([name]) => name),
  );
  // The nearest file name first: it is the one that was probably misspelled.
  const paths = byName.toSorted(([a], [b]) => Number(b === near) - Number(a === near)).map(([, path]) => path);
  return paths.slice(0, 3).map((path, index) => {
    const text = specifierTo(project, source, path);
    const edits = [replaced(source, spanOf(found.declaration.moduleSpecifier), quoted(source, text))];
    const isObvious = index === 0 && (paths.length === 1 || near !== null);
    return { title: `Import from '${text}'`, edits, ...(isObvious && { isPreferred: true }) };
  });
}

/** The one that is spelled nearly so in the same module, else one of the same name in another. */
function otherExport(
  question: FixQuestion,
  { file, name, specifier }: Extract<Target, { kind: 'unknown-export' }>,
  offered: readonly Offered[],
): readonly Fix[] {
  const { project, source, node } = question;
  const access = ts.isPropertyAccessExpression(node) ? node : node.parent;
  const here = offered
    .filter(({ path, member }) => path === file && member === null)
    .map(({ exportName }) => exportName);
  const near = nearestName(name, here);
  if (ts.isPropertyAccessExpression(access) && access.name.text === name)
    return near === null
      ? []
      : [{ title: `Change to \`${near}\``, edits: [replaced(source, spanOf(access.name), near)], isPreferred: true }];
  const found = importOf(source, node, specifier);
  if (found?.element == null) return [];
  const { declaration, element } = found;
  const fixes: Fix[] = [];
  if (near !== null) {
    const edits = [replaced(source, spanOf(element), `${near} as ${element.name.text}`)];
    fixes.push({ title: `Change to \`${near}\``, edits, isPreferred: true });
  }
  const elsewhere = offered.filter(
    ({ exportName, path, member }) => exportName === name && path !== source.path && member === null,
  );
  const isAlone = importedBy(declaration).length === 1;
  for (const { path } of isAlone ? elsewhere.slice(0, 3) : []) {
    const text = specifierTo(project, source, path);
    const edits = [replaced(source, spanOf(declaration.moduleSpecifier), quoted(source, text))];
    fixes.push({ title: `Import from '${text}'`, edits });
  }
  return fixes;
}

/** The declaration that imports the name at the node, with its element. */
function importOf(
  { tree }: OpenSource,
  node: ts.Node,
  specifier: string,
): { readonly declaration: ts.ImportDeclaration; readonly element: ts.ImportSpecifier | null } | null {
  const name = firstName(node);
  for (const declaration of tree.statements) {
    if (!ts.isImportDeclaration(declaration) || !ts.isStringLiteral(declaration.moduleSpecifier)) continue;
    const bindings = declaration.importClause?.namedBindings;
    const elements = bindings !== undefined && ts.isNamedImports(bindings) ? [...bindings.elements] : [];
    const element = elements.find((each) => each.name.text === name) ?? null;
    if (element !== null) return { declaration, element };
    if (declaration.moduleSpecifier.text === specifier) return { declaration, element: null };
  }
  return null;
}

function firstName(node: ts.Node): string | null {
  let inner: ts.Node = node;
  while (ts.isPropertyAccessExpression(inner)) inner = inner.expression;
  return ts.isIdentifier(inner) ? inner.text : null;
}

function importedBy({ importClause }: ts.ImportDeclaration): string[] {
  if (importClause === undefined) return [];
  const own = importClause.name === undefined ? [] : ['default'];
  const bindings = importClause.namedBindings;
  if (bindings === undefined) return own;
  if (ts.isNamespaceImport(bindings)) return [...own, '*'];
  return [...own, ...bindings.elements.map((each) => (each.propertyName ?? each.name).text)];
}
