// The entry of an option's list that a node stands in: one input, dep, resource or check.
import { ts } from 'ts-morph';
import { writtenName } from '../syntax-tree.ts';

export interface Entry {
  readonly option: string;
  readonly list: ts.ObjectLiteralExpression | ts.ArrayLiteralExpression;
  readonly item: ts.Node;
  /** Of an input or resource; the text of anything else. */
  readonly name: string;
  /** Where its value is written; null for a shorthand, where name and value are one. */
  readonly value: ts.Expression | null;
}

export function entryAround(node: ts.Node, options: readonly string[]): Entry | null {
  for (let item: ts.Node = node; !ts.isSourceFile(item.parent); item = item.parent) {
    const list = item.parent;
    if (!ts.isObjectLiteralExpression(list) && !ts.isArrayLiteralExpression(list)) continue;
    const option = list.parent;
    const name = ts.isPropertyAssignment(option) && option.initializer === list ? writtenName(option.name) : null;
    if (name === null || !options.includes(name)) continue;
    return { option: name, list, item, ...nameAndValue(item) };
  }
  return null;
}

function nameAndValue(item: ts.Node): Pick<Entry, 'name' | 'value'> {
  if (ts.isShorthandPropertyAssignment(item)) return { name: item.name.text, value: null };
  if (ts.isPropertyAssignment(item))
    return { name: writtenName(item.name) ?? item.name.getText(), value: item.initializer };
  return { name: item.getText(), value: ts.isExpression(item) ? item : null };
}
