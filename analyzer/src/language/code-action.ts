// What an editor can be offered at a place: edits under a title, tied to the problem they solve or free of any.
import type { Problem, SourceRange } from '@headwater/graph';

export interface FileEdit {
  /** Relative to the project. */
  readonly file: string;
  /** In the text as it is now; empty where something is put in. */
  readonly range: SourceRange;
  readonly text: string;
}

/** A file by its absolute path. */
export interface FilePlace {
  readonly file: string;
  readonly range: SourceRange;
}

export interface CodeAction {
  readonly title: string;
  readonly kind: 'quickfix' | 'refactor' | 'refactor.rewrite' | 'refactor.extract';
  /** The problem that is gone afterwards. */
  readonly problem?: Problem;
  /** The one obvious answer to its problem. */
  readonly isPreferred?: boolean;
  /** May be done together with all others of its kind, unseen. */
  readonly isSafe?: boolean;
  /** None of them overlap. */
  readonly edits: readonly FileEdit[];
  /** Why it cannot be done here. */
  readonly disabled?: string;
}
