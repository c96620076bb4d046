// Which names a scope of a file declares, and which mentions of a name stand for the file's own top-level one.
import { ts } from 'ts-morph';

/** What a function's parameters, a block's statements, a loop or a catch declare. */
export function declaredNames(scope: ts.Node): ReadonlyMap<string, ts.Node> {
  const names = new Map<string, ts.Node>();
  const add = (name: ts.BindingName, owner: ts.Node): void => {
    if (ts.isIdentifier(name)) names.set(name.text, owner);
    else for (const element of name.elements) if (!ts.isOmittedExpression(element)) add(element.name, element);
  };
  const addList = ({ declarations }: ts.VariableDeclarationList): void => {
    for (const declaration of declarations) add(declaration.name, declaration);
  };
  if (ts.isFunctionLike(scope)) for (const parameter of scope.parameters) add(parameter.name, parameter);
  if (ts.isFunctionExpression(scope) || ts.isClassExpression(scope)) if (scope.name) names.set(scope.name.text, scope);
  if (ts.isCatchClause(scope) && scope.variableDeclaration) add(scope.variableDeclaration.name, scope);
  if (ts.isForStatement(scope) || ts.isForOfStatement(scope) || ts.isForInStatement(scope))
    if (scope.initializer && ts.isVariableDeclarationList(scope.initializer)) addList(scope.initializer);
  for (const statement of statementsOf(scope)) {
    if (ts.isVariableStatement(statement)) addList(statement.declarationList);
    else if (
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isEnumDeclaration(statement)
    ) {
      if (statement.name) names.set(statement.name.text, statement);
    } else if (ts.isImportDeclaration(statement))
      for (const [name, node] of importedNames(statement)) names.set(name, node);
  }
  return names;
}

function statementsOf(scope: ts.Node): readonly ts.Statement[] {
  if (ts.isSourceFile(scope) || ts.isBlock(scope) || ts.isModuleBlock(scope)) return scope.statements;
  return ts.isCaseBlock(scope) ? scope.clauses.flatMap((clause) => [...clause.statements]) : [];
}

function importedNames({ importClause }: ts.ImportDeclaration): [string, ts.Node][] {
  if (importClause === undefined) return [];
  const { name, namedBindings } = importClause;
  const own: [string, ts.Node][] = name === undefined ? [] : [[name.text, importClause]];
  if (namedBindings === undefined) return own;
  if (ts.isNamespaceImport(namedBindings)) return [...own, [namedBindings.name.text, namedBindings]];
  return [...own, ...namedBindings.elements.map((each): [string, ts.Node] => [each.name.text, each])];
}

const topLevel = new WeakMap<ts.SourceFile, ReadonlySet<string>>();

/** Names that a new name at the top level must not take. */
export function topLevelNames(tree: ts.SourceFile): ReadonlySet<string> {
  let names = topLevel.get(tree);
  // Asked for each of thousands of assets that could be named here.
  if (names === undefined) topLevel.set(tree, (names = new Set(declaredNames(tree).keys())));
  return names;
}

/** A mention of a value by its name, not a property, label or member that happens to be called so. */
export function isValueName(name: ts.Identifier): boolean {
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === name;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === name;
  if (ts.isBindingElement(parent)) return parent.propertyName !== name;
  if (ts.isImportSpecifier(parent)) return parent.name === name;
  if (ts.isQualifiedName(parent)) return parent.left === name;
  // `export { orders } from` names what another module exports.
  if (ts.isExportSpecifier(parent) && parent.parent.parent.moduleSpecifier !== undefined) return false;
  if (ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isAccessor(parent))
    return parent.name !== name;
  return !(
    ts.isPropertySignature(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isEnumMember(parent) ||
    ts.isLabeledStatement(parent) ||
    ts.isBreakOrContinueStatement(parent) ||
    (ts.isExportSpecifier(parent) && parent.propertyName !== undefined && parent.name === name)
  );
}

/** The scope around a mention that declares its name; the file itself where it is a top-level or unknown one. */
export function scopeOf(name: ts.Identifier): ts.Node {
  let scope: ts.Node = name.parent;
  while (!ts.isSourceFile(scope) && !declaredNames(scope).has(name.text)) scope = scope.parent;
  return scope;
}

/** Every mention of the file's top-level name, its declaration and shorthands among them. */
export function mentionsIn(tree: ts.SourceFile, name: string): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === name && isValueName(node) && ts.isSourceFile(scopeOf(node)))
      found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** The statement of the file that holds a node. */
export function topStatement(node: ts.Node): ts.Node {
  let statement = node;
  while (!ts.isSourceFile(statement) && !ts.isSourceFile(statement.parent)) statement = statement.parent;
  return statement;
}

/** The name itself, else with the first number that nothing has. */
export function freeName(taken: ReadonlySet<string>, name: string): string {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name}${number}`;
  return free;
}
