// Puts linked files together into one graph: order, duplicate keys, cycles, suggestions from the whole project.
import { findCycles, nearestName } from '@headwater/graph';
import type { AssetKey, AssetNode, GraphDocument, Problem, RelatedPlace } from '@headwater/graph';
import { problemAt } from './link-file.ts';
import type { LinkedAsset, LinkedFile } from './link-file.ts';
import type { DraftProblem } from './upstream.ts';

/** `files` in the order of their paths: where two assets have one key, the first stays in the graph. */
export type AssembleGraph = (files: readonly LinkedFile[], others: readonly Problem[]) => GraphDocument;

interface Assembled {
  readonly files: readonly LinkedFile[];
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
  return (files, others) => {
    const sameFiles = last !== null && sameItems(last.files, files);
    if (last !== null && sameFiles && JSON.stringify(last.others) === JSON.stringify(others)) return last.document;
    const assets = files.flatMap((file) => file.assets);
    const { order, duplicates } = last !== null && sameKeys(last.assets, assets) ? last : orderOf(assets);
    const nodes = order.flatMap((index) => assets[index]?.node ?? []);
    const cycles = last !== null && sameEdges(last.nodes, nodes) ? last.cycles : findCycles(nodes);
    const drafts = files.flatMap(({ problems }) => problems);
    const problems = [
      ...others,
      ...(drafts.some(({ wanted }) => wanted !== undefined) ? drafts.map(suggestFrom(assets)) : drafts),
      ...duplicates.flatMap((indices) => duplicateProblems(indices.flatMap((index) => assets[index] ?? []))),
      ...cycleProblems(cycles, { assets, order }),
    ].sort(byPlace);
    const document: GraphDocument = { version: 1, assets: nodes, jobs: [], schedules: [], sensors: [], problems };
    last = { files, assets, order, duplicates, nodes, cycles, others, document };
    return document;
  };
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

/** Ends a message with the name that was probably meant: the same one elsewhere, or the nearest. */
function suggestFrom(assets: readonly LinkedAsset[]): (draft: DraftProblem) => Problem {
  const homes = new Map<string, string>();
  for (const { name, node } of assets) if (name !== null && !homes.has(name)) homes.set(name, node.file);
  return ({ wanted, ...problem }) => {
    if (wanted === undefined) return problem;
    const home = homes.get(wanted.name);
    if (home !== undefined && home !== problem.file)
      return { ...problem, message: `${problem.message} It is declared in ${home}: import it from there.` };
    const near = nearestName(wanted.name, homes.keys());
    const of = near === null || homes.get(near) === problem.file ? '' : ` of ${homes.get(near)}`;
    return {
      ...problem,
      message: `${problem.message} ${near === null ? wanted.otherwise : `Did you mean \`${near}\`${of}?`}`,
    };
  };
}

function duplicateProblems(assets: readonly LinkedAsset[]): Problem[] {
  return assets.map((asset) => {
    const { node, place } = asset;
    const related = assets.filter((other) => other !== asset).map((other) => relatedTo(other, `also \`${node.key}\``));
    const where = related.map(({ file, line }) => `${file}:${line}`).join(', ');
    const message = `The key \`${node.key}\` is taken twice, also at ${where}. Rename one, or give it a \`key:\` of its own.`;
    return { ...problemAt({ code: 'duplicate-key', file: node.file, place, message }), related };
  });
}

function relatedTo({ node }: LinkedAsset, message: string): RelatedPlace {
  return { message, file: node.file, line: node.line, column: node.column };
}

function cycleProblems(
  cycles: readonly (readonly AssetKey[])[],
  { assets, order }: Pick<Assembled, 'assets' | 'order'>,
): Problem[] {
  if (cycles.length === 0) return [];
  const byKey = new Map(order.flatMap((index) => assets[index] ?? []).map((asset) => [asset.node.key, asset]));
  return cycles.map((cycle) => cycleProblem(cycle.flatMap((key) => byKey.get(key) ?? [])));
}

/** Stands at the input that closes the circle; each asset feeds the next and the last feeds the first. */
function cycleProblem(cycle: readonly LinkedAsset[]): Problem {
  const [first] = cycle;
  const last = cycle.at(-1);
  if (first === undefined || last === undefined) throw new Error('A cycle without assets');
  const path = [...cycle, first].map(({ node }) => node.key).join(' → ');
  const message =
    cycle.length === 1
      ? `\`${first.node.key}\` is its own input, so it can never run. Take it out of its inputs.`
      : `These assets wait for each other, so none can run: ${path}. Take one of these inputs out.`;
  const place = first.edges.get(last.node.key) ?? first.place;
  const related = cycle
    .slice(1)
    .map((asset, index) => relatedTo(asset, `\`${asset.node.key}\` reads \`${cycle[index]?.node.key}\``));
  return { ...problemAt({ code: 'cycle', file: first.node.file, place, message }), related };
}
