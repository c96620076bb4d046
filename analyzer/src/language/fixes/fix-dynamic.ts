// Writes out in place what a constant of the same file says, so that it can be read without running anything.
import { ts } from 'ts-morph';
import { unwrap } from '../../syntax-tree.ts';
import { replaced, spanOf } from '../open-source.ts';
import type { OpenSource } from '../open-source.ts';
import type { Fix, FixQuestion } from './fix-question.ts';
import { itemsOf } from '../list-edits.ts';

export function fixDynamic({ source, node }: FixQuestion): readonly Fix[] {
  const named = nameAt(node);
  if (named === null) return [];
  const value = constantOf(source, named.name.text);
  if (value === null) return [];
  const text = named.isSpread ? insideOf(source, value) : value.getText();
  if (text === null) return [];
  const whole = ts.isShorthandPropertyAssignment(named.whole) ? `${named.name.text}: ${text}` : text;
  const title = `Write \`${named.name.text}\` out in place`;
  return [{ title, edits: [replaced(source, spanOf(named.whole), whole)] }];
}

function nameAt(
  node: ts.Node,
): { readonly name: ts.Identifier; readonly whole: ts.Node; readonly isSpread: boolean } | null {
  const { parent } = node;
  if (ts.isSpreadElement(node) || ts.isSpreadAssignment(node))
    return ts.isIdentifier(node.expression) ? { name: node.expression, whole: node, isSpread: true } : null;
  if (!ts.isIdentifier(node)) return null;
  if (ts.isSpreadElement(parent) || ts.isSpreadAssignment(parent)) return { name: node, whole: parent, isSpread: true };
  if (ts.isShorthandPropertyAssignment(parent)) return { name: node, whole: parent, isSpread: false };
  const isValue = (ts.isPropertyAssignment(parent) && parent.initializer === node) || ts.isCallExpression(parent);
  return isValue ? { name: node, whole: node, isSpread: false } : null;
}

/** The literal object or array that a top-level const of the file is. */
function constantOf({ tree }: OpenSource, name: string): ts.ObjectLiteralExpression | ts.ArrayLiteralExpression | null {
  for (const statement of tree.statements) {
    if (!ts.isVariableStatement(statement) || (statement.declarationList.flags & ts.NodeFlags.Const) === 0) continue;
    for (const { name: declared, initializer } of statement.declarationList.declarations) {
      if (!ts.isIdentifier(declared) || declared.text !== name || initializer === undefined) continue;
      const value = unwrap(initializer);
      return ts.isObjectLiteralExpression(value) || ts.isArrayLiteralExpression(value) ? value : null;
    }
  }
  return null;
}

function insideOf({ text }: OpenSource, list: ts.ObjectLiteralExpression | ts.ArrayLiteralExpression): string | null {
  const items = itemsOf(list);
  const [first, last] = [items[0], items.at(-1)];
  return first === undefined || last === undefined ? null : text.slice(first.getStart(), last.end);
}
