// What the features read of a project: its last analysis, the statuses the client told, and where its files are.
import { posix } from 'node:path';
import type { Analysis, Analyzer } from '@headwater/analyzer';
import type { AssetKey, AssetNode } from '@headwater/graph';
import type { GraphChanged } from './protocol.ts';

export interface ProjectState {
  /** Absolute, with `/`. */
  readonly root: string;
  readonly analyzer: Analyzer;
  readonly analysis: Analysis;
  readonly byKey: ReadonlyMap<AssetKey, AssetNode>;
  /** Null until the client told any. */
  readonly statuses: ReadonlyMap<AssetKey, string> | null;
  readonly changed: GraphChanged;
}

/** A file of the project, asked about. */
export interface FileInProject {
  readonly state: ProjectState;
  readonly file: string;
}

export const absolute = ({ root }: Pick<ProjectState, 'root'>, file: string): string => posix.join(root, file);

export const assetsIn = ({ state, file }: FileInProject): AssetNode[] =>
  state.analysis.document.assets.filter((node) => absolute(state, node.file) === file);
