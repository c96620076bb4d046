// Writes a duration or a size as it was meant.
import { foldValue } from '../../fold-value.ts';
import { DELAY, DURATION, SIZE, meantQuantity } from '../../quantity.ts';
import { staticValue } from '../../static-value.ts';
import { writtenName } from '../../syntax-tree.ts';
import { quoted, replaced, spanOf } from '../open-source.ts';
import type { Fix, FixQuestion } from './fix-question.ts';
import { ts } from 'ts-morph';

const KINDS = new Map([
  ['timeout', DURATION],
  ['memoryLimit', SIZE],
  ['delay', DELAY],
]);

export function fixBadDuration({ project: { world }, source, node }: FixQuestion): readonly Fix[] {
  const option = node.parent;
  if (!ts.isPropertyAssignment(option) || option.initializer !== node) return [];
  const kind = KINDS.get(writtenName(option.name) ?? '');
  const meant = kind && meantQuantity(foldValue(world, source.path, staticValue(option.initializer)), kind);
  if (meant == null) return [];
  const text = quoted(source, meant);
  return [{ title: `Change to ${text}`, edits: [replaced(source, spanOf(node), text)], isPreferred: true }];
}
