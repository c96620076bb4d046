// What a fix is asked, and what it answers.
import type { ts } from 'ts-morph';
import type { Problem } from '@headwater/graph';
import type { FileEdit } from '../code-action.ts';
import type { LanguageProject } from '../language-project.ts';
import type { OpenSource } from '../open-source.ts';

export interface FixQuestion {
  readonly project: LanguageProject;
  readonly problem: Problem;
  readonly source: OpenSource;
  /** What stands at the problem's place. */
  readonly node: ts.Node;
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly FileEdit[];
  readonly isPreferred?: boolean;
  readonly isSafe?: boolean;
}
