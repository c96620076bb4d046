// What the thread that reads a base is given, and what it says at its end.
import type { DiffBase } from '@headwater/graph';
import type { Project } from '../analysis.ts';
import type { BaseGraph } from './base-graph.ts';

export interface BaseThreadData {
  readonly project: Project;
  readonly base: DiffBase;
  /** The folder of the stored indexes; null: there is none. */
  readonly indexFolder: string | null;
}

export type FromBaseThread = BaseGraph | { readonly problem: string };
