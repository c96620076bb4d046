// Where the engine gets the graph from: a function, so that it knows no analyzer.
import type { GraphDocument } from '@headwater/graph';

export interface DescribedProject {
  readonly document: GraphDocument;
  /** sha256 (hex) of each source file's text the description was read from, by path relative to the project. */
  readonly sources: Readonly<Record<string, string>>;
}

/** Reads the project's graph from disk, now. Called before each plan, status and run. */
export type Describe = (options?: { readonly signal?: AbortSignal }) => Promise<DescribedProject>;
