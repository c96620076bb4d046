// Writes the two kinds of graphs that ELK is asked to lay out: the inside of one box, and the boxes among each other.
import type { ElkExtendedEdge, ElkNode, ElkPort, LayoutOptions } from 'elkjs/lib/elk-api.js';
import { BOX_HEADER, BOX_PADDING, type LayoutEdge, type LayoutNode, type Point } from './layout-model.ts';

/** Where edges pass a box's border: the name of each trunk, with those inside that it feeds or comes from. */
export interface Ports {
  readonly into: ReadonlyMap<string, ReadonlySet<string>>;
  readonly out: ReadonlyMap<string, ReadonlySet<string>>;
}

/** An edge between two boxes, or between a box and a free node. Edges of one trunk are one line outside of the boxes. */
export interface CrossingEdge extends LayoutEdge {
  readonly from: string | null;
  readonly to: string | null;
  readonly trunk: string;
}

export interface BoxPart {
  readonly box: string;
  readonly nodes: readonly LayoutNode[];
  readonly edges: readonly LayoutEdge[];
  readonly ports: Ports;
}

type Places = Readonly<Record<string, Point>> | undefined;

/** Left of every place there is: of a node that had none. */
export const GUESSED = -1;

/**
 * Thoroughness 1 without greedy switching costs half of ELK's defaults; SIMPLE placement suits POLYLINE, where
 * NETWORK_SIMPLEX takes minutes at a thousand nodes and BRANDES_KOEPF draws many times too wide.
 */
const OPTIONS: LayoutOptions = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.edgeRouting': 'POLYLINE',
  'elk.separateConnectedComponents': 'false',
  'elk.layered.thoroughness': '1',
  'elk.layered.crossingMinimization.greedySwitch.type': 'OFF',
  'elk.layered.nodePlacement.strategy': 'SIMPLE',
  'elk.spacing.nodeNode': '14',
  'elk.spacing.edgeNode': '12',
  'elk.spacing.edgeEdge': '8',
  'elk.layered.spacing.nodeNodeBetweenLayers': '56',
  'elk.layered.spacing.edgeNodeBetweenLayers': '20',
};

/** A box is laid out as the only child of a root: ELK places the ports of a box, and none of a root. */
export function boxGraph({ part, previous }: { readonly part: BoxPart; readonly previous: Places }): ElkNode {
  const { nodes, edges, ports } = part;
  const guess = guessPlaces(previous, edges);
  const into = pairs(ports.into);
  const out = pairs(ports.out);
  return {
    id: 'root',
    children: [
      {
        id: `box ${part.box}`,
        layoutOptions: {
          ...OPTIONS,
          ...keepingOrder(nodes, previous),
          'elk.portConstraints': 'FIXED_SIDE',
          'elk.padding': `[top=${BOX_HEADER},left=${BOX_PADDING},bottom=${BOX_PADDING},right=${BOX_PADDING}]`,
        },
        children: nodes.map((node) => elkNode(node, guess(node.id))),
        ports: [
          ...[...ports.into.keys()].map((trunk) => sidePort(`in ${trunk}`, 'WEST')),
          ...[...ports.out.keys()].map((trunk) => sidePort(`out ${trunk}`, 'EAST')),
        ],
        edges: [
          ...edges.map(({ id, source, target }) => elkEdge(id, `${source} out`, `${target} in`)),
          ...into.map(([trunk, node]) => elkEdge(intoEdge(trunk, node), `in ${trunk}`, `${node} in`)),
          ...out.map(([trunk, node]) => elkEdge(outEdge(trunk, node), `${node} out`, `out ${trunk}`)),
        ],
      },
    ],
  };
}

export const intoEdge = (trunk: string, node: string): string => `in ${trunk} to ${node}`;
export const outEdge = (trunk: string, node: string): string => `out ${trunk} from ${node}`;
export const trunkEdge = ({ trunk, target, to }: CrossingEdge): string =>
  `${trunk} to ${to === null ? target : `box ${to}`}`;

function pairs(ports: ReadonlyMap<string, ReadonlySet<string>>): [string, string][] {
  return [...ports].flatMap(([trunk, nodes]) => [...nodes].map((node): [string, string] => [trunk, node]));
}

export function rootGraph(of: {
  readonly free: readonly LayoutNode[];
  readonly insides: ReadonlyMap<
    string,
    { readonly width: number; readonly height: number; readonly ports: ReadonlyMap<string, Point> }
  >;
  readonly crossing: readonly CrossingEdge[];
  readonly previous: Places;
}): ElkNode {
  const { free, insides, crossing, previous } = of;
  const guess = guessPlaces(previous, crossing);
  const edges = new Map<string, ElkExtendedEdge>();
  for (const edge of crossing) {
    const { source, target, from, to, trunk } = edge;
    const start = from === null ? `${source} out` : `box ${from} out ${trunk}`;
    const end = to === null ? `${target} in` : `box ${to} in ${trunk}`;
    edges.set(trunkEdge(edge), elkEdge(trunkEdge(edge), start, end));
  }
  const boxes = [...insides].map(([box, { width, height, ports }]): ElkNode => ({
    id: `box ${box}`,
    width,
    height,
    ...position(previous?.[`box ${box}`]),
    layoutOptions: { 'elk.portConstraints': 'FIXED_POS', ...elkPosition(previous?.[`box ${box}`]) },
    ports: [...ports].map(([id, { x, y }]) => ({
      ...sidePort(`box ${box} ${id}`, id.startsWith('in ') ? 'WEST' : 'EAST'),
      x,
      y,
    })),
  }));
  const known = [...free.map(({ id }) => id), ...boxes.map(({ id }) => id)].map((id) => ({ id }));
  return {
    id: 'root',
    layoutOptions: {
      ...OPTIONS,
      ...keepingOrder(known, previous),
      'elk.spacing.nodeNode': '24',
      // Room for lines that turn back at the first and the last node.
      'elk.padding': '[top=0,left=10,bottom=0,right=10]',
    },
    children: [...boxes, ...free.map((node) => elkNode(node, guess(node.id)))],
    edges: [...edges.values()],
  };
}

/** Once some places are known, nodes keep their order within a layer; crossings are minimized among edges alone. */
function keepingOrder(nodes: readonly { readonly id: string }[], previous: Places): LayoutOptions {
  return previous && nodes.some(({ id }) => previous[id])
    ? { 'elk.layered.crossingMinimization.semiInteractive': 'true' }
    : {};
}

/** A new node comes in beside what it is connected with; one without known neighbours comes last. */
function guessPlaces(
  previous: Places,
  edges: readonly { readonly source: string; readonly target: string }[],
): (id: string) => Point | undefined {
  if (!previous) return () => undefined;
  const heights = new Map<string, number[]>();
  const note = (id: string, other: string): void => {
    const known = previous[other];
    if (!known || previous[id]) return;
    const around = heights.get(id);
    if (around) around.push(known.y);
    else heights.set(id, [known.y]);
  };
  for (const { source, target } of edges) {
    note(source, target);
    note(target, source);
  }
  return (id) => {
    if (previous[id]) return previous[id];
    const around = heights.get(id) ?? [];
    return {
      x: GUESSED,
      y: around.length === 0 ? 1e6 : around.reduce((sum, y) => sum + y, 0) / around.length + 1,
    };
  };
}

function elkNode({ id, width, height }: LayoutNode, place: Point | undefined): ElkNode {
  return {
    id,
    width,
    height,
    ...position(place),
    layoutOptions: { 'elk.portConstraints': 'FIXED_POS', ...elkPosition(place) },
    ports: [
      { ...sidePort(`${id} in`, 'WEST'), x: 0, y: height / 2 },
      { ...sidePort(`${id} out`, 'EAST'), x: width, y: height / 2 },
    ],
  };
}

function position(place: Point | undefined): Partial<Point> {
  return place ? { x: place.x, y: place.y } : {};
}

function elkPosition(place: Point | undefined): LayoutOptions {
  return place ? { 'elk.position': `(${place.x},${place.y})` } : {};
}

function sidePort(id: string, side: 'WEST' | 'EAST'): ElkPort {
  return { id, width: 0, height: 0, layoutOptions: { 'elk.port.side': side } };
}

function elkEdge(id: string, source: string, target: string): ElkExtendedEdge {
  return { id, sources: [source], targets: [target] };
}
