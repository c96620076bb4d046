// Exports what nothing exports: the statement, one output of a multi-asset, or a call that has no name yet.
import { ts } from 'ts-morph';
import { nameOfFile } from '../project-names.ts';
import type { LanguageProject } from '../language-project.ts';
import { sourceOf } from '../language-project.ts';
import { addItem } from '../list-edits.ts';
import { inserted, nodeAt } from '../open-source.ts';
import type { OpenSource } from '../open-source.ts';
import type { Fix, FixQuestion } from './fix-question.ts';
import { freeName, topLevelNames, topStatement } from '../scopes.ts';
import { factoryCall } from '../option-edits.ts';
import { hasModifier, unwrap, writtenName } from '../../syntax-tree.ts';

export function fixUnexported({ project, problem, source, node }: FixQuestion): readonly Fix[] {
  const [declared] = problem.related ?? [];
  // Named where it is used: what is to be exported stands elsewhere.
  if (declared !== undefined) return exportAt(project, declared);
  // Another call of definitions would be one too many.
  if (project.document.definitions !== null && isDefinitions(project, source, node)) return [];
  return exportDeclaration(source, node);
}

function isDefinitions({ world }: LanguageProject, source: OpenSource, node: ts.Node): boolean {
  const { parent } = node;
  const value = ts.isVariableDeclaration(parent) ? parent.initializer : node;
  const call = value && ts.isExpression(value) ? unwrap(value) : null;
  return call !== null && ts.isCallExpression(call) && factoryCall(world, source.path, call)?.factory === 'definitions';
}

function exportAt(
  project: LanguageProject,
  { file, line, column }: { readonly file: string; readonly line: number; readonly column: number },
): readonly Fix[] {
  const source = sourceOf(project, project.absolute(file));
  const node = source && nodeAt(source, { startLine: line, startColumn: column, endLine: line, endColumn: column + 1 });
  return source && node ? exportDeclaration(source, node) : [];
}

export function exportDeclaration(source: OpenSource, node: ts.Node): readonly Fix[] {
  const statement = topStatement(node);
  if (ts.isExpressionStatement(statement)) return [nameIt(source, statement)];
  if (!ts.isVariableStatement(statement)) return [];
  const name = ts.isIdentifier(node) ? node.text : statement.declarationList.declarations[0]?.name.getText();
  if (!hasModifier(statement, ts.SyntaxKind.ExportKeyword))
    return [
      {
        title: `Export \`${name}\``,
        edits: [inserted(source, statement.getStart(), 'export ')],
        isPreferred: true,
        isSafe: true,
      },
    ];
  // `export const { users } = multiAsset(…)` leaves an output behind.
  const pattern = statement.declarationList.declarations[0]?.name;
  const output = ts.isPropertyAssignment(node.parent) ? writtenName(node.parent.name) : null;
  if (pattern === undefined || !ts.isObjectBindingPattern(pattern) || output === null) return [];
  if (topLevelNames(source.tree).has(output)) return [];
  return [
    { title: `Take out \`${output}\``, edits: [addItem(source, pattern, output)], isPreferred: true, isSafe: true },
  ];
}

function nameIt(source: OpenSource, statement: ts.ExpressionStatement): Fix {
  const name = freeName(topLevelNames(source.tree), nameOfFile(source.path));
  return {
    title: `Export it as \`${name}\``,
    edits: [inserted(source, statement.getStart(), `export const ${name} = `)],
    isPreferred: true,
  };
}
