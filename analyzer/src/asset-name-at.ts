// Tells which asset the name or key under the cursor stands for. Reads the one file again, with parents: cheaper than keeping trees.
import { ts } from 'ts-morph';
import type { AssetName } from './analysis.ts';
import { callShape } from './call-shape.ts';
import { DEFAULT_BINDING } from './file-record.ts';
import type { StaticValue } from './file-record.ts';
import { declaredNames, isValueName } from './language/scopes.ts';
import { stringKeyAt } from './language/string-keys.ts';
import { findOutput } from './outputs.ts';
import { exportsOf, resolveValue } from './resolve-value.ts';
import type { Declared, Target, World } from './resolve-value.ts';
import { staticValue } from './static-value.ts';
import { isFunctionExpression, parseSource, placeOf, rangeOf, unwrap, writtenName } from './syntax-tree.ts';
import { upstreamNamed } from './upstream-named.ts';
import { exportNameOf, isNode, keyOf } from './upstream.ts';
import type { DeclaredNode } from './upstream.ts';

export interface FileNames {
  readonly world: World;
  readonly path: string;
}

export interface NameQuestion extends FileNames {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/**
 * How a name stands for its asset: `declaration` its const or output, `input` the name it has among inputs, `parameter` that name
 * in the body, `name` everything else.
 */
export type NameRole = 'declaration' | 'input' | 'parameter' | 'name';

export function assetNameAt(question: NameQuestion): AssetName | null {
  const { world, path, text } = question;
  const tree = parseSource({ path, text, parents: true });
  const offset = offsetOf(tree, question);
  if (offset === null) return null;
  const name = identifierAt(tree, offset);
  if (name !== null) {
    const found = nameKey({ world, path }, name);
    return found === null ? null : { key: found.key, range: rangeOf(tree, name) };
  }
  const written = stringKeyAt({ world, path, tree }, offset);
  return written === null ? null : { key: written.key, range: placeOf(tree, written.start, written.end) };
}

/** The asset that a name stands for, and how. Its tree has parents. */
export function nameKey(
  names: FileNames,
  name: ts.Identifier,
): { readonly key: string; readonly role: NameRole } | null {
  const roles: readonly (readonly [NameRole, () => string | null])[] = [
    ['declaration', () => ownKey(names, name) ?? outputKey(names, name)],
    ['input', () => inputKey(names, name)],
    ['parameter', () => takenKey(names, name)],
    ['name', () => valueKey(names, name)],
  ];
  for (const [role, keyFor] of roles) {
    const key = keyFor();
    if (key !== null) return { key, role };
  }
  return null;
}

/** The key of the node that a call of a factory declares: the call of a const, or that of an output. */
export function declarationKey(names: FileNames, call: ts.CallExpression): string | null {
  let node: ts.Node = call.parent;
  while (ts.isExpression(node) && unwrap(node) === call) node = node.parent;
  if (ts.isPropertyAssignment(node)) return ts.isIdentifier(node.name) ? outputKey(names, node.name) : null;
  if (ts.isExportAssignment(node)) return keyOfValue(names, { kind: 'name', name: DEFAULT_BINDING });
  return ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) ? ownKey(names, node.name) : null;
}

function offsetOf(tree: ts.SourceFile, { line, column }: NameQuestion): number | null {
  const start = tree.getLineStarts()[line - 1];
  return start === undefined ? null : start + column - 1;
}

export function identifierAt(tree: ts.SourceFile, offset: number): ts.Identifier | null {
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
function ownKey(names: FileNames, name: ts.Identifier): string | null {
  let declared: ts.Node = name.parent;
  if (ts.isBindingElement(declared) && ts.isObjectBindingPattern(declared.parent)) declared = declared.parent.parent;
  if (!ts.isVariableDeclaration(declared) || !ts.isSourceFile(declared.parent.parent.parent)) return null;
  if (declared.name === name) return keyOfValue(names, { kind: 'name', name: name.text });
  const element = name.parent;
  if (!ts.isBindingElement(element) || !ts.isIdentifier(element.name)) return null;
  // `{ users: people }`: both names stand for the output.
  return element.name === name || element.propertyName === name
    ? keyOfValue(names, { kind: 'name', name: element.name.text })
    : null;
}

/** The name of an output in `outputs: { … }`. */
function outputKey(names: FileNames, name: ts.Identifier): string | null {
  const { parent } = name;
  if (!ts.isPropertyAssignment(parent) || parent.name !== name || !isOption(parent.parent, 'outputs')) return null;
  const declared = declaredAround(names, name);
  const output = declared === null ? null : findOutput(declared.declaration, name.text);
  if (declared === null || output === null || output === 'unread') return null;
  return keyOfNode(names, { ...declared, output });
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
function inputKey(names: FileNames, name: ts.Identifier): string | null {
  const { parent } = name;
  const isName = (ts.isPropertyAssignment(parent) && parent.name === name) || ts.isShorthandPropertyAssignment(parent);
  if (!isName || !isOption(parent.parent, 'inputs')) return null;
  return keyOfInput(names, name, name.text);
}

/** A destructured parameter of the body, or a use of it in the body. */
function takenKey(names: FileNames, name: ts.Identifier): string | null {
  if (ts.isPropertyAccessExpression(name.parent) && name.parent.name === name) return null;
  if (ts.isPropertyAssignment(name.parent) && name.parent.name === name) return null;
  for (let scope: ts.Node = name.parent; !ts.isSourceFile(scope); scope = scope.parent) {
    const isProperty = ts.isBindingElement(name.parent) && name.parent.propertyName === name;
    const declared = isProperty ? name.parent : declaredNames(scope).get(name.text);
    if (declared === undefined || (isProperty && !isFunctionExpression(scope))) continue;
    const pattern = declared.parent;
    const isBody = isFunctionExpression(scope) && scope.parameters[0]?.name === pattern && isCallArgument(scope);
    if (!isBody || !ts.isBindingElement(declared) || declared.dotDotDotToken) return null;
    const input = writtenName(declared.propertyName ?? declared.name);
    return input === null ? null : keyOfInput(names, scope, input);
  }
  return null;
}

function isCallArgument(node: ts.Expression): boolean {
  let outer: ts.Node = node.parent;
  while (ts.isExpression(outer) && unwrap(outer) === node) outer = outer.parent;
  return ts.isCallExpression(outer);
}

/** The key of an input of the declaration that holds this node. */
function keyOfInput(names: FileNames, inside: ts.Node, input: string): string | null {
  const declared = declaredAround(names, inside);
  const inputs = declared === null ? undefined : callShape(declared).options?.byName.get('inputs');
  const entries = inputs?.kind === 'record' ? inputs.entries : [];
  const entry = entries.find((each) => each.kind === 'named' && each.name === input);
  if (entry?.kind !== 'named') return null;
  const { named, path } = upstreamNamed({ ...names, report: null }, entry);
  return keyOfTarget(names, resolveValue(names.world, path, named.value));
}

/** The declaration whose statement holds this node. */
function declaredAround({ world, path }: FileNames, inside: ts.Node): Declared | null {
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
function valueKey(names: FileNames, name: ts.Identifier): string | null {
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent) && parent.name === name) return keyOfValue(names, staticValue(parent));
  if (ts.isImportSpecifier(parent)) return keyOfValue(names, { kind: 'name', name: parent.name.text });
  if (ts.isExportSpecifier(parent)) return exportedKey(names, parent);
  if (!isValueName(name) || isShadowed(name)) return null;
  return keyOfValue(names, { kind: 'name', name: name.text === 'default' ? DEFAULT_BINDING : name.text });
}

/** Either name of `export { orders as sales }`, also of what comes from another module. */
function exportedKey(names: FileNames, { name }: ts.ExportSpecifier): string | null {
  const target = exportsOf(names.world, names.path)?.get(name.text);
  return target === undefined ? null : keyOfTarget(names, target);
}

function isShadowed(name: ts.Identifier): boolean {
  for (let scope: ts.Node = name.parent; !ts.isSourceFile(scope); scope = scope.parent)
    if (declaredNames(scope).has(name.text)) return true;
  return false;
}

function keyOfValue(names: FileNames, value: StaticValue): string | null {
  return keyOfTarget(names, resolveValue(names.world, names.path, value));
}

function keyOfTarget(names: FileNames, target: Target): string | null {
  if (target.kind === 'output') return keyOfNode(names, target);
  return target.kind === 'declared' && isNode(target) ? keyOfNode(names, { ...target, output: null }) : null;
}

function keyOfNode({ world }: FileNames, node: DeclaredNode): string | null {
  const found = exportNameOf(node) === null ? null : keyOf(world, node);
  return found?.kind === 'key' ? found.key : null;
}
