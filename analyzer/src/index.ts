// The door of analyzer/: source in, graph and problems out; nothing of the user's is ever run.
export type { Analysis, AssetName, Project } from './analysis.ts';
export type { Analyzer } from './analyzer-door.ts';
export { createAnalyzer, type AnalyzerOptions } from './analyzer.ts';
export { disagreements, type DescribedCheck, type DescribedGraph, type DescribedNode } from './disagreements.ts';
export { nodeDisk, type Disk, type DiskEntry } from './disk.ts';
export { gitIgnore } from './git-ignore.ts';
export type { Assistance } from './language/assistance.ts';
export type { Completion } from './language/completion.ts';
export type { CodeAction, FileEdit, FilePlace } from './language/code-action.ts';
export type { Mention } from './language/mentions.ts';
export type { Navigation } from './language/navigation.ts';
export type { OutlineItem } from './language/outline.ts';
export type { Renamed, RenameEdit } from './language/rename.ts';
export { baseGraphOf, type BaseGraph } from './git/base-graph.ts';
export { createBaseReader, type BaseReader } from './git/base-reader.ts';
export { indexCacheIn, type IndexCache } from './index-cache.ts';
export { findProject, findProjects } from './project.ts';
export { createTypeService, type TypeServiceOptions } from './types/create-type-service.ts';
export type {
  Contract,
  NamePlace,
  NameReference,
  RenamePlaces,
  TypeAnswer,
  TypeColumn,
  TypePlace,
  TypeService,
} from './types/type-service.ts';
