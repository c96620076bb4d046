// What the analyzer answers: the words its callers (server, cli) speak with it.
import type { AssetKey, GraphDocument, SourceRange } from '@headwater/graph';

/** The nearest folder upwards whose package.json names `headwater` in any dependency field. */
export interface Project {
  /** Absolute path, real case, no trailing slash. */
  readonly root: string;
  /** The package's name, or the folder's. */
  readonly name: string;
}

export interface Analysis {
  /** Grows whenever the answer differs from the one before. */
  readonly revision: number;
  readonly document: GraphDocument;
  /** Files (relative) that do not parse right now: their last good assets are in the document. */
  readonly unparsed: readonly string[];
  /** sha256 of each file's text as read for this answer, by relative path: what the recorded code versions were computed from. */
  readonly sources: Readonly<Record<string, string>>;
}

/** A name in the source that stands for an asset. */
export interface AssetName {
  readonly key: AssetKey;
  /** Of the name itself, in the text as it is now. */
  readonly range: SourceRange;
}

/** Reads one project's source; never runs it. Cheap to keep: no syntax trees stay in memory. */
export interface Analyzer {
  readonly project: Project;
  /** The editor's text for a file (absolute path), or null when it is closed and the disk counts again. */
  setOpenFile(file: string, text: string | null): void;
  /** Files that changed, appeared or went (absolute paths); `'all'` looks at everything again. */
  invalidate(files: readonly string[] | 'all'): void;
  /** Rejects with the signal's reason when cancelled: a cancelled answer is never an empty answer. */
  analyze(options?: { readonly signal?: AbortSignal }): Promise<Analysis>;
  /**
   * The asset a name stands for: the const itself, an input or dep, the destructured parameter and its uses in the body.
   * `file` is absolute, line and column count from 1. Null before the first analysis and where there is no such name.
   */
  assetAt(place: { readonly file: string; readonly line: number; readonly column: number }): AssetName | null;
}
