// Tells which asset the name under the cursor stands for. Reads the one file again, with parents: cheaper than keeping trees.
import { ts } from 'ts-morph';
import type { AssetName } from './analysis.ts';
import { callShape } from './call-shape.ts';
import { DEFAULT_BINDING } from './file-record.ts';
import type { StaticValue } from './file-record.ts';
import { findOutput } from './outputs.ts';
import { resolveValue } from './resolve-value.ts';
import type { Declared, World } from './resolve-value.ts';
import { staticValue } from './static-value.ts';
import { isFunctionExpression, parseSource, rangeOf, unwrap, writtenName } from './syntax-tree.ts';
import { exportNameOf, isNode, keyOf } from './upstream.ts';
import type { DeclaredNode } from './upstream.ts';

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
    ownKey(question, name) ??
    outputKey(question, name) ??
    inputKey(question, name) ??
    takenKey(question, name) ??
    valueKey(world, path, name);
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

/** The declared const itself, also one that an output is taken out to. */
function ownKey({ world, path }: NameQuestion, name: ts.Identifier): string | null {
  let declared: ts.Node = name.parent;
  if (ts.isBindingElement(declared) && ts.isObjectBindingPattern(declared.parent)) declared = declared.parent.parent;
  if (!ts.isVariableDeclaration(declared) || !ts.isSourceFile(declared.parent.parent.parent)) return null;
  if (declared.name === name) return valueKey(world, path, name);
  const element = name.parent;
  if (!ts.isBindingElement(element) || !ts.isIdentifier(element.name)) return null;
  // `{ users: people }`: both names stand for the output.
  return element.name === name || element.propertyName === name
    ? keyOfValue(world, path, { kind: 'name', name: element.name.text })
    : null;
}

/** The name of an output in `outputs: { … }`. */
function outputKey({ world, path }: NameQuestion, name: ts.Identifier): string | null {
  const { parent } = name;
  if (!ts.isPropertyAssignment(parent) || parent.name !== name || !isOption(parent.parent, 'outputs')) return null;
  const declared = declaredAround(world, path, name);
  const output = declared === null ? null : findOutput(declared.declaration, name.text);
  if (declared === null || output === null || output === 'unread') return null;
  return keyOfNode(world, { ...declared, output });
}

/** An object that is the value of the option of this name. */
function isOption(node: ts.Node, option: string): boolean {
  return (
    ts.isObjectLiteralExpression(node) &&
    ts.isPropertyAssignment(node.parent) &&
    writtenName(node.parent.name) === option
  );
}

/** The name of an input in `inputs: { … }`. */
function inputKey(question: NameQuestion, name: ts.Identifier): string | null {
  const { parent } = name;
  const isName = (ts.isPropertyAssignment(parent) && parent.name === name) || ts.isShorthandPropertyAssignment(parent);
  if (!isName || !isOption(parent.parent, 'inputs')) return null;
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
  const declared = declaredAround(world, path, inside);
  const inputs = declared === null ? undefined : callShape(declared).options?.byName.get('inputs');
  const entries = inputs?.kind === 'record' ? inputs.entries : [];
  const entry = entries.find((each) => each.kind === 'named' && each.name === input);
  return entry?.kind === 'named' ? keyOfValue(world, path, entry.value) : null;
}

/** The declaration whose statement holds this node. */
function declaredAround(world: World, path: string, inside: ts.Node): Declared | null {
  let name: string | null = DEFAULT_BINDING;
  for (let node = inside; !ts.isSourceFile(node); node = node.parent)
    if (ts.isVariableDeclaration(node)) name = firstName(node.name);
  const target = name === null ? null : resolveValue(world, path, { kind: 'name', name });
  return target?.kind === 'declared' || target?.kind === 'output' ? target : null;
}

/** Whichever const is taken out leads to the same declaration. */
function firstName(name: ts.BindingName): string | null {
  if (ts.isIdentifier(name)) return name.text;
  const first = name.elements.find((each) => !ts.isOmittedExpression(each) && ts.isIdentifier(each.name));
  return first !== undefined && !ts.isOmittedExpression(first) && ts.isIdentifier(first.name) ? first.name.text : null;
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
  if (target.kind === 'output') return keyOfNode(world, target);
  return target.kind === 'declared' && isNode(target) ? keyOfNode(world, { ...target, output: null }) : null;
}

function keyOfNode(world: World, node: DeclaredNode): string | null {
  const found = exportNameOf(node) === null ? null : keyOf(world, node);
  return found?.kind === 'key' ? found.key : null;
}
