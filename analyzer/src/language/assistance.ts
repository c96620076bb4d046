// What helps while source is written: fixes and refactorings, completion, what stands upstream of a line.
import type { CodeAction, FilePlace } from './code-action.ts';
import { codeActions, safeFixes } from './code-actions.ts';
import type { Completions, FileCursor } from './completion.ts';
import { completions } from './completions.ts';
import { cronAt } from './cron-at.ts';
import type { CronAt } from './cron-at.ts';
import type { LanguageProject } from './language-project.ts';
import { upstreamNames } from './upstream-names.ts';
import type { UpstreamName } from './upstream-names.ts';

/** Files by their absolute paths; the places of edits are those of the texts as they are now. */
export interface Assistance {
  /** Fixes for the problems at a place, and refactorings of what stands there. */
  codeActions(place: FilePlace): readonly CodeAction[];
  /** Fixes that may be made unseen, one for each problem of the file that has such. */
  safeFixes(file: string): readonly CodeAction[];
  /** What can be written at the cursor that TypeScript does not offer. */
  completions(at: FileCursor): Completions;
  /** What a cron expression at the cursor says; `now` in epoch milliseconds. Null where there is none that can be read. */
  cronAt(at: FileCursor, now: number): CronAt | null;
  /** The inputs and deps of a file with the assets they stand for, in source order. */
  upstreamNames(file: string): readonly UpstreamName[];
}

export function assistance(project: LanguageProject): Assistance {
  return {
    codeActions: (place) => codeActions(project, place),
    safeFixes: (file) => safeFixes(project, file),
    completions: (at) => completions(project, at),
    cronAt: (at, now) => cronAt(project, at, now),
    upstreamNames: (file) => upstreamNames(project, file),
  };
}
