// The graph as text for a terminal.
import { conditionWords, freshnessWords, partitionsWords } from './condition-words.ts';
import type { AssetNode, GraphDocument } from './model.ts';
import { topologicalOrder } from './order.ts';
import { counted, oneLine } from './status-summary.ts';

/** Groups in the order the data flows, in each its assets with their place and what they read. */
export function formatGraphText(document: Pick<GraphDocument, 'assets' | 'problems'>): string {
  const { assets, problems } = document;
  if (assets.length === 0)
    return 'No assets. An asset is an exported const: export const orders = asset(async (ctx) => …)\n';
  const byKey = new Map(assets.map((node) => [node.key, node]));
  const groups = new Map<string, AssetNode[]>();
  for (const key of topologicalOrder(assets)) {
    const node = byKey.get(key);
    if (node === undefined) continue;
    const members = groups.get(node.group);
    if (members === undefined) groups.set(node.group, [node]);
    else members.push(node);
  }
  const width = assets.reduce((widest, node) => Math.max(widest, oneLine(node.key).length), 0);
  const together = Map.groupBy(assets, ({ step }) => step);
  const blocks = [...groups].map(([group, members]) =>
    [oneLine(group), ...members.flatMap((node) => lines(node, { width, together }))].join('\n'),
  );
  const edges = assets.reduce((sum, node) => sum + Object.keys(node.inputs).length + node.deps.length, 0);
  const counts = [
    counted(assets.length, 'asset'),
    counted(groups.size, 'group'),
    counted(edges, 'dependency', 'dependencies'),
  ];
  if (problems.length > 0)
    counts.push(
      `${counted(problems.length, 'problem')} (headwater check shows ${problems.length === 1 ? 'it' : 'them'})`,
    );
  return `${blocks.join('\n\n')}\n\n${counts.join(', ')}\n`;
}

interface Layout {
  readonly width: number;
  /** The outputs of each body. */
  readonly together: ReadonlyMap<string, readonly AssetNode[]>;
}

function lines(node: AssetNode, { width, together }: Layout): string[] {
  const kind = node.kind === 'asset' ? '' : `  ${node.kind}`;
  const kinds = node.kinds.length === 0 ? '' : `  [${node.kinds.map((each) => oneLine(each)).join(', ')}]`;
  const inputs = Object.values(node.inputs).map((key) => oneLine(key));
  const others = (together.get(node.step) ?? []).filter(({ key }) => key !== node.key).map(({ key }) => oneLine(key));
  return [
    `  ${oneLine(node.key).padEnd(width)}  ${oneLine(node.file)}:${node.line}${kind}${kinds}`,
    ...(inputs.length > 0 ? [`    reads ${[...new Set(inputs)].join(', ')}`] : []),
    ...(node.deps.length > 0 ? [`    after ${node.deps.map((key) => oneLine(key)).join(', ')}`] : []),
    ...(others.length > 0 ? [`    made together with ${others.join(', ')}`] : []),
    ...(node.ops && node.ops.length > 0 ? [`    ops ${node.ops.map(({ name }) => oneLine(name)).join(', ')}`] : []),
    ...(node.checks.length > 0 ? [`    checks ${node.checks.map((name) => oneLine(name)).join(', ')}`] : []),
    ...(node.partitions ? [`    partitions ${oneLine(partitionsWords(node.partitions))}`] : []),
    ...(node.automation ? [`    runs by itself ${oneLine(conditionWords(node.automation))}`] : []),
    ...(node.freshness ? [`    fresh by ${oneLine(freshnessWords(node.freshness))}`] : []),
    ...(node.dynamic === undefined ? [] : [`    known in full only when it runs: ${oneLine(node.dynamic.reason)}`]),
  ];
}
