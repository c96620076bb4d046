// Which edits solve a problem: for each code the ones that are sound, the obvious one first.
import type { Problem, ProblemCode } from '@headwater/graph';
import type { CodeAction } from './code-action.ts';
import { fixBadCondition } from './fixes/fix-bad-condition.ts';
import { fixBadCron } from './fixes/fix-bad-cron.ts';
import { fixBadDuration } from './fixes/fix-bad-duration.ts';
import { fixBadRename } from './fixes/fix-bad-rename.ts';
import { fixCycle } from './fixes/fix-cycle.ts';
import { fixDuplicateKey, fixBadKey, fixKeyless } from './fixes/fix-key.ts';
import { fixDynamic } from './fixes/fix-dynamic.ts';
import type { Fix, FixQuestion } from './fixes/fix-question.ts';
import { fixIo } from './fixes/fix-io.ts';
import { fixNounName } from './fixes/fix-noun-name.ts';
import { fixSelection } from './fixes/fix-selection.ts';
import { fixUndeclaredCheck } from './fixes/fix-undeclared-check.ts';
import { fixUndeclaredInput } from './fixes/fix-undeclared-input.ts';
import { fixUnexported } from './fixes/fix-unexported.ts';
import { fixUnreturnedCheck } from './fixes/fix-unreturned-check.ts';
import { fixUnusedInput } from './fixes/fix-unused-input.ts';
import { fixNotAnAsset, fixUnknownImport, fixUnknownInput, fixUnknownResource } from './fixes/fix-unknown-name.ts';
import type { LanguageProject } from './language-project.ts';
import { sourceOf } from './language-project.ts';
import { nodeAt } from './open-source.ts';

const FIXES: Readonly<Partial<Record<ProblemCode, (question: FixQuestion) => readonly Fix[]>>> = {
  'duplicate-key': fixDuplicateKey,
  'unknown-input': fixUnknownInput,
  'unknown-import': fixUnknownImport,
  'not-an-asset': fixNotAnAsset,
  unexported: fixUnexported,
  keyless: fixKeyless,
  'bad-key': fixBadKey,
  'bad-rename': fixBadRename,
  cycle: fixCycle,
  dynamic: fixDynamic,
  'unused-input': fixUnusedInput,
  'noun-name': fixNounName,
  'unknown-io': fixIo,
  'unknown-resource': fixUnknownResource,
  'undeclared-check': fixUndeclaredCheck,
  'bad-selection': fixSelection,
  'bad-duration': fixBadDuration,
  'bad-cron': fixBadCron,
  'bad-condition': fixBadCondition,
  'undeclared-input': fixUndeclaredInput,
  'unreturned-check': fixUnreturnedCheck,
};

/** None where the file or one that would be edited does not parse right now: places there are not those of the graph. */
export function quickFixes(project: LanguageProject, problem: Problem): readonly CodeAction[] {
  const find = FIXES[problem.code];
  if (find === undefined || project.unparsed.includes(problem.file)) return [];
  const source = sourceOf(project, project.absolute(problem.file));
  if (source === null) return [];
  const { line: startLine, column: startColumn, endLine, endColumn } = problem;
  const node = nodeAt(source, { startLine, startColumn, endLine, endColumn });
  if (node === null) return [];
  return find({ project, problem, source, node })
    .filter(({ edits }) => edits.length > 0 && !edits.some(({ file }) => project.unparsed.includes(file)))
    .map((fix) => ({ ...fix, kind: 'quickfix', problem }));
}
