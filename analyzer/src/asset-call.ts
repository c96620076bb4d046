// Reads one call that may be an asset: its options, inputs, deps, body and what about it cannot be read without running.
import { ts } from 'ts-morph';
import { codeMeaning, codeVersion } from './code-version.ts';
import { docComment } from './doc-comment.ts';
import type { AssetDeclaration, FoldedOption, InputDeclaration, PlacedValue, Unreadable } from './file-record.ts';
import { staticValue } from './static-value.ts';
import { isFunctionExpression, rangeOf, unwrap, writtenName } from './syntax-tree.ts';

export interface AssetCall {
  readonly call: ts.CallExpression;
  readonly statement: ts.Statement;
  /** Null for `export default asset(…)`. */
  readonly declaration: ts.VariableDeclaration | null;
  /** Why the call's place makes the definition unreadable: `declared with let`. */
  readonly reasons: readonly string[];
}

const FOLDED: ReadonlySet<string> = new Set<FoldedOption>(['key', 'group', 'kinds', 'description']);

export function readAssetCall(tree: ts.SourceFile, found: AssetCall): Omit<AssetDeclaration, 'exportName'> {
  const { call, statement, declaration } = found;
  const name = declaration !== null && ts.isIdentifier(declaration.name) ? declaration.name : null;
  const unreadable: Unreadable[] = found.reasons.map((reason) => ({ reason, place: rangeOf(tree, call) }));
  const note = (reason: string, node: ts.Node): void => {
    unreadable.push({ reason, place: rangeOf(tree, node) });
  };
  const [first, second] = call.arguments.map(unwrap);
  const spread = call.arguments.find(ts.isSpreadElement);
  if (spread !== undefined) note('its arguments are spread', spread);
  const written = spread === undefined ? first : undefined;
  const isOptions = second !== undefined || (written !== undefined && ts.isObjectLiteralExpression(written));
  const options = isOptions ? readOptions(tree, written, note) : NO_OPTIONS;
  const body = spread !== undefined ? undefined : isOptions ? second : written;
  return {
    name: name?.text ?? null,
    place: rangeOf(tree, name ?? call),
    range: rangeOf(tree, statement),
    comment: commentOf(tree, found),
    ...options,
    taken: body === undefined ? null : takenInputs(body),
    codeVersion: body === undefined ? null : bodyVersion(tree, body),
    unreadable,
  };
}

interface ReadOptions {
  readonly options: Partial<Record<FoldedOption, PlacedValue>>;
  readonly inputs: InputDeclaration[];
  readonly deps: PlacedValue[];
}

const NO_OPTIONS: ReadOptions = { options: {}, inputs: [], deps: [] };

type Note = (reason: string, node: ts.Node) => void;

function readOptions(tree: ts.SourceFile, written: ts.Expression | undefined, note: Note): ReadOptions {
  const read: ReadOptions = { options: {}, inputs: [], deps: [] };
  if (written === undefined || !ts.isObjectLiteralExpression(written)) {
    if (written !== undefined) note('its options are not written in place', written);
    return read;
  }
  for (const property of written.properties) {
    if (ts.isSpreadAssignment(property)) {
      note('its options are spread', property);
      continue;
    }
    const name = writtenName(property.name);
    if (name === null) {
      note('the name of an option is computed', property.name);
      continue;
    }
    const value = valueOf(property);
    if (name === 'inputs') read.inputs.push(...readInputs(tree, value, note, property));
    else if (name === 'deps') read.deps.push(...readDeps(tree, value, note, property));
    else if (FOLDED.has(name)) {
      if (value === null) note(`\`${name}\` is a function`, property);
      // Membership in FOLDED is what makes the name one of them.
      else read.options[name as FoldedOption] = { value: staticValue(value), place: rangeOf(tree, value) };
    }
  }
  return read;
}

/** A property's value; a shorthand's is its name; null for methods and accessors. */
function valueOf(property: Exclude<ts.ObjectLiteralElementLike, ts.SpreadAssignment>): ts.Expression | null {
  if (ts.isPropertyAssignment(property)) return unwrap(property.initializer);
  return ts.isShorthandPropertyAssignment(property) ? property.name : null;
}

function readInputs(tree: ts.SourceFile, value: ts.Expression | null, note: Note, at: ts.Node): InputDeclaration[] {
  if (value === null || !ts.isObjectLiteralExpression(value)) {
    note('its inputs are computed', value ?? at);
    return [];
  }
  return value.properties.flatMap((property): InputDeclaration[] => {
    const name = property.name === undefined ? null : writtenName(property.name);
    const input = ts.isSpreadAssignment(property) ? null : valueOf(property);
    if (ts.isSpreadAssignment(property)) note('its inputs are spread', property);
    else if (name === null) note('the name of an input is computed', property.name);
    else if (input === null) note(`input \`${name}\` is computed`, property);
    return name === null || input === null ? [] : [{ name, value: staticValue(input), place: rangeOf(tree, input) }];
  });
}

function readDeps(tree: ts.SourceFile, value: ts.Expression | null, note: Note, at: ts.Node): PlacedValue[] {
  if (value === null || !ts.isArrayLiteralExpression(value)) {
    note('its deps are computed', value ?? at);
    return [];
  }
  return value.elements.flatMap((element): PlacedValue[] => {
    if (!ts.isSpreadElement(element)) return [{ value: staticValue(element), place: rangeOf(tree, element) }];
    note('its deps are spread', element);
    return [];
  });
}

/** The input names a body's first parameter takes apart; null when it may take any. */
function takenInputs(body: ts.Expression): ReadonlySet<string> | null {
  if (!isFunctionExpression(body)) return null;
  const [parameter] = body.parameters;
  // Only an arrow function without parameters is sure to ignore its arguments.
  if (parameter === undefined) return ts.isArrowFunction(body) ? new Set() : null;
  if (parameter.dotDotDotToken || !ts.isObjectBindingPattern(parameter.name)) return null;
  const names = parameter.name.elements.map((element) => (element.dotDotDotToken ? null : writtenProperty(element)));
  return names.includes(null) ? null : new Set(names.filter((name) => name !== null));
}

function writtenProperty(element: ts.BindingElement): string | null {
  return writtenName(element.propertyName ?? element.name);
}

/**
 * The body's own code, and that of the local function it names. What the body reads beyond that, and functions of other
 * files, would be further parts of the same list.
 */
function bodyVersion(tree: ts.SourceFile, body: ts.Expression): string | null {
  if (!ts.isIdentifier(body)) return codeVersion([codeMeaning(body)]);
  const declared = localFunction(tree, body.text);
  return declared === null ? null : codeVersion([codeMeaning(declared)]);
}

function localFunction(tree: ts.SourceFile, name: string): ts.Node | null {
  for (const statement of tree.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name?.text === name && statement.body) return statement;
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name: variable, initializer } of statement.declarationList.declarations)
      if (initializer !== undefined && ts.isIdentifier(variable) && variable.text === name) return unwrap(initializer);
  }
  return null;
}

/** A declarator's own comment, else that of its statement. */
function commentOf(tree: ts.SourceFile, { statement, declaration }: AssetCall): string | null {
  const own = declaration === null ? null : docComment(tree.text, declaration.pos);
  return own ?? docComment(tree.text, statement.pos);
}
