// What an analyzer of one project can be asked.
import type { Analysis, AssetName, Project } from './analysis.ts';
import type { Assistance } from './language/assistance.ts';
import type { Navigation } from './language/navigation.ts';

/** Reads one project's source; never runs it. Cheap to keep: no syntax trees stay in memory. */
export interface Analyzer {
  readonly project: Project;
  /** The editor's text for a file (absolute path), or null when it is closed and the disk counts again. */
  setOpenFile(file: string, text: string | null): void;
  /** A file of this project, one of another that it reads, or one that an import may be waiting for. */
  mayRead(file: string): boolean;
  /** Files that changed, appeared or went (absolute paths); `'all'` looks at everything again. */
  invalidate(files: readonly string[] | 'all'): void;
  /** Rejects with the signal's reason when cancelled: a cancelled answer is never an empty answer. */
  analyze(options?: { readonly signal?: AbortSignal }): Promise<Analysis>;
  /**
   * Loads what reads syntax trees, for the questions below: a graph from a stored index is there without it. What has been
   * parsed in this process needs no call.
   */
  prepare(): Promise<void>;
  /** Stores what was read for the next process, where something is new and there is a place for it. It is also stored by itself, some seconds after a change. */
  save(): void;
  /**
   * The asset a name stands for: the const itself, an input or dep, the destructured parameter and its uses in the body.
   * `file` is absolute, line and column count from 1. Null before the first analysis and where there is no such name.
   */
  assetAt(place: { readonly file: string; readonly line: number; readonly column: number }): AssetName | null;
  /** Who names what, and renaming; null before the first analysis. */
  navigation(): Navigation | null;
  /** What helps while source is written; null before the first analysis. */
  assistance(): Assistance | null;
}
