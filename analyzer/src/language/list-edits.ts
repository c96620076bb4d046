// Puts items into lists and takes them out (objects, arrays, imports, patterns), commas, lines and comments included.
import { ts } from 'ts-morph';
import type { FileEdit } from './code-action.ts';
import { indentAt, inserted, replaced } from './open-source.ts';
import type { OpenSource } from './open-source.ts';

export type ListNode =
  ts.ObjectLiteralExpression | ts.ArrayLiteralExpression | ts.NamedImports | ts.ObjectBindingPattern;

export function itemsOf(list: ListNode): ts.NodeArray<ts.Node> {
  return ts.isObjectLiteralExpression(list) ? list.properties : list.elements;
}

/** Behind the last one, in the way the others are written. */
export function addItem(source: OpenSource, list: ListNode, text: string): FileEdit {
  const items = itemsOf(list);
  const last = items.at(-1);
  if (last === undefined) {
    const inside = { start: list.getStart() + 1, end: list.end - 1 };
    const isBlank = source.text.slice(inside.start, inside.end).trim() === '';
    const padded = ts.isArrayLiteralExpression(list) ? text : ` ${text} `;
    return isBlank ? replaced(source, inside, padded) : inserted(source, inside.start, `${padded.trimEnd()},`);
  }
  const { tree } = source;
  const line = (offset: number): number => tree.getLineAndCharacterOfPosition(offset).line;
  const ownLines = line(last.getStart()) !== line(list.getStart());
  // A comma that already stands behind the last item ends up behind the new one.
  return inserted(source, last.end, ownLines ? `,\n${indentAt(source, last.getStart())}${text}` : `, ${text}`);
}

/** With its comma, its line when it has one of its own, and the comments before it. */
export function removeItem(source: OpenSource, list: ListNode, item: ts.Node): readonly FileEdit[] {
  const items = itemsOf(list);
  const index = items.indexOf(item);
  if (items.length === 1) return [replaced(source, { start: list.getStart() + 1, end: list.end - 1 }, '')];
  const next = items[index + 1];
  if (next !== undefined) return [replaced(source, { start: ownStart(source, item), end: ownStart(source, next) }, '')];
  const before = items[index - 1];
  if (before === undefined) throw new Error('A list lost its items');
  const comma = commaAfter(source, before.end);
  const start = ts.getTrailingCommentRanges(source.text, comma)?.at(-1)?.end ?? comma;
  if (items.hasTrailingComma) return [replaced(source, { start, end: commaAfter(source, item.end) }, '')];
  return [replaced(source, { start: before.end, end: comma }, ''), replaced(source, { start, end: item.end }, '')];
}

/** Where its own comments begin: those that stand in lines before it, not behind the item before. */
function ownStart({ text, tree }: OpenSource, item: ts.Node): number {
  return ts.getLeadingCommentRanges(text, item.pos)?.[0]?.pos ?? item.getStart(tree);
}

/** The first one behind an item that stands in no comment. */
function commaAfter({ text }: OpenSource, end: number): number {
  const comments = [
    ...(ts.getTrailingCommentRanges(text, end) ?? []),
    ...(ts.getLeadingCommentRanges(text, end) ?? []),
  ];
  const comma = text.indexOf(',', Math.max(end, ...comments.map((each) => each.end)));
  if (comma === -1) throw new Error('A list lost its comma');
  return comma + 1;
}
