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

/** Names and property reads, each once, in the order in which they are called; which of them are top-level names of the file is for the caller to tell. */
export function mentionedNames(code: ts.Node): StaticValue[] {
  const found = new Map<string, StaticValue>();
  const add = (root: ts.Identifier, whole: ts.Expression, scope: Scope | null): void => {
    if (root.text === '' || isDeclared(scope, root.text)) return;
    const value = staticValue(whole);
    const written = writtenAs(value);
    if (!found.has(written)) found.set(written, value);
  };
  const visit = (node: ts.Node | undefined, scope: Scope | null): void => {
    if (node === undefined || isType(node)) return;
    if (ts.isIdentifier(node)) return add(node, node, scope);
    if (ts.isPropertyAccessExpression(node)) {
      const root = rootOf(node);
      return root === null ? visit(node.expression, scope) : add(root, node, scope);
    }
    const inner = declaring(node, scope);
    for (const child of mentions(node)) visit(child, inner);
  };
  visit(code, null);
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
