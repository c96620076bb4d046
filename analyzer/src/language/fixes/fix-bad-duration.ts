// Writes a duration or a size as it was meant.
import { ts } from 'ts-morph';
import { foldValue } from '../../fold-value.ts';
import { DELAY, DURATION, SIZE, meantQuantity } from '../../quantity.ts';
import type { QuantityKind } from '../../quantity.ts';
import { staticValue } from '../../static-value.ts';
import { writtenName } from '../../syntax-tree.ts';
import { quoted, replaced, spanOf } from '../open-source.ts';
import type { Fix, FixQuestion } from './fix-question.ts';

const KINDS = new Map([
  ['timeout', DURATION],
  ['memoryLimit', SIZE],
  ['delay', DELAY],
  ['minimumInterval', DELAY],
  ['warn', DURATION],
  ['lowerBound', DURATION],
]);

export function fixBadDuration({ project: { world }, source, node }: FixQuestion): readonly Fix[] {
  const kind = kindAt(node);
  const meant = kind && ts.isExpression(node) && meantQuantity(foldValue(world, source.path, staticValue(node)), kind);
  if (typeof meant !== 'string') return [];
  const text = quoted(source, meant);
  return [{ title: `Change to ${text}`, edits: [replaced(source, spanOf(node), text)], isPreferred: true }];
}

/** Of an option by its name; the argument of a word, such as `freshness.maxLag('30 min')`, is a duration. */
function kindAt(node: ts.Node): QuantityKind | undefined {
  const { parent } = node;
  if (ts.isCallExpression(parent)) return DURATION;
  if (!ts.isPropertyAssignment(parent) || parent.initializer !== node) return undefined;
  return KINDS.get(writtenName(parent.name) ?? '');
}
