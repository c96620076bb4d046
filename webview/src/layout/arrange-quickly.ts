// Arranges graphs that are too large for ELK: the same question and answer, in time that grows with the edges alone.
import type { ElkExtendedEdge, ElkNode, ElkPort } from 'elkjs/lib/elk-api.js';
import type { Point } from './layout-model.ts';
import { GUESSED } from './elk-graphs.ts';
import { routeBack } from './turned-route.ts';

/** Sweeps over the layers that bring neighbours near; more change little. */
const SWEEPS = 4;
const ROW_GAP = 14;
const LAYER_GAP = 96;
const COLUMN_GAP = 24;
/** A layer of more nodes than a screen holds stands in several columns beside each other. */
const COLUMN_LEAST = 40;
/** How much higher than wide such a layer may become, in nodes. */
const COLUMN_SHAPE = 4;
const LINE_GAP = 70;
/** A graph this many times as wide as high is folded, into lines that together are so many times as wide as high. */
const LONGEST_SHAPE = 12;
const LINES_SHAPE = 2;

/**
 * Layers by the longest way from a source, in each layer the order of what they are connected with (barycentre, as in Sugiyama's
 * method), edges as one line each. Takes and gives what ELK does: a root whose children have ports, or a root with one box.
 */
export function arrangeQuickly(root: ElkNode): Promise<ElkNode> {
  const [only] = root.children ?? [];
  if (only?.children !== undefined) {
    const box = arrangeLevel(only, paddingOf(only));
    return Promise.resolve({ ...root, children: [box], width: box.width ?? 0, height: box.height ?? 0 });
  }
  return Promise.resolve(arrangeLevel(root, { top: 0, left: 0, bottom: 0, right: 0 }));
}

interface Padding {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

function paddingOf({ layoutOptions = {} }: ElkNode): Padding {
  const read = (side: keyof Padding): number =>
    Number(new RegExp(`${side}=(\\d+)`).exec(layoutOptions['elk.padding'] ?? '')?.[1] ?? 0);
  return { top: read('top'), left: read('left'), bottom: read('bottom'), right: read('right') };
}

function arrangeLevel(level: ElkNode, padding: Padding): ElkNode {
  const { children = [], edges = [], ports = [] } = level;
  const owner = new Map(children.flatMap((child) => (child.ports ?? []).map(({ id }) => [id, child.id] as const)));
  const links = edges.flatMap(({ sources: [from = ''], targets: [to = ''] }) => {
    const [source, target] = [owner.get(from), owner.get(to)];
    return source === undefined || target === undefined || source === target ? [] : [{ source, target }];
  });
  const layers = ordered(layersOf(children, links), { links, before: placesBefore(children) });
  const { places, below, width, height } = placed(layers, children, padding);
  const nodes = children.map((child) => ({ ...child, ...places.get(child.id) }));
  const outer = { width: width + padding.left + padding.right, height: height + padding.top + padding.bottom };
  const border = borderPorts(ports, { edges, nodes, outer, padding });
  const at = portPlaces(nodes, border);
  const lowOf = (port: string): number | undefined => below.get(owner.get(port) ?? '');
  return { ...level, ...outer, children: nodes, ports: border, edges: edges.map((edge) => routed(edge, at, lowOf)) };
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** By the longest way from a source. A circle is opened at its first node in the given order. */
function layersOf(children: readonly ElkNode[], links: readonly Link[]): string[][] {
  const out = Map.groupBy(links, ({ source }) => source);
  const open = new Map(children.map(({ id }) => [id, 0]));
  for (const { target } of links) open.set(target, (open.get(target) ?? 0) + 1);
  const layer = new Map<string, number>();
  const done = new Set<string>();
  const layers: string[][] = [];
  const ready = children.flatMap(({ id }) => (open.get(id) === 0 ? [id] : []));
  // Grows while it is gone through.
  let next = 0;
  const takeReady = (): void => {
    for (let id = ready[next]; id !== undefined; id = ready[++next]) {
      if (done.has(id)) continue;
      done.add(id);
      const own = layer.get(id) ?? 0;
      (layers[own] ??= []).push(id);
      for (const { target } of out.get(id) ?? []) {
        if (done.has(target)) continue;
        layer.set(target, Math.max(layer.get(target) ?? 0, own + 1));
        const left = (open.get(target) ?? 1) - 1;
        open.set(target, left);
        if (left === 0) ready.push(target);
      }
    }
  };
  takeReady();
  for (const { id } of children) {
    if (done.has(id)) continue;
    ready.push(id);
    takeReady();
  }
  return layers.map((each) => each ?? []);
}

/** Where nodes were; null where most had no place yet. */
function placesBefore(children: readonly ElkNode[]): ReadonlyMap<string, Point> | null {
  const places = new Map(
    children.flatMap(({ id, x, y }) => (x === undefined || y === undefined ? [] : [[id, { x, y }] as const])),
  );
  const known = [...places.values()].filter(({ x }) => x !== GUESSED);
  return known.length * 2 > children.length ? places : null;
}

function ordered(
  layers: readonly (readonly string[])[],
  { links, before }: { readonly links: readonly Link[]; readonly before: ReadonlyMap<string, Point> | null },
): string[][] {
  if (before) return layers.map((layer) => inOrderOf(layer, before));
  const into = Map.groupBy(links, ({ target }) => target);
  const out = Map.groupBy(links, ({ source }) => source);
  const rank = new Map<string, number>();
  const remember = (layer: readonly string[]): void => layer.forEach((id, i) => rank.set(id, (i + 0.5) / layer.length));
  layers.forEach(remember);
  const now = layers.map((layer) => [...layer]);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const down = sweep % 2 === 0;
    for (const layer of down ? now : now.toReversed()) {
      const middle = new Map(
        layer.map((id) => {
          const around = down
            ? (into.get(id) ?? []).map(({ source }) => source)
            : (out.get(id) ?? []).map(({ target }) => target);
          const sum = around.reduce((total, each) => total + (rank.get(each) ?? 0), 0);
          return [id, around.length === 0 ? (rank.get(id) ?? 0) : sum / around.length];
        }),
      );
      layer.sort((a, b) => (middle.get(a) ?? 0) - (middle.get(b) ?? 0));
      remember(layer);
    }
  }
  return now;
}

/** As they stood: column by column, each from its top. A new one goes to the column that has its height first. */
function inOrderOf(layer: readonly string[], places: ReadonlyMap<string, Point>): string[] {
  const at = (id: string): Point => places.get(id) ?? { x: 0, y: 0 };
  const columns = Map.groupBy(layer, (id) => at(id).x);
  const strays = columns.get(GUESSED) ?? [];
  columns.delete(GUESSED);
  const stood = [...columns].sort(([a], [b]) => a - b).map(([, ids]) => ids);
  if (stood.length === 0) stood.push([]);
  stood[0] = [...(stood[0] ?? []), ...strays];
  return stood.flatMap((ids) => ids.sort((a, b) => at(a).y - at(b).y));
}

interface Column {
  readonly ids: readonly string[];
  /** Before it. */
  readonly gap: number;
  readonly width: number;
  readonly height: number;
}

/** Layers from left to right, each about the middle of the highest; a long thin graph in lines below each other, as text is. */
function placed(
  layers: readonly (readonly string[])[],
  children: readonly ElkNode[],
  { top, left }: Padding,
): { places: Map<string, Point>; below: Map<string, number>; width: number; height: number } {
  const sizes = new Map(children.map(({ id, width = 0, height = 0 }) => [id, { width, height }]));
  const sizeOf = (id: string): { width: number; height: number } => sizes.get(id) ?? { width: 0, height: 0 };
  const columns = layers.flatMap((layer) =>
    chunks(layer, Math.max(COLUMN_LEAST, Math.ceil(Math.sqrt(layer.length * COLUMN_SHAPE)))).map(
      (ids, nth): Column => ({
        ids,
        gap: nth === 0 ? LAYER_GAP : COLUMN_GAP,
        width: ids.reduce((most, id) => Math.max(most, sizeOf(id).width), 0),
        height: ids.reduce((sum, id) => sum + sizeOf(id).height + ROW_GAP, -ROW_GAP),
      }),
    ),
  );
  const places = new Map<string, Point>();
  /** Of each node the height below its line, where nothing stands. */
  const below = new Map<string, number>();
  let [width, y] = [0, top];
  for (const line of linesOf(columns)) {
    const height = line.reduce((most, column) => Math.max(most, column.height), 0);
    let x = left;
    for (const [nth, column] of line.entries()) {
      if (nth > 0) x += column.gap;
      let at = y + (height - column.height) / 2;
      for (const id of column.ids) {
        places.set(id, { x, y: at });
        below.set(id, y + height + LINE_GAP / 4);
        at += sizeOf(id).height + ROW_GAP;
      }
      x += column.width;
    }
    width = Math.max(width, x - left);
    y += height + LINE_GAP;
  }
  return { places, below, width, height: Math.max(0, y - LINE_GAP - top) };
}

function linesOf(columns: readonly Column[]): (readonly Column[])[] {
  const width = columns.reduce((sum, column) => sum + column.gap + column.width, 0);
  const height = columns.reduce((most, column) => Math.max(most, column.height), 0) + LINE_GAP;
  if (width < height * LONGEST_SHAPE) return columns.length === 0 ? [] : [columns];
  return chunks(columns, Math.ceil(columns.length / Math.sqrt(width / height / LINES_SHAPE)));
}

function chunks<T>(all: readonly T[], most: number): T[][] {
  const count = Math.ceil(all.length / most);
  const each = Math.ceil(all.length / count);
  return Array.from({ length: count }, (_, n) => all.slice(n * each, (n + 1) * each));
}

/** On the box's border, each at the height of what it is connected with. */
function borderPorts(
  ports: readonly ElkPort[],
  of: {
    readonly edges: readonly ElkExtendedEdge[];
    readonly nodes: readonly ElkNode[];
    readonly outer: { readonly width: number; readonly height: number };
    readonly padding: Padding;
  },
): ElkPort[] {
  const at = portPlaces(of.nodes, []);
  const heights = new Map<string, number[]>();
  for (const {
    sources: [from = ''],
    targets: [to = ''],
  } of of.edges)
    for (const [port, other] of [
      [from, to],
      [to, from],
    ] as const) {
      const place = at.get(other);
      if (!place || at.has(port)) continue;
      const known = heights.get(port);
      if (known) known.push(place.y);
      else heights.set(port, [place.y]);
    }
  return ports.map((port) => {
    const ys = heights.get(port.id) ?? [];
    const y = ys.length === 0 ? of.padding.top : ys.reduce((sum, each) => sum + each, 0) / ys.length;
    return { ...port, x: port.layoutOptions?.['elk.port.side'] === 'WEST' ? 0 : of.outer.width, y };
  });
}

function portPlaces(nodes: readonly ElkNode[], border: readonly ElkPort[]): Map<string, Point> {
  const places = new Map(border.map(({ id, x = 0, y = 0 }): [string, Point] => [id, { x, y }]));
  for (const { x = 0, y = 0, ports = [] } of nodes)
    for (const port of ports) places.set(port.id, { x: x + (port.x ?? 0), y: y + (port.y ?? 0) });
  return places;
}

/** Straight on; back to where a line of the graph begins, or to where a circle was opened, below all that stands between. */
function routed(
  edge: ElkExtendedEdge,
  at: ReadonlyMap<string, Point>,
  lowOf: (port: string) => number | undefined,
): ElkExtendedEdge {
  const [from = '', to = ''] = [edge.sources[0], edge.targets[0]];
  const [startPoint, endPoint] = [at.get(from), at.get(to)];
  if (!startPoint || !endPoint) return edge;
  const low = lowOf(from);
  const way = low === undefined || endPoint.x >= startPoint.x ? [] : routeBack(startPoint, endPoint, low).slice(1, -1);
  return { ...edge, sections: [{ id: edge.id, startPoint, endPoint, bendPoints: way.map(({ x, y }) => ({ x, y })) }] };
}
