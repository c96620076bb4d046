// Arranges a graph in layers with ELK: the inside of each box apart, then the boxes, then the edges joined at the boxes' borders.
import type { ElkNode } from 'elkjs/lib/elk-api.js';
import { boxGraph, intoEdge, outEdge, rootGraph, trunkEdge, type BoxPart, type CrossingEdge } from './elk-graphs.ts';
import type { Arrange } from './elk-engine.ts';
import type { LayoutInput, Placed, Point, Rect } from './layout-model.ts';
import type { Recent } from './recent.ts';
import { turnedRoute } from './turned-route.ts';

export interface LayersOptions {
  readonly arrange: Arrange;
  /** Insides of boxes by their shape: an edit in one box lays out that box alone. */
  readonly insides: Recent<Inside>;
  /** Asked between two calls of ELK, which cannot be stopped within one. */
  readonly signal?: AbortSignal;
}

/** The inside of a box, in coordinates of the box. */
export interface Inside {
  readonly width: number;
  readonly height: number;
  readonly nodes: ReadonlyMap<string, Point>;
  readonly ports: ReadonlyMap<string, Point>;
  readonly edges: ReadonlyMap<string, readonly Point[]>;
}

/** Two bends nearer to each other than this make a line wriggle. */
const BORDER_BEND_NEAR = 110;
/** How far before a box a line parts. */
const BORDER_ROOM = 46;

/** With more edges than this between the boxes, those between the same two run as one line. */
const BUNDLED_FROM = 150;

export async function arrangeLayers(input: LayoutInput, options: LayersOptions): Promise<Placed> {
  const crossing = crossingEdges(input);
  const insides = new Map<string, Inside>();
  for (const part of boxParts(input, crossing)) {
    options.signal?.throwIfAborted();
    insides.set(part.box, await arrangeInside(part, input, options));
  }
  options.signal?.throwIfAborted();
  const free = input.nodes.filter(({ box }) => box === null);
  const root = await options.arrange(rootGraph({ free, insides, crossing, previous: input.previous }));
  return join({ input, crossing, insides, root });
}

function crossingEdges({ nodes, edges }: LayoutInput): CrossingEdge[] {
  const boxOf = new Map(nodes.map(({ id, box }) => [id, box]));
  const crossing = edges.flatMap((edge) => {
    const [from, to] = [boxOf.get(edge.source), boxOf.get(edge.target)];
    if (from === undefined || to === undefined || (from === to && from !== null)) return [];
    return [{ ...edge, from, to, trunk: edge.source }];
  });
  if (crossing.length <= BUNDLED_FROM) return crossing;
  return crossing.map((edge) =>
    edge.from === null || edge.to === null ? edge : { ...edge, trunk: `from box ${edge.from} into box ${edge.to}` },
  );
}

function boxParts({ boxes, nodes, edges }: LayoutInput, crossing: readonly CrossingEdge[]): BoxPart[] {
  const inside = Map.groupBy(nodes, ({ box }) => box);
  return boxes.flatMap((box) => {
    const members = inside.get(box);
    if (!members) return [];
    const own = new Set(members.map(({ id }) => id));
    return {
      box,
      nodes: members,
      edges: edges.filter(({ source, target }) => own.has(source) && own.has(target)),
      ports: {
        into: byTrunk(crossing.filter(({ to }) => to === box).map(({ trunk, target }) => [trunk, target])),
        out: byTrunk(crossing.filter(({ from }) => from === box).map(({ trunk, source }) => [trunk, source])),
      },
    };
  });
}

function byTrunk(pairs: readonly (readonly [trunk: string, node: string])[]): Map<string, Set<string>> {
  const nodes = new Map<string, Set<string>>();
  for (const [trunk, node] of pairs) nodes.set(trunk, (nodes.get(trunk) ?? new Set()).add(node));
  return nodes;
}

async function arrangeInside(part: BoxPart, { previous }: LayoutInput, options: LayersOptions): Promise<Inside> {
  const ports = [part.ports.into, part.ports.out].map((side) => [...side].map(([trunk, nodes]) => [trunk, ...nodes]));
  const shape = JSON.stringify([part.nodes, part.edges, ports]);
  const known = options.insides.get(shape);
  if (known) return known;
  const [box] = (await options.arrange(boxGraph({ part, previous }))).children ?? [];
  if (!box) throw new Error(`The layout lost the box ${part.box}.`);
  const inside: Inside = {
    width: box.width ?? 0,
    height: box.height ?? 0,
    nodes: new Map(box.children?.map(({ id, x = 0, y = 0 }) => [id, { x, y }])),
    ports: new Map(box.ports?.map(({ id, x = 0, y = 0 }) => [id, { x, y }])),
    edges: routesOf(box),
  };
  options.insides.set(shape, inside);
  return inside;
}

function join(of: {
  readonly input: LayoutInput;
  readonly crossing: readonly CrossingEdge[];
  readonly insides: ReadonlyMap<string, Inside>;
  readonly root: ElkNode;
}): Placed {
  const { input, crossing, insides, root } = of;
  const at = new Map(root.children?.map(({ id, x = 0, y = 0 }) => [id, { x, y }]));
  const boxes: Record<string, Rect> = {};
  const edges: Record<string, readonly Point[]> = {};
  const known = new Set(input.edges.map(({ id }) => id));
  for (const [box, { width, height, edges: routes }] of insides) {
    const corner = at.get(`box ${box}`) ?? { x: 0, y: 0 };
    boxes[box] = { ...corner, width, height };
    for (const [id, route] of routes) {
      // Beside its own edges a box has those to its border.
      if (known.has(id)) edges[id] = turnedRoute(route.map((point) => shifted(point, corner)));
    }
  }
  const nodes: Record<string, Rect> = {};
  for (const { id, box, width, height } of input.nodes) {
    const corner = box === null ? at.get(id) : shifted(insides.get(box)?.nodes.get(id), boxes[box]);
    nodes[id] = { x: 0, y: 0, ...corner, width, height };
  }
  const trunks = routesOf(root);
  const inside = (box: string | null, name: string): readonly Point[] =>
    box === null ? [] : (insides.get(box)?.edges.get(name) ?? []).map((point) => shifted(point, boxes[box]));
  for (const edge of crossing) {
    const { id, from, to, trunk, source, target } = edge;
    const between = trunks.get(trunkEdge(edge)) ?? [];
    const parts = [inside(from, outEdge(trunk, source)), between, inside(to, intoEdge(trunk, target))] as const;
    edges[id] = turnedRoute(throughBorders(parts));
  }
  return { shape: 'layers', width: root.width ?? 0, height: root.height ?? 0, nodes, boxes, edges };
}

/**
 * One route out of three parts. The bends at the borders go: where the boxes are near, one curve leads from node to node;
 * where they are not, the line is left shortly before and after the boxes, so that it parts and joins in the open.
 */
function throughBorders([out, between, into]: readonly [
  readonly Point[],
  readonly Point[],
  readonly Point[],
]): Point[] {
  const first = out.slice(0, -1);
  const last = into.slice(1);
  let middle = between;
  if (between.length === 2 && near(between[0], between[1]) && (first.length > 0 || last.length > 0)) middle = [];
  else {
    if (first.length > 0) middle = withoutBorder(middle);
    if (last.length > 0) middle = withoutBorder(middle.toReversed()).reverse();
  }
  const start = first.length > 0 ? first : between.slice(0, 1);
  const end = last.length > 0 ? last : between.slice(-1);
  return distinct([...start, ...middle, ...end]);
}

/** Takes the point on the border out, or puts one on the way to the next bend in its place. */
function withoutBorder([border, next, ...others]: readonly Point[]): Point[] {
  if (!border || !next) return [];
  if (near(border, next)) return [next, ...others];
  const share = BORDER_ROOM / Math.abs(next.x - border.x);
  return [{ x: border.x + (next.x - border.x) * share, y: border.y + (next.y - border.y) * share }, next, ...others];
}

function near(a: Point | undefined, b: Point | undefined): boolean {
  return a !== undefined && b !== undefined && Math.abs(a.x - b.x) < BORDER_BEND_NEAR;
}

function distinct(points: readonly Point[]): Point[] {
  return points.filter((point, index) => {
    const before = points[index - 1];
    return !before || before.x !== point.x || before.y !== point.y;
  });
}

function routesOf({ edges }: ElkNode): Map<string, readonly Point[]> {
  return new Map(
    edges?.map(({ id, sections }) => [
      id,
      (sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint]),
    ]),
  );
}

function shifted(point: Point = { x: 0, y: 0 }, by: Point = { x: 0, y: 0 }): Point {
  return { x: point.x + by.x, y: point.y + by.y };
}
