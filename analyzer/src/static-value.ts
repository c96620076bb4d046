// Turns an expression into the part of it that can be understood without running it.
import { ts } from 'ts-morph';
import type { SourceRange } from '@headwater/graph';
import type { StaticArgument, StaticValue } from './file-record.ts';
import { rangeOf, unwrap, writtenName } from './syntax-tree.ts';
import { mayBeWord } from './vocabulary.ts';

const MAX_DEPTH = 24;
/** A table of data written as a literal is not a setting; keeping it would only cost memory. */
const MAX_ITEMS = 200;
/** But the keys of partitions are one. */
const MAX_KEYS = 10_000;
/** No word of the SDK takes nearly so many. */
const MAX_ARGUMENTS = 40;

/** With the `tree` it stands in, calls of the SDK's words are kept, with their places. */
export function staticValue(expression: ts.Expression, tree: ts.SourceFile | null = null): StaticValue {
  return read(expression, { tree, depth: 0, most: MAX_ITEMS });
}

interface Reading {
  readonly tree: ts.SourceFile | null;
  readonly depth: number;
  /** Items of a list. */
  readonly most: number;
}

function read(expression: ts.Expression, reading: Reading): StaticValue {
  const { tree, depth } = reading;
  const inner = { ...reading, depth: depth + 1 };
  const node = unwrap(expression);
  if (depth > MAX_DEPTH) return opaque('a deeply nested expression');
  if (ts.isStringLiteralLike(node)) return literal(node.text);
  if (ts.isNumericLiteral(node)) return literal(Number(node.text));
  if (
    ts.isPrefixUnaryExpression(node) &&
    node.operator === ts.SyntaxKind.MinusToken &&
    ts.isNumericLiteral(node.operand)
  )
    return literal(-Number(node.operand.text));
  if (ts.isIdentifier(node)) return { kind: 'name', name: node.text };
  if (ts.isPropertyAccessExpression(node)) return member(node.expression, node.name.text, inner);
  if (ts.isElementAccessExpression(node)) {
    const name = unwrap(node.argumentExpression);
    return ts.isStringLiteralLike(name) ? member(node.expression, name.text, inner) : opaque('a computed property');
  }
  if (ts.isTemplateExpression(node)) {
    const spans = node.templateSpans.flatMap((span) => [read(span.expression, inner), literal(span.literal.text)]);
    return { kind: 'text', parts: [literal(node.head.text), ...spans] };
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return { kind: 'sum', left: read(node.left, inner), right: read(node.right, inner) };
  if (ts.isArrayLiteralExpression(node)) return list(node, inner);
  if (ts.isObjectLiteralExpression(node)) return fields(node, inner);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return literal(true);
  if (node.kind === ts.SyntaxKind.FalseKeyword) return literal(false);
  if (node.kind === ts.SyntaxKind.NullKeyword) return literal(null);
  if (tree !== null && ts.isCallExpression(node) && isWord(node)) {
    const args = node.arguments.map((each) => argument(each, { ...inner, tree, most: MAX_KEYS }));
    return { kind: 'call', what: whatIs(node), callee: read(node.expression, inner), args, place: rangeOf(tree, node) };
  }
  return opaque(whatIs(node));
}

/** Told by the name of a property alone; a name of the file's own may stand for one. */
function isWord({ expression, arguments: args }: ts.CallExpression): boolean {
  const callee = unwrap(expression);
  if (args.length > MAX_ARGUMENTS || args.some(ts.isSpreadElement)) return false;
  return ts.isPropertyAccessExpression(callee) ? mayBeWord(callee.name.text) : ts.isIdentifier(callee);
}

function argument(written: ts.Expression, reading: Reading & { readonly tree: ts.SourceFile }): StaticArgument {
  const node = unwrap(written);
  const fields = new Map<string, SourceRange>();
  for (const property of ts.isObjectLiteralExpression(node) ? node.properties : []) {
    const name = property.name === undefined ? null : writtenName(property.name);
    const value = ts.isPropertyAssignment(property) ? property.initializer : property;
    if (name !== null) fields.set(name, rangeOf(reading.tree, value));
  }
  return { value: read(node, reading), place: rangeOf(reading.tree, node), fields };
}

/** String and number members of an enum, so that `Group.Silver` can name a group. */
export function enumValue(node: ts.EnumDeclaration): StaticValue {
  const entries = node.members.flatMap((each): [string, StaticValue][] => {
    const name = writtenName(each.name);
    return name === null || each.initializer === undefined ? [] : [[name, staticValue(each.initializer)]];
  });
  return { kind: 'fields', fields: new Map(entries) };
}

export function opaque(what: string): StaticValue {
  return { kind: 'opaque', what };
}

function literal(value: string | number | boolean | null): StaticValue {
  return { kind: 'literal', value };
}

function member(of: ts.Expression, name: string, inner: Reading): StaticValue {
  return { kind: 'member', of: read(of, inner), name };
}

function list(node: ts.ArrayLiteralExpression, inner: Reading): StaticValue {
  if (node.elements.length > inner.most || node.elements.some(ts.isSpreadElement)) return opaque('a computed array');
  return { kind: 'list', items: node.elements.map((item) => read(item, inner)) };
}

function fields(node: ts.ObjectLiteralExpression, inner: Reading): StaticValue {
  if (node.properties.length > MAX_ITEMS) return opaque('a large object');
  const known = new Map<string, StaticValue>();
  for (const property of node.properties) {
    const name = property.name === undefined ? null : writtenName(property.name);
    // After a spread or a computed name, any field may be another.
    if (name === null) return opaque('a computed object');
    if (ts.isPropertyAssignment(property)) known.set(name, read(property.initializer, inner));
    else if (ts.isShorthandPropertyAssignment(property)) known.set(name, { kind: 'name', name });
    else known.set(name, opaque('a function'));
  }
  return { kind: 'fields', fields: known };
}

function whatIs(node: ts.Expression): string {
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return 'a function';
  if (ts.isClassExpression(node)) return 'a class';
  if (ts.isCallExpression(node))
    return ts.isIdentifier(node.expression) ? `the result of \`${node.expression.text}(…)\`` : 'the result of a call';
  if (ts.isNewExpression(node)) return 'an object made with `new`';
  if (ts.isAwaitExpression(node)) return 'an awaited value';
  if (ts.isConditionalExpression(node)) return 'chosen by a condition';
  return 'a computed value';
}
