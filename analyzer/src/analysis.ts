// What the analyzer answers: the words its callers (server, cli) speak with it.
import type { AssetKey, CodeParts, GraphDocument, SourceRange } from '@headwater/graph';

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
  /** How files name modules where a bundler, which reads one tsconfig and no `references`, would not find them. */
  readonly names: readonly NamesOfFiles[];
  /** What the nodes' `code` names; put together when it is asked for. */
  readonly code: CodeParts;
}

export interface NamesOfFiles {
  /** Absolute paths of those it holds for; null: for all others. */
  readonly files: readonly string[] | null;
  /** tsconfig `paths`, with the folder their targets are relative to. */
  readonly paths: { readonly base: string; readonly patterns: Readonly<Record<string, readonly string[]>> } | null;
  readonly baseUrl: string | null;
  readonly rootDirs: readonly string[];
}

/** A name in the source that stands for an asset. */
export interface AssetName {
  readonly key: AssetKey;
  /** Of the name itself, in the text as it is now. */
  readonly range: SourceRange;
}
