// Takes a key out of `renamedFrom` that cannot be one the asset had.
import { ts } from 'ts-morph';
import { removeItem } from '../list-edits.ts';
import { removeOption } from '../option-edits.ts';
import type { Fix, FixQuestion } from './fix-question.ts';

export function fixBadRename({ source, node }: FixQuestion): readonly Fix[] {
  if (!ts.isStringLiteralLike(node)) return [];
  const title = `Take '${node.text}' out of \`renamedFrom\``;
  const list = ts.isArrayLiteralExpression(node.parent) ? node.parent : null;
  const option = (list ?? node).parent;
  if (list !== null && list.elements.length > 1) return [{ title, edits: removeItem(source, list, node) }];
  return ts.isPropertyAssignment(option) ? [{ title, edits: removeOption(source, option) }] : [];
}
