// Everything an editor can offer at a place: fixes for the problems there, and refactorings of what stands there.
import type { Problem, SourceRange } from '@headwater/graph';
import type { CodeAction, FilePlace } from './code-action.ts';
import type { LanguageProject } from './language-project.ts';
import { quickFixes } from './quick-fixes.ts';
import { refactorings } from './refactorings.ts';

export function codeActions(project: LanguageProject, place: FilePlace): readonly CodeAction[] {
  const file = project.relative(place.file);
  const problems = project.document.problems.filter((each) => each.file === file && touches(each, place.range));
  return [...problems.flatMap((problem) => quickFixes(project, problem)), ...refactorings(project, place)];
}

/** For each problem of the file that has one, the fix that may be made unseen. */
export function safeFixes(project: LanguageProject, path: string): readonly CodeAction[] {
  const file = project.relative(path);
  return project.document.problems
    .filter((problem) => problem.file === file)
    .flatMap((problem) => quickFixes(project, problem).filter(({ isSafe }) => isSafe === true));
}

function touches(problem: Problem, { startLine, startColumn, endLine, endColumn }: SourceRange): boolean {
  const isBefore = problem.endLine < startLine || (problem.endLine === startLine && problem.endColumn < startColumn);
  const isBehind = problem.line > endLine || (problem.line === endLine && problem.column > endColumn);
  return !isBefore && !isBehind;
}
