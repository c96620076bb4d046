// Adds an asset that others read to the assets that definitions name.
import { ts } from 'ts-morph';
import { resolveValue } from '../../resolve-value.ts';
import { staticValue } from '../../static-value.ts';
import { definitionsCall } from '../definitions-call.ts';
import { addItem } from '../list-edits.ts';
import { propertyName } from '../open-source.ts';
import { optionList } from '../option-edits.ts';
import { offeredIn, referenceTo } from '../project-names.ts';
import type { Fix, FixQuestion } from './fix-question.ts';

export function fixStranger({ project, source, node }: FixQuestion): readonly Fix[] {
  const found = definitionsCall(project);
  const list = found === null ? null : optionList(found.call, 'assets');
  if (found === null || list === null || !ts.isObjectLiteralExpression(list) || !ts.isExpression(node)) return [];
  const target = resolveValue(project.world, source.path, staticValue(node));
  if (target.kind !== 'declared' && target.kind !== 'output') return [];
  const output = target.kind === 'output' ? target.output : null;
  const offered = offeredIn(project, target.file).find(
    (each) => each.node.declaration === target.declaration && each.node.output?.name === output?.name,
  );
  const reference = offered && referenceTo(project, found.source, { offered, at: found.call.call.getStart() });
  if (offered === undefined || reference == null) return [];
  const text =
    reference.text === offered.name ? offered.name : `${propertyName(found.source, offered.name)}: ${reference.text}`;
  const edits = [addItem(found.source, list, text), ...reference.edits];
  return [{ title: `Add \`${offered.name}\` to the assets of definitions`, edits, isPreferred: true }];
}
