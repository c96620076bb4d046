// Puts linked files together into one graph: which assets are in it, in which order, with which checks, jobs and problems.
import { findCycles } from '@headwater/graph';
import type { AssetKey, AssetNode, CheckNode, GraphDocument, JobNode, Problem } from '@headwater/graph';
import { checkProblems, projectChecks } from './project-checks.ts';
import {
  cycleProblems,
  duplicateProblems,
  ioProblems,
  jobProblems,
  strangerProblems,
  suggestFrom,
  twoDefinitions,
} from './project-problems.ts';
import { gather } from './gather.ts';
import type { LinkedAsset, LinkedDefinitions, LinkedFile } from './linked.ts';

/** `files` in the order of their paths: where two assets have one key, the first stays in the graph. */
export type AssembleGraph = (files: readonly LinkedFile[], others: readonly Problem[]) => GraphDocument;

interface Assembled {
  readonly files: readonly LinkedFile[];
  /** Those that definitions name, or all. */
  readonly assets: readonly LinkedAsset[];
  /** Indices of the assets in the graph, in the order of their keys. */
  readonly order: readonly number[];
  /** For each key that is taken more than once, the indices of its assets. */
  readonly duplicates: readonly (readonly number[])[];
  readonly nodes: readonly AssetNode[];
  readonly cycles: readonly (readonly AssetKey[])[];
  readonly others: readonly Problem[];
  readonly document: GraphDocument;
}

/** Remembers the last graph: most edits change neither a key nor an edge, and then order and cycles stand. */
export function graphAssembly(): AssembleGraph {
  let last: Assembled | null = null;
  const withChecks = checkedNodes();
  return (files, others) => {
    const sameFiles = last !== null && sameItems(last.files, files);
    if (last !== null && sameFiles && JSON.stringify(last.others) === JSON.stringify(others)) return last.document;
    const definitions = gather(files, (each) => each.definitions);
    const all = gather(files, (file) => file.assets);
    const assets = namedAssets(all, definitions);
    const { order, duplicates } = last !== null && sameKeys(last.assets, assets) ? last : orderOf(assets);
    const present = order.map((index) => assets[index]).filter((asset) => asset !== undefined);
    const checks = projectChecks(present, files);
    const nodes = withChecks(present, checks);
    const cycles = last !== null && sameEdges(last.nodes, nodes) ? last.cycles : findCycles(nodes);
    const drafts = gather(files, ({ problems }) => problems);
    const jobs = gather(files, (each) => each.jobs).sort((a, b) => (a.node.name < b.node.name ? -1 : 1));
    const problems = [
      ...others,
      ...(drafts.some(({ wanted }) => wanted !== undefined) ? drafts.map(suggestFrom(all)) : drafts),
      ...duplicates.flatMap((indices) => duplicateProblems(indices.flatMap((index) => assets[index] ?? []))),
      ...cycleProblems(cycles, present),
      ...checkProblems({ assets: present, files, checks }),
      ...ioProblems(present, files),
      ...jobProblems(jobs),
      ...twoDefinitions(definitions),
      ...(assets === all ? [] : strangerProblems({ present, all, definitions })),
    ].sort(byPlace);
    const document: GraphDocument = {
      version: 1,
      assets: nodes,
      checks: checks.map((check) => check.node),
      jobs: firstOfEachName(jobs.map((job) => job.node)),
      definitions: definitions[0]?.node ?? null,
      schedules: [],
      sensors: [],
      problems,
    };
    last = { files, assets, order, duplicates, nodes, cycles, others, document };
    return document;
  };
}

/** Those that the one call of definitions names; while there are two, neither counts. */
function namedAssets(all: LinkedAsset[], definitions: readonly LinkedDefinitions[]): LinkedAsset[] {
  const [only, second] = definitions;
  if (only === undefined || second !== undefined || only.assets === null) return all;
  const named = new Set(only.assets);
  return all.filter(({ id }) => named.has(id));
}

/** Adds the names of checks that stand apart. A node whose checks are as before keeps its identity. */
function checkedNodes(): (
  assets: readonly LinkedAsset[],
  checks: readonly { readonly node: CheckNode }[],
) => AssetNode[] {
  const known = new WeakMap<AssetNode, AssetNode>();
  return (assets, checks) => {
    if (checks.length === 0) return assets.map(({ node }) => node);
    const apart = new Map<AssetKey, string[]>();
    for (const { node } of checks) {
      if (node.exportName === null) continue;
      const names = apart.get(node.asset);
      if (names === undefined) apart.set(node.asset, [node.name]);
      else names.push(node.name);
    }
    return assets.map(({ node }) => {
      const names = apart.get(node.key);
      if (names === undefined) return node;
      const all = [...node.checks, ...names];
      const before = known.get(node);
      if (before !== undefined && sameItems(before.checks, all)) return before;
      const checked = { ...node, checks: all };
      known.set(node, checked);
      return checked;
    });
  };
}

function firstOfEachName(jobs: readonly JobNode[]): JobNode[] {
  return jobs.filter(({ name }, index) => jobs[index - 1]?.name !== name);
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

function sameKeys(a: readonly LinkedAsset[], b: readonly LinkedAsset[]): boolean {
  return a.length === b.length && a.every((asset, index) => asset.node.key === b[index]?.node.key);
}

function sameEdges(a: readonly AssetNode[], b: readonly AssetNode[]): boolean {
  const edges = ({ key, inputs, deps }: AssetNode): string => JSON.stringify([key, Object.values(inputs), deps]);
  return (
    a.length === b.length &&
    a.every((node, index) => node === b[index] || (b[index] !== undefined && edges(node) === edges(b[index])))
  );
}

function orderOf(assets: readonly LinkedAsset[]): Pick<Assembled, 'order' | 'duplicates'> {
  const byKey = new Map<AssetKey, number[]>();
  for (const [index, { node }] of assets.entries()) {
    const taken = byKey.get(node.key);
    if (taken === undefined) byKey.set(node.key, [index]);
    else taken.push(index);
  }
  const sorted = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, indices]) => indices);
  return { order: sorted.flatMap(([first]) => first ?? []), duplicates: sorted.filter(({ length }) => length > 1) };
}

function byPlace(a: Problem, b: Problem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : 1);
}
