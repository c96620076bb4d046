// Takes a check out of the options whose outcome the body never returns.
import { entryAround } from '../entries.ts';
import { removeEntry } from '../option-edits.ts';
import type { Fix, FixQuestion } from './fix-question.ts';

export function fixUnreturnedCheck({ source, node }: FixQuestion): readonly Fix[] {
  const entry = entryAround(node, ['checks']);
  if (entry === null) return [];
  return [{ title: 'Remove the check', edits: removeEntry(source, entry.list, entry.item) }];
}
