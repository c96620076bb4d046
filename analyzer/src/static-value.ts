// Turns an expression into the part of it that can be understood without running it.
import { ts } from 'ts-morph';
import type { StaticValue } from './file-record.ts';
import { unwrap, writtenName } from './syntax-tree.ts';

const MAX_DEPTH = 24;
/** A table of data written as a literal is not a setting; keeping it would only cost memory. */
const MAX_ITEMS = 200;

export function staticValue(expression: ts.Expression, depth = 0): StaticValue {
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
  if (ts.isPropertyAccessExpression(node)) return member(node.expression, node.name.text, depth);
  if (ts.isElementAccessExpression(node)) {
    const name = unwrap(node.argumentExpression);
    return ts.isStringLiteralLike(name) ? member(node.expression, name.text, depth) : opaque('a computed property');
  }
  if (ts.isTemplateExpression(node)) {
    const spans = node.templateSpans.flatMap((span) => [
      staticValue(span.expression, depth + 1),
      literal(span.literal.text),
    ]);
    return { kind: 'text', parts: [literal(node.head.text), ...spans] };
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return { kind: 'sum', left: staticValue(node.left, depth + 1), right: staticValue(node.right, depth + 1) };
  if (ts.isArrayLiteralExpression(node)) return list(node, depth);
  if (ts.isObjectLiteralExpression(node)) return fields(node, depth);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return literal(true);
  if (node.kind === ts.SyntaxKind.FalseKeyword) return literal(false);
  if (node.kind === ts.SyntaxKind.NullKeyword) return literal(null);
  return opaque(whatIs(node));
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

function member(of: ts.Expression, name: string, depth: number): StaticValue {
  return { kind: 'member', of: staticValue(of, depth + 1), name };
}

function list(node: ts.ArrayLiteralExpression, depth: number): StaticValue {
  if (node.elements.length > MAX_ITEMS || node.elements.some(ts.isSpreadElement)) return opaque('a computed array');
  return { kind: 'list', items: node.elements.map((item) => staticValue(item, depth + 1)) };
}

function fields(node: ts.ObjectLiteralExpression, depth: number): StaticValue {
  if (node.properties.length > MAX_ITEMS) return opaque('a large object');
  const known = new Map<string, StaticValue>();
  for (const property of node.properties) {
    const name = property.name === undefined ? null : writtenName(property.name);
    // After a spread or a computed name, any field may be another.
    if (name === null) return opaque('a computed object');
    if (ts.isPropertyAssignment(property)) known.set(name, staticValue(property.initializer, depth + 1));
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
