// What can be made of the code at a place that has no problem: an asset, a check, a part of a body as an asset of its own.
import type { CodeAction, FilePlace } from './code-action.ts';
import type { LanguageProject } from './language-project.ts';
import { sourceOf } from './language-project.ts';
import { offsetAt } from './open-source.ts';
import { addCheck } from './refactorings/add-check.ts';
import { convertToAsset } from './refactorings/convert-to-asset.ts';
import { extractAsset } from './refactorings/extract-asset.ts';
import type { RefactorQuestion } from './refactorings/refactor-question.ts';

/** None in a file that does not parse right now. */
export function refactorings(project: LanguageProject, { file, range }: FilePlace): readonly CodeAction[] {
  const source = project.unparsed.includes(project.relative(file)) ? null : sourceOf(project, file);
  if (source === null) return [];
  const start = offsetAt(source, range.startLine, range.startColumn);
  const end = offsetAt(source, range.endLine, range.endColumn);
  if (start === null || end === null) return [];
  const question: RefactorQuestion = { project, source, start, end };
  return [convertToAsset, addCheck, extractAsset].flatMap((each) => each(question) ?? []);
}
