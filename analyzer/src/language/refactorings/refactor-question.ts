// What a refactoring is asked.
import type { LanguageProject } from '../language-project.ts';
import type { OpenSource } from '../open-source.ts';

export interface RefactorQuestion {
  readonly project: LanguageProject;
  readonly source: OpenSource;
  /** What is selected; empty for a cursor. */
  readonly start: number;
  readonly end: number;
}
