// Turns the picture into React Flow's nodes and edges; what did not change stays the same object, so it does not render.
import { Position, type Edge, type Node } from '@xyflow/react';
import type { Point, Rect } from '../layout/layout-model.ts';
import type { Picture } from '../state/scene.ts';
import type { AssetNodeData } from './asset-node.tsx';
import type { GroupBoxData } from './group-box.tsx';
import type { GroupNodeData } from './group-node.tsx';
import type { LineageEdgeData } from './lineage-edge.tsx';

export type FlowNode = Node<AssetNodeData, 'asset'> | Node<GroupNodeData, 'collapsed'> | Node<GroupBoxData, 'box'>;
export type FlowEdge = Edge<LineageEdgeData, 'lineage'>;

export interface FlowElements {
  readonly nodes: FlowNode[];
  readonly edges: FlowEdge[];
}

export function flowElements({ visible, placed, colours }: Picture, before: FlowElements | null): FlowElements {
  const keep = keeper(before);
  const colourOf = (group: string): number => colours.get(group) ?? 0;
  const boxes = visible.boxes.flatMap(({ id, group, count }): FlowNode[] => {
    const place = placed.boxes[id];
    if (!place) return [];
    // The box itself lets the pointer through to the picture; its head does not.
    const looks = { zIndex: -1, focusable: false, selectable: false } as const;
    return [
      keep.node({
        id: `box ${id}`,
        type: 'box',
        ...boxed(place),
        ...looks,
        data: { group, count, colour: colourOf(group) },
      }),
    ];
  });
  const nodes = visible.nodes.flatMap((node): FlowNode[] => {
    const place = placed.nodes[node.id];
    if (!place) return [];
    const common = { id: node.id, ...boxed(place), handles: handlesOf(place) };
    return [
      node.kind === 'asset'
        ? keep.node({ ...common, type: 'asset', data: { asset: node.asset, colour: colourOf(node.asset.group) } })
        : keep.node({
            ...common,
            type: 'collapsed',
            data: { group: node.group, keys: node.keys, colour: colourOf(node.group) },
          }),
    ];
  });
  const edges = visible.edges.flatMap(({ id, source, target, reasons }): FlowEdge[] => {
    const points = placed.edges[id];
    if (!points) return [];
    const data = { points, shape: placed.shape, reasons };
    return [keep.edge({ id, source, target, type: 'lineage', data })];
  });
  return { nodes: [...boxes, ...nodes], edges };
}

function boxed({ x, y, width, height }: Rect) {
  return { position: { x, y }, width, height, measured: { width, height } };
}

/** Told beforehand: without them React Flow mounts every node once to measure. */
function handlesOf({ width, height }: Rect): NonNullable<Node['handles']> {
  const handle = { y: height / 2, width: 1, height: 1 };
  return [
    { ...handle, type: 'target', position: Position.Left, x: 0 },
    { ...handle, type: 'source', position: Position.Right, x: width },
  ];
}

function keeper(before: FlowElements | null) {
  const nodes = new Map(before?.nodes.map((node) => [node.id, node]));
  const edges = new Map(before?.edges.map((edge) => [edge.id, edge]));
  return {
    node(next: FlowNode): FlowNode {
      const old = nodes.get(next.id);
      return old && old.type === next.type && samePlace(old, next) && sameData(old.data, next.data) ? old : next;
    },
    edge(next: FlowEdge): FlowEdge {
      const old = edges.get(next.id);
      return old && JSON.stringify(old.data) === JSON.stringify(next.data) ? old : next;
    },
  };
}

function samePlace(a: FlowNode, b: FlowNode): boolean {
  const [p, q]: Point[] = [a.position, b.position];
  return p?.x === q?.x && p?.y === q?.y && a.width === b.width && a.height === b.height;
}

/** Assets keep their identity over a delta; lists of keys are made anew each time. */
function sameData(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(b).every((name) => {
    const [x, y] = [a[name], b[name]];
    return (
      x === y || (Array.isArray(x) && Array.isArray(y) && x.length === y.length && x.every((each, i) => each === y[i]))
    );
  });
}
