// Gives an asset the policy its condition waits for, or takes a condition out where nothing could run it.
import { importSdk } from '../import-edits.ts';
import { addOption, factoryCallAround, hasOption, optionOf, removeOption } from '../option-edits.ts';
import { quoted } from '../open-source.ts';
import type { Fix, FixQuestion } from './fix-question.ts';

export function fixBadCondition({ project, source, node }: FixQuestion): readonly Fix[] {
  const call = factoryCallAround(project.world, source.path, node);
  const option = call === null ? null : optionOf(call, 'automation');
  // What is wrong stands inside the condition.
  if (call === null || option === null || option.initializer !== node) return [];
  if (call.factory === 'externalAsset')
    return [{ title: 'Take `automation` out', edits: removeOption(source, option), isPreferred: true }];
  if (call.factory === 'multiAsset' || hasOption(call, 'freshness')) return [];
  const text = `freshness: freshness.maxLag(${quoted(source, '1h')})`;
  const [edit, imported] = [addOption(source, call, text), importSdk(source, [{ exportName: 'freshness' }])];
  if (edit === null) return [];
  const edits = imported === null ? [edit] : [edit, imported];
  return [{ title: `Add \`${text}\``, edits, isPreferred: true }];
}
