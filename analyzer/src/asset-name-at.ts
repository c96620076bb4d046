// Tells which asset the name under the cursor stands for. Reads the one file again, with parents: cheaper than keeping trees.
import { ts } from 'ts-morph';
import type { AssetName } from './analysis.ts';
import { DEFAULT_BINDING } from './file-record.ts';
import type { AssetDeclaration, StaticValue } from './file-record.ts';
import { assetsOf, resolveValue } from './resolve-value.ts';
import type { World } from './resolve-value.ts';
import { staticValue } from './static-value.ts';
import { isFunctionExpression, parseSource, rangeOf, unwrap, writtenName } from './syntax-tree.ts';
import { keyOf } from './upstream.ts';

export interface NameQuestion {
  readonly world: World;
  readonly path: string;
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

export function assetNameAt(question: NameQuestion): AssetName | null {
  const { world, path, text } = question;
  const tree = parseSource({ path, text, parents: true });
  const name = identifierAt(tree, question);
  if (name === null) return null;
  const key =
    ownKey(question, name) ?? inputKey(question, name) ?? takenKey(question, name) ?? valueKey(world, path, name);
  return key === null ? null : { key, range: rangeOf(tree, name) };
}

function identifierAt(tree: ts.SourceFile, { line, column }: NameQuestion): ts.Identifier | null {
  const starts = tree.getLineStarts();
  const start = starts[line - 1];
  if (start === undefined) return null;
  const offset = start + column - 1;
  let found: ts.Identifier | null = null;
  const visit = (node: ts.Node): void => {
    // The caret may stand right behind a name.
    if (offset < node.pos || offset > node.end) return;
    if (ts.isIdentifier(node) && offset >= node.getStart(tree)) found = node;
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** The declared const itself. */
function ownKey({ world, path }: NameQuestion, name: ts.Identifier): string | null {
  const { parent } = name;
  const isTopLevel =
    ts.isVariableDeclaration(parent) && parent.name === name && ts.isSourceFile(parent.parent.parent.parent);
  return isTopLevel ? valueKey(world, path, name) : null;
}

/** The name of an input in `inputs: { … }`. */
function inputKey(question: NameQuestion, name: ts.Identifier): string | null {
  const { parent } = name;
  const isName = (ts.isPropertyAssignment(parent) && parent.name === name) || ts.isShorthandPropertyAssignment(parent);
  if (!isName || !ts.isObjectLiteralExpression(parent.parent) || !ts.isPropertyAssignment(parent.parent.parent))
    return null;
  if (writtenName(parent.parent.parent.name) !== 'inputs') return null;
  return keyOfInput(question, name, name.text);
}

/** A destructured parameter of the body, or a use of it in the body. */
function takenKey(question: NameQuestion, name: ts.Identifier): string | null {
  if (ts.isPropertyAccessExpression(name.parent) && name.parent.name === name) return null;
  if (ts.isPropertyAssignment(name.parent) && name.parent.name === name) return null;
  for (let scope: ts.Node = name.parent; !ts.isSourceFile(scope); scope = scope.parent) {
    const declared = declaredIn(scope, name);
    if (declared === null) continue;
    const pattern = declared.parent;
    const isBody = isFunctionExpression(scope) && scope.parameters[0]?.name === pattern && isCallArgument(scope);
    if (!isBody || !ts.isBindingElement(declared) || declared.dotDotDotToken) return null;
    const input = writtenName(declared.propertyName ?? declared.name);
    return input === null ? null : keyOfInput(question, scope, input);
  }
  return null;
}

function isCallArgument(node: ts.Expression): boolean {
  let outer: ts.Node = node.parent;
  while (ts.isExpression(outer) && unwrap(outer) === node) outer = outer.parent;
  return ts.isCallExpression(outer);
}

/** The binding of this name that a function's parameters or a block's declarations make, if any. */
function declaredIn(scope: ts.Node, name: ts.Identifier): ts.Node | null {
  const bindings: ts.Node[] = [];
  const collect = (binding: ts.BindingName, owner: ts.Node): void => {
    if (ts.isIdentifier(binding)) {
      if (binding.text === name.text) bindings.push(owner);
    } else for (const element of binding.elements) if (!ts.isOmittedExpression(element)) collect(element.name, element);
  };
  if (ts.isFunctionLike(scope)) for (const parameter of scope.parameters) collect(parameter.name, parameter);
  if (ts.isCatchClause(scope) && scope.variableDeclaration) collect(scope.variableDeclaration.name, scope);
  const lists = ts.isBlock(scope)
    ? scope.statements.filter(ts.isVariableStatement).map(({ declarationList }) => declarationList)
    : (ts.isForStatement(scope) || ts.isForOfStatement(scope) || ts.isForInStatement(scope)) &&
        scope.initializer &&
        ts.isVariableDeclarationList(scope.initializer)
      ? [scope.initializer]
      : [];
  for (const declaration of lists.flatMap(({ declarations }) => [...declarations]))
    collect(declaration.name, declaration);
  return bindings[0] ?? null;
}

/** The key of an input of the declaration that holds this node. */
function keyOfInput({ world, path }: NameQuestion, inside: ts.Node, input: string): string | null {
  let statement = inside;
  let binding: string | null = null;
  for (; !ts.isSourceFile(statement.parent); statement = statement.parent)
    if (ts.isVariableDeclaration(statement) && ts.isIdentifier(statement.name)) binding = statement.name.text;
  const wanted = ts.isExportAssignment(statement) ? null : binding;
  const asset = assetsOf(world, path).find(({ name }: AssetDeclaration) => name === wanted);
  const value = asset?.inputs.find(({ name }) => name === input)?.value;
  return value === undefined ? null : keyOfValue(world, path, value);
}

/** Any other name or property read that stands for an asset: a dep, an input's value, an import. */
function valueKey(world: World, path: string, name: ts.Identifier): string | null {
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent) && parent.name === name)
    return keyOfValue(world, path, staticValue(parent));
  const isLocal = isShadowed(name);
  return isLocal
    ? null
    : keyOfValue(world, path, { kind: 'name', name: name.text === 'default' ? DEFAULT_BINDING : name.text });
}

function isShadowed(name: ts.Identifier): boolean {
  for (let scope: ts.Node = name.parent; !ts.isSourceFile(scope); scope = scope.parent)
    if (declaredIn(scope, name) !== null) return true;
  return false;
}

function keyOfValue(world: World, path: string, value: StaticValue): string | null {
  const target = resolveValue(world, path, value);
  if (target.kind !== 'asset' || target.declaration.exportName === null) return null;
  const found = keyOf(world, target.file, target.declaration);
  return found.kind === 'key' ? found.key : null;
}
