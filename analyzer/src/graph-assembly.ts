// Puts linked files together into one graph: which assets are in it, in which order, with which checks, jobs, schedules, sensors and problems.
import { findCycles } from '@headwater/graph';
import type { AssetKey, AssetNode, CheckNode, GraphDocument, NamedSelection, Problem } from '@headwater/graph';
import { checkProblems, projectChecks } from './project-checks.ts';
import {
  cycleProblems,
  duplicateProblems,
  ioProblems,
  nameProblems,
  strangerProblems,
  suggestFrom,
  twoDefinitions,
} from './project-problems.ts';
import { gather } from './gather.ts';
import { renameProblems } from './rename-problems.ts';
import { jobSelections } from './job-selections.ts';
import type { LinkedAsset, LinkedDefinitions, LinkedFile } from './linked.ts';
import { sameData } from './same-data.ts';
import { timedProblems } from './timed-problems.ts';

/** `files` in the order of their paths: where two assets have one key, the first stays in the graph. */
export type AssembleGraph = (files: readonly LinkedFile[], others: readonly Problem[]) => GraphDocument;

interface Assembled {
  /** Nothing the project says as a whole depends on where a node stands. */
  readonly isPatchable: boolean;
  readonly files: readonly LinkedFile[];
  /** Those that definitions name, or all. */
  readonly assets: readonly LinkedAsset[];
  /** Indices of the assets in the graph, in the order of their keys. */
  readonly order: readonly number[];
  /** For each key that is taken more than once, the indices of its assets. */
  readonly duplicates: readonly (readonly number[])[];
  /** Its nodes, with the edges by which other projects come back to this one. */
  readonly whole: readonly AssetNode[];
  readonly cycles: readonly (readonly AssetKey[])[];
  readonly others: readonly Problem[];
  readonly document: GraphDocument;
}

/** Remembers the last graph: most edits change neither a key nor an edge, and then order and cycles stand. */
export function graphAssembly(): AssembleGraph {
  let last: Assembled | null = null;
  const withChecks = checkedNodes();
  const selections = jobSelections();
  return (files, others) => {
    const sameFiles = last !== null && sameItems(last.files, files);
    const sameOthers = last !== null && JSON.stringify(last.others) === JSON.stringify(others);
    if (last !== null && sameFiles && sameOthers) return last.document;
    const patched = last !== null && sameOthers ? patchedNodes(last, files) : null;
    if (last !== null && patched !== null) {
      const document = { ...last.document, assets: patched };
      last = { ...last, files, document };
      return document;
    }
    const definitions = gather(files, (each) => each.definitions);
    const all = gather(files, (file) => file.assets);
    const own = namedAssets(all, definitions);
    const assets = [...own, ...foreignAssets({ files, own, definitions })];
    const { order, duplicates } = last !== null && sameKeys(last.assets, assets) ? last : orderOf(assets);
    const present = order.map((index) => assets[index]).filter((asset) => asset !== undefined);
    const checks = projectChecks(present, files);
    const nodes = withChecks(present, checks);
    const whole = comingBack(present, nodes);
    const cycles = last !== null && sameEdges(last.whole, whole) ? last.cycles : findCycles(whole);
    const drafts = gather(files, ({ problems }) => problems);
    const jobs = byName(gather(files, (each) => each.jobs));
    const schedules = byName(gather(files, (each) => each.schedules));
    const sensors = byName(gather(files, (each) => each.sensors));
    const timed = timedProblems(present);
    const renames = renameProblems(present);
    const problems = [
      ...others,
      ...(drafts.some(({ wanted }) => wanted !== undefined) ? drafts.map(suggestFrom(all)) : drafts),
      ...duplicates.flatMap((indices) =>
        duplicateProblems(
          indices.flatMap((index) => assets[index] ?? []),
          own,
        ),
      ),
      ...cycleProblems(cycles, present),
      ...checkProblems({ assets: present, files, checks }),
      ...renames,
      ...ioProblems(present, files),
      ...nameProblems('job', jobs),
      ...nameProblems('schedule', schedules),
      ...nameProblems('sensor', sensors),
      ...timed,
      // What only a run can tell may have any name.
      ...(drafts.some(({ code }) => code === 'dynamic') ? [] : selections({ jobs, schedules, sensors, nodes })),
      ...twoDefinitions(definitions),
      ...(own === all ? [] : strangerProblems({ present, all, definitions })),
    ].sort(byPlace);
    const document: GraphDocument = {
      version: 1,
      assets: nodes,
      checks: checks.map((check) => check.node),
      jobs: firstOfEachName(jobs.map((job) => job.node)),
      definitions: definitions[0]?.node ?? null,
      schedules: firstOfEachName(schedules.map(({ node }) => node)),
      sensors: firstOfEachName(sensors.map(({ node }) => node)),
      problems,
    };
    const isPatchable =
      own === all && duplicates.length === 0 && cycles.length === 0 && renames.length === 0 && timed.length === 0;
    last = { isPatchable, files, assets, order, duplicates, whole, cycles, others, document };
    return document;
  };
}

/** The nodes, when nothing changed but what no other node depends on: what bodies do, and where things stand. Else null. */
function patchedNodes(last: Assembled, files: readonly LinkedFile[]): readonly AssetNode[] | null {
  if (!last.isPatchable || files.length !== last.files.length) return null;
  const nodes = [...last.document.assets];
  const haveChecksApart = new Set(
    last.document.checks.flatMap((check) => (check.exportName === null ? [] : check.asset)),
  );
  for (const [index, file] of files.entries()) {
    const before = last.files[index];
    if (before === file) continue;
    if (before === undefined || !sameData(said(before), said(file))) return null;
    for (const { node } of file.assets) {
      const at = indexOfKey(nodes, node.key);
      if (at === null || haveChecksApart.has(node.key)) return null;
      nodes[at] = node;
    }
  }
  return nodes;
}

/** All of a linked file that may matter to what the project says as a whole. */
function said(file: LinkedFile): unknown {
  const { assets, ...rest } = file;
  return [
    rest,
    assets.map(({ id: _id, place: _place, code: _code, edges, node, ...more }) => {
      const {
        line: _line,
        column: _column,
        range: _range,
        description: _about,
        codeVersion: _version,
        code: _parts,
        ...facts
      } = node;
      return [facts, [...edges.keys()], more];
    }),
  ];
}

/** Nodes are in the order of their keys. */
function indexOfKey(nodes: readonly AssetNode[], key: AssetKey): number | null {
  let [low, high] = [0, nodes.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = nodes[middle]?.key ?? '';
    if (found === key) return middle;
    if (found < key) low = middle + 1;
    else high = middle - 1;
  }
  return null;
}

/** Those that the one call of definitions names; while there are two, neither counts. */
function namedAssets(all: LinkedAsset[], definitions: readonly LinkedDefinitions[]): LinkedAsset[] {
  const [only, second] = definitions;
  if (only === undefined || second !== undefined || only.assets === null) return all;
  const named = new Set(only.assets);
  return all.filter(({ id }) => named.has(id));
}

/** What the assets of this project read of others, and what definitions name of them; each once. */
function foreignAssets(of: {
  readonly files: readonly LinkedFile[];
  readonly own: readonly LinkedAsset[];
  readonly definitions: readonly LinkedDefinitions[];
}): LinkedAsset[] {
  const all = gather(of.files, ({ foreign }) => foreign);
  if (all.length === 0) return [];
  const read = new Set(of.own.flatMap(({ edges }) => [...edges.keys()]));
  const named = new Set(of.definitions.flatMap(({ assets }) => assets ?? []));
  const found = new Map<string, LinkedAsset>();
  for (const asset of all)
    if (!found.has(asset.id) && (read.has(asset.node.key) || named.has(asset.id))) found.set(asset.id, asset);
  return [...found.values()];
}

function comingBack(assets: readonly LinkedAsset[], nodes: readonly AssetNode[]): readonly AssetNode[] {
  const back = new Map(
    assets.flatMap(({ node, comesBackTo = [] }) => (comesBackTo.length > 0 ? [[node.key, comesBackTo] as const] : [])),
  );
  if (back.size === 0) return nodes;
  return nodes.map((node) => {
    const deps = back.get(node.key);
    return deps === undefined ? node : { ...node, deps };
  });
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

function byName<Listed extends { readonly node: NamedSelection }>(listed: Listed[]): Listed[] {
  return listed.sort((a, b) => (a.node.name < b.node.name ? -1 : 1));
}

function firstOfEachName<Node extends NamedSelection>(nodes: readonly Node[]): Node[] {
  return nodes.filter(({ name }, index) => nodes[index - 1]?.name !== name);
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
