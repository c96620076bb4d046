// Which names selected statements read and declare, and what in them would leave the body they stand in.
import { ts } from 'ts-morph';
import { declaredNames, isValueName, scopeOf } from '../scopes.ts';

/** Names that the nodes read and do not declare themselves. */
export function readNames(nodes: readonly ts.Node[]): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && isValueName(node) && !isDeclaration(node)) {
      const scope = scopeOf(node);
      if (!nodes.some((each) => scope.pos >= each.pos && scope.end <= each.end)) names.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  for (const node of nodes) visit(node);
  return names;
}

function isDeclaration(name: ts.Identifier): boolean {
  const { parent } = name;
  return (
    (ts.isVariableDeclaration(parent) || ts.isBindingElement(parent) || ts.isParameter(parent)) && parent.name === name
  );
}

/** Names that the statements declare in the body. */
export function namesIn(statements: readonly ts.Statement[]): ReadonlySet<string> {
  const [first] = statements;
  const all = first === undefined ? [] : [...declaredNames(first.parent)];
  return new Set(
    all
      .filter(([, node]) => statements.some((each) => node.pos >= each.pos && node.end <= each.end))
      .map(([name]) => name),
  );
}

export function namesOf(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((each) => (ts.isOmittedExpression(each) ? [] : namesOf(each.name)));
}

/** What would leave the body, or another one. */
export function controlFlow(statement: ts.Statement): string | null {
  let found: string | null = null;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node)) found ??= 'return';
    if (ts.isYieldExpression(node)) found ??= 'yield';
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return found;
}

export function awaits(statement: ts.Node): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined)) found = true;
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  visit(statement);
  return found;
}
