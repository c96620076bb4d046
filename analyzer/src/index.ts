// The door of analyzer/: source in, graph and problems out; nothing of the user's is ever run.
export type { Analysis, Analyzer, AssetName, Project } from './analysis.ts';
export { createAnalyzer, type AnalyzerOptions } from './analyzer.ts';
export { disagreements, type DescribedCheck, type DescribedGraph, type DescribedNode } from './disagreements.ts';
export type { Disk, DiskEntry } from './disk.ts';
export { findProject, findProjects } from './project.ts';
