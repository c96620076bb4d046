// Which names from outside a piece of code mentions, blind to those it declares itself.
import { ts } from 'ts-morph';
import type { StaticValue } from './file-record.ts';
import { staticValue } from './static-value.ts';
import { unwrap } from './syntax-tree.ts';

/** Names declared by a function, block or loop around a place. */
interface Scope {
  readonly names: ReadonlySet<string>;
  readonly outer: Scope | null;
}

/** Names and property reads, each once, in the order in which they are called; `isTopLevel` tells those that a file knows. */
export function mentionedNames(
  code: readonly ts.Node[],
  isTopLevel: (name: string) => boolean,
  note?: (read: ts.Expression) => void,
): StaticValue[] {
  const found = new Map<string, StaticValue>();
  const add = (root: ts.Identifier, whole: ts.Expression, scope: Scope | null): void => {
    if (root.text === '' || !isTopLevel(root.text) || isDeclared(scope, root.text)) return;
    const value = staticValue(whole);
    const written = writtenAs(value);
    if (found.has(written)) return;
    found.set(written, value);
    note?.(whole);
  };
  let scope: Scope | null = null;
  const visit = (node: ts.Node): void => {
    switch (WAY_OF_KIND[node.kind]) {
      case WAYS.plain:
        return void ts.forEachChild(node, visit);
      case WAYS.name:
        return add(node as ts.Identifier, node as ts.Identifier, scope);
      case WAYS.access: {
        const access = node as ts.PropertyAccessExpression;
        const root = rootOf(access);
        return root === null ? visit(access.expression) : add(root, access, scope);
      }
      case WAYS.scope: {
        const outer = scope;
        scope = declaring(node, outer);
        for (const child of mentions(node)) if (child !== undefined) visit(child);
        scope = outer;
        return;
      }
      case WAYS.detailed:
        for (const child of mentions(node)) if (child !== undefined) visit(child);
    }
  };
  for (const node of code) visit(node);
  return [...found.values()];
}

function isDeclared(scope: Scope | null, name: string): boolean {
  for (let each = scope; each !== null; each = each.outer) if (each.names.has(name)) return true;
  return false;
}

/** `a.b.c` as a text; anything else by its kind alone. */
function writtenAs(value: StaticValue): string {
  if (value.kind === 'name') return value.name;
  return value.kind === 'member' ? `${writtenAs(value.of)}.${value.name}` : value.kind;
}

/** The name a chain of property reads starts from. */
function rootOf(node: ts.PropertyAccessExpression): ts.Identifier | null {
  let root: ts.Expression = node;
  while (ts.isPropertyAccessExpression(root)) root = root.expression;
  return ts.isIdentifier(root) ? root : null;
}

/** What is done with a node; `type` is passed over. */
const WAYS = { plain: 0, type: 1, name: 2, access: 3, detailed: 4, scope: 5 } as const;

/** Nodes of which `mentions` knows more than their children. */
const DETAILED = [
  ts.isBindingElement,
  ts.isVariableDeclaration,
  ts.isParameter,
  ts.isPropertyAssignment,
  ts.isPropertyDeclaration,
  ts.isEnumMember,
  ts.isShorthandPropertyAssignment,
  ts.isJsxAttribute,
  ts.isLabeledStatement,
  ts.isBreakOrContinueStatement,
  ts.isMetaProperty,
  ts.isCallExpression,
];

/** Nodes of which `declaring` knows names. */
const SCOPES = [
  ts.isFunctionLike,
  ts.isClassLike,
  ts.isCatchClause,
  ts.isBlock,
  ts.isModuleBlock,
  ts.isCaseBlock,
  ts.isForStatement,
  ts.isForOfStatement,
  ts.isForInStatement,
];

/** Hot: every node of every body is asked. TypeScript's questions look at the kind alone, so the answers are a table. */
const WAY_OF_KIND = Uint8Array.from({ length: ts.SyntaxKind.Count }, (_, kind) => {
  const node = { kind } as ts.Node;
  if (isType(node)) return WAYS.type;
  if (ts.isIdentifier(node)) return WAYS.name;
  if (ts.isPropertyAccessExpression(node)) return WAYS.access;
  if (SCOPES.some((is) => is(node))) return WAYS.scope;
  return DETAILED.some((is) => is(node)) ? WAYS.detailed : WAYS.plain;
});

function isType(node: ts.Node): boolean {
  return (
    (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isTypeParameterDeclaration(node)
  );
}

/** The children that are read when the code runs: no names that only label or declare. */
function mentions(node: ts.Node): readonly (ts.Node | undefined)[] {
  if (ts.isBindingElement(node)) return [computed(node.propertyName), pattern(node.name), node.initializer];
  if (ts.isVariableDeclaration(node) || ts.isParameter(node)) return [pattern(node.name), node.initializer];
  if (ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)) return [computed(node.name), node.initializer];
  if (ts.isEnumMember(node)) return [node.initializer];
  if (ts.isShorthandPropertyAssignment(node)) return [node.name, node.objectAssignmentInitializer];
  if (ts.isJsxAttribute(node)) return [node.initializer];
  if (ts.isLabeledStatement(node)) return [node.statement];
  if (ts.isBreakOrContinueStatement(node) || ts.isMetaProperty(node)) return [];
  if (ts.isCallExpression(node)) return inCallOrder(node);
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  if (!ts.isFunctionLike(node) && !ts.isClassLike(node)) return children;
  return children.filter((child) => child !== node.name || ts.isComputedPropertyName(child));
}

/** `parse(download())` calls `download` first, and so does `download().then(parse)`. */
function inCallOrder({ expression, arguments: given }: ts.CallExpression): readonly ts.Node[] {
  const callee = unwrap(expression);
  const isNamed = ts.isIdentifier(callee) || (ts.isPropertyAccessExpression(callee) && rootOf(callee) !== null);
  return isNamed ? [...given, callee] : [callee, ...given];
}

function computed(name: ts.PropertyName | undefined): ts.Expression | undefined {
  return name !== undefined && ts.isComputedPropertyName(name) ? name.expression : undefined;
}

function pattern(name: ts.BindingName): ts.BindingPattern | undefined {
  return ts.isIdentifier(name) ? undefined : name;
}

/** The scope inside a node: with the names that it declares, if any. */
function declaring(node: ts.Node, outer: Scope | null): Scope | null {
  const names = new Set<string>();
  if (ts.isFunctionLike(node)) {
    for (const parameter of node.parameters) collect(parameter.name, names);
    if (ts.isFunctionExpression(node) && node.name !== undefined) names.add(node.name.text);
  } else if (ts.isCatchClause(node) && node.variableDeclaration) collect(node.variableDeclaration.name, names);
  else if (ts.isBlock(node) || ts.isModuleBlock(node)) node.statements.forEach((each) => declaredBy(each, names));
  else if (ts.isCaseBlock(node))
    for (const { statements } of node.clauses) statements.forEach((each) => declaredBy(each, names));
  else if (ts.isForStatement(node) || ts.isForOfStatement(node) || ts.isForInStatement(node)) {
    if (node.initializer !== undefined && ts.isVariableDeclarationList(node.initializer))
      for (const { name } of node.initializer.declarations) collect(name, names);
  } else if (ts.isClassExpression(node) && node.name !== undefined) names.add(node.name.text);
  return names.size === 0 ? outer : { names, outer };
}

function declaredBy(statement: ts.Statement, names: Set<string>): void {
  if (ts.isVariableStatement(statement))
    for (const { name } of statement.declarationList.declarations) collect(name, names);
  else if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name !== undefined)
    names.add(statement.name.text);
}

function collect(name: ts.BindingName, names: Set<string>): void {
  if (ts.isIdentifier(name)) names.add(name.text);
  else for (const element of name.elements) if (!ts.isOmittedExpression(element)) collect(element.name, names);
}
