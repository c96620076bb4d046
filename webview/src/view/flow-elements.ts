// Turns the picture into React Flow's nodes, and edges beside them; what did not change stays the same object, so it does not render.
import type { AssetKey } from '@headwater/graph';
import type { Node } from '@xyflow/react';
import type { Point, Rect } from '../layout/layout-model.ts';
import type { Picture } from '../state/scene.ts';
import type { AssetNodeData } from './asset-node.tsx';
import type { GroupBoxData } from './group-box.tsx';
import type { GroupNodeData } from './group-node.tsx';
import { boundsOf, meets, type Area } from '../state/visible-window.ts';
import type { DrawnEdge } from './lineage-edge.tsx';

export type FlowNode = Node<AssetNodeData, 'asset'> | Node<GroupNodeData, 'collapsed'> | Node<GroupBoxData, 'box'>;

export interface FlowElements {
  readonly nodes: FlowNode[];
  readonly edges: DrawnEdge[];
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
    const common = { id: node.id, ...boxed(place) };
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
  const edges = visible.edges.flatMap(({ id, source, target, reasons }): DrawnEdge[] => {
    const points = placed.edges[id];
    if (!points) return [];
    return [keep.edge({ id, source, target, points, shape: placed.shape, reasons, bounds: boundsOf(points) })];
  });
  return { nodes: [...boxes, ...nodes], edges };
}

function boxed({ x, y, width, height }: Rect) {
  return { position: { x, y }, width, height, measured: { width, height } };
}

/** What of it lies in an area, with the nodes that are there wherever they lie. */
export function elementsIn({ nodes, edges }: FlowElements, area: Area, always: ReadonlySet<string>): FlowElements {
  return {
    nodes: nodes.filter(
      ({ id, position: { x, y }, width = 0, height = 0 }) => meets(area, { x, y, width, height }) || always.has(id),
    ),
    edges: edges.filter(({ bounds }) => meets(area, bounds)),
  };
}

/** The assets a node stands for; a box stands for none, they have nodes of their own. */
export function keysIn({ type, data }: FlowNode): readonly AssetKey[] {
  return type === 'asset' ? [data.asset.key] : type === 'collapsed' ? data.keys : [];
}

/** The asset or closed group at a point of the picture. */
export function nodeAt({ nodes }: FlowElements, { x, y }: Point): FlowNode | undefined {
  return nodes.findLast(
    ({ type, position, width = 0, height = 0 }) =>
      type !== 'box' && x >= position.x && x <= position.x + width && y >= position.y && y <= position.y + height,
  );
}

function keeper(before: FlowElements | null) {
  const nodes = new Map(before?.nodes.map((node) => [node.id, node]));
  const edges = new Map(before?.edges.map((edge) => [edge.id, edge]));
  return {
    node(next: FlowNode): FlowNode {
      const old = nodes.get(next.id);
      return old && old.type === next.type && samePlace(old, next) && sameData(old.data, next.data) ? old : next;
    },
    edge(next: DrawnEdge): DrawnEdge {
      const old = edges.get(next.id);
      return old && JSON.stringify(old) === JSON.stringify(next) ? old : next;
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
