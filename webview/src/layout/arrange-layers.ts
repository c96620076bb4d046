// Arranges a graph in layers with ELK: the inside of each box apart, then the boxes, then the edges joined at the boxes' borders.
import type { ElkNode } from 'elkjs/lib/elk-api.js';
import { boxGraph, rootGraph, type BoxPart, type Ports } from './elk-graphs.ts';
import type { Arrange } from './elk-engine.ts';
import type { LayoutEdge, LayoutInput, LayoutNode, Placed, Point, Rect } from './layout-model.ts';
import type { Recent } from './recent.ts';

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

/** An edge that leaves its box bends at the border; where the next bend is this near, one curve does for both. */
const BORDER_BEND_NEAR = 110;

export async function arrangeLayers(input: LayoutInput, options: LayersOptions): Promise<Placed> {
  const boxOf = new Map(input.nodes.map(({ id, box }) => [id, box]));
  const insides = new Map<string, Inside>();
  for (const part of boxParts(input, boxOf)) {
    options.signal?.throwIfAborted();
    insides.set(part.box, await arrangeInside(part, input, options));
  }
  options.signal?.throwIfAborted();
  const free = input.nodes.filter(({ box }) => box === null);
  const crossing = input.edges.filter(({ source, target }) => isCrossing(boxOf, source, target));
  const root = await options.arrange(rootGraph({ free, insides, crossing, boxOf, previous: input.previous }));
  return join({ input, boxOf, insides, root });
}

function isCrossing(boxOf: ReadonlyMap<string, string | null>, source: string, target: string): boolean {
  const [from, to] = [boxOf.get(source), boxOf.get(target)];
  return from !== undefined && to !== undefined && (from !== to || from === null);
}

function boxParts({ boxes, nodes, edges }: LayoutInput, boxOf: ReadonlyMap<string, string | null>): BoxPart[] {
  const parts = new Map(
    boxes.map((box) => [
      box,
      {
        box,
        nodes: [] as LayoutNode[],
        edges: [] as LayoutEdge[],
        ports: { into: new Map<string, string[]>(), out: new Set<string>() } satisfies Ports,
      },
    ]),
  );
  for (const node of nodes) if (node.box !== null) parts.get(node.box)?.nodes.push(node);
  for (const edge of edges) {
    const [from, to] = [boxOf.get(edge.source), boxOf.get(edge.target)];
    if (from === undefined || to === undefined) continue;
    if (from === to) {
      if (from !== null) parts.get(from)?.edges.push(edge);
      continue;
    }
    if (from !== null) parts.get(from)?.ports.out.add(edge.source);
    const into = to === null ? undefined : parts.get(to)?.ports.into;
    if (into) into.set(edge.source, [...(into.get(edge.source) ?? []), edge.target]);
  }
  return [...parts.values()].filter((part) => part.nodes.length > 0);
}

async function arrangeInside(part: BoxPart, { previous }: LayoutInput, options: LayersOptions): Promise<Inside> {
  const shape = JSON.stringify([part.nodes, part.edges, [...part.ports.into], [...part.ports.out]]);
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
  readonly boxOf: ReadonlyMap<string, string | null>;
  readonly insides: ReadonlyMap<string, Inside>;
  readonly root: ElkNode;
}): Placed {
  const { input, boxOf, insides, root } = of;
  const at = new Map(root.children?.map(({ id, x = 0, y = 0 }) => [id, { x, y }]));
  const boxes: Record<string, Rect> = {};
  for (const [box, { width, height }] of insides) boxes[box] = { ...placeOf(at, `box ${box}`), width, height };
  const nodes: Record<string, Rect> = {};
  for (const { id, box, width, height } of input.nodes) {
    const corner = box === null ? placeOf(at, id) : shifted(insides.get(box)?.nodes.get(id), boxes[box]);
    nodes[id] = { ...corner, width, height };
  }
  const routes = routesOf(root);
  const edges: Record<string, readonly Point[]> = {};
  for (const { id, source, target } of input.edges) {
    const [from, to] = [boxOf.get(source), boxOf.get(target)];
    if (from === undefined || to === undefined) continue;
    const inside = (box: string | null, name: string): readonly Point[] =>
      box === null ? [] : (insides.get(box)?.edges.get(name) ?? []).map((point) => shifted(point, boxes[box]));
    edges[id] =
      from === to && from !== null
        ? inside(from, id)
        : throughBorders([
            inside(from, `out ${source}`),
            routes.get(`${source} to ${to === null ? target : `box ${to}`}`) ?? [],
            inside(to, `in ${source} to ${target}`),
          ]);
  }
  return { shape: 'layers', width: root.width ?? 0, height: root.height ?? 0, nodes, boxes, edges };
}

/** One route out of three parts, without the bends at the borders where they would only make it wriggle. */
function throughBorders([out, between, into]: readonly [readonly Point[], readonly Point[], readonly Point[]]): Point[] {
  const middle = [...between];
  const first = [...out];
  const last = [...into];
  if (first.length > 1 && near(middle[0], middle[1])) middle.shift();
  if (first.length > 1) first.pop();
  if (last.length > 1 && middle.length > 1 && near(middle.at(-2), middle.at(-1))) middle.pop();
  if (last.length > 1) last.shift();
  return [...first, ...middle, ...last];
}

function near(a: Point | undefined, b: Point | undefined): boolean {
  return a !== undefined && b !== undefined && Math.abs(a.x - b.x) < BORDER_BEND_NEAR;
}

function routesOf({ edges }: ElkNode): Map<string, readonly Point[]> {
  return new Map(
    edges?.map(({ id, sections }) => [
      id,
      (sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint]),
    ]),
  );
}

function placeOf(at: ReadonlyMap<string, Point>, id: string): Point {
  return at.get(id) ?? { x: 0, y: 0 };
}

function shifted(point: Point = { x: 0, y: 0 }, by: Point = { x: 0, y: 0 }): Point {
  return { x: point.x + by.x, y: point.y + by.y };
}
