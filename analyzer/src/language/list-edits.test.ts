// Items come and go with their commas, lines and comments, and what is left still parses to the other items.
import { ts } from 'ts-morph';
import { expect, test } from 'vitest';
import { firstSyntaxError } from '../syntax-tree.ts';
import { applyEdits } from '../test/apply-edits.ts';
import { addItem, itemsOf, removeItem } from './list-edits.ts';
import type { ListNode } from './list-edits.ts';
import { openSource } from './open-source.ts';
import type { OpenSource } from './open-source.ts';

function opened(text: string): { readonly source: OpenSource; readonly list: ListNode } {
  const source = openSource({ path: '/a.ts', file: 'a.ts', text });
  let list: ListNode | null = null;
  const visit = (node: ts.Node): void => {
    if (list === null && (ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node))) list = node;
    ts.forEachChild(node, visit);
  };
  visit(source.tree);
  if (list === null) throw new Error('No list');
  return { source, list };
}

const LISTS = [
  '[a]',
  '[a, b, c]',
  '[a, b, c,]',
  '{ a, b: 1, c }',
  '{ a, b: [1, 2], }',
  '[a /* , */, b /* , */ , c]',
  '[\n  a,\n  b, // b, indeed\n  // of c\n  c\n]',
  '[\n  a, // of a\n  b,\n  /* of, c */ c, // last\n]',
  '{\n\ta,\n\tb: {\n\t\tx: 1,\n\t},\n\tc,\n}',
  '[a,\n  b, c]',
];

test.each(LISTS)('each item goes alone: %j', (text) => {
  const { source, list } = opened(`x(${text});\n`);
  const all = itemsOf(list).map((item) => item.getText());
  for (const [index, item] of itemsOf(list).entries()) {
    const after = applyEdits(new Map([['a.ts', source.text]]), removeItem(source, list, item)).get('a.ts') ?? '';
    const { source: changed, list: left } = opened(after);
    expect(firstSyntaxError(changed.tree), after).toBeNull();
    expect(itemsOf(left).map((each) => each.getText())).toEqual(all.filter((_, other) => other !== index));
  }
});

test.each(['[]', '{}', '[ ]', '{\n}', '[ /* none */ ]', ...LISTS])('one more comes last: %j', (text) => {
  const { source, list } = opened(`x(${text});\n`);
  const all = itemsOf(list).map((item) => item.getText());
  const after = applyEdits(new Map([['a.ts', source.text]]), [addItem(source, list, 'more')]).get('a.ts') ?? '';
  const { source: changed, list: longer } = opened(after);
  expect(firstSyntaxError(changed.tree), after).toBeNull();
  expect(itemsOf(longer).map((each) => each.getText())).toEqual([...all, 'more']);
});
