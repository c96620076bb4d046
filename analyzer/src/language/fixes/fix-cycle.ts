// Takes out the input that closes a circle.
import { entryAround } from '../entries.ts';
import { removeEntry } from '../option-edits.ts';
import type { Fix, FixQuestion } from './fix-question.ts';

export function fixCycle({ source, node, problem }: FixQuestion): readonly Fix[] {
  const entry = entryAround(node, ['inputs', 'deps']);
  if (entry === null) return [];
  const isAlone = problem.related === undefined || problem.related.length === 0;
  const title = `Remove \`${entry.name}\` from \`${entry.option}\``;
  return [{ title, edits: removeEntry(source, entry.list, entry.item), ...(isAlone && { isPreferred: true }) }];
}
