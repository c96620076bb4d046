// Where the engine gets the graph from: a function, so that it knows no analyzer.
import type { CodeParts, GraphDocument } from '@headwater/graph';
import type { NamesOfFiles } from './build/named-modules.ts';

export interface DescribedProject {
  readonly document: GraphDocument;
  /** sha256 (hex) of each source file's text the description was read from, by path relative to the project. */
  readonly sources: Readonly<Record<string, string>>;
  /** How files name modules where a bundler, which reads one tsconfig and no `references`, would not find them. */
  readonly names?: readonly NamesOfFiles[];
  /** The pieces of code that the nodes' `code` names; absent where none were read. */
  readonly code?: CodeParts;
}

/** Reads the project's graph from disk, now. Called before each plan, status and run. */
export type Describe = (options?: { readonly signal?: AbortSignal }) => Promise<DescribedProject>;
