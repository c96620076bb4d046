// Makes layered graphs with groups from a seed, shaped like projects are, for tests and measurements of the layout.
import type { LayoutEdge, LayoutInput, LayoutNode } from './layout-model.ts';

export interface RandomGraphOptions {
  readonly seed: number;
  readonly nodes: number;
  readonly groups: number;
  readonly layers?: number;
}

/** Of ten edges seven come from the layer before; the others skip layers. */
const FROM_LAYER_BEFORE = 0.7;

/** Stages of a pipeline from left to right, each stage two layers deep and cut into groups. */
export function randomGraph({ seed, nodes: count, groups, layers = 8 }: RandomGraphOptions): LayoutInput {
  const random = randomNumbers(seed);
  const pick = (from: number, to: number): number => from + Math.floor(random() * (to - from));
  const perLayer = Math.ceil(count / layers);
  const stages = Math.ceil(layers / 2);
  const groupsPerStage = Math.max(1, Math.round(groups / stages));
  const nodes = Array.from({ length: count }, (_, index): LayoutNode => {
    const stage = Math.floor(index / perLayer / 2);
    const place = (index % perLayer) / perLayer;
    const box = groups === 0 ? null : `stage ${stage} group ${Math.floor(place * groupsPerStage)}`;
    return { id: `n${index}`, width: 224, height: 52, box };
  });
  const edges = new Map<string, LayoutEdge>();
  for (let target = perLayer; target < count; target++) {
    const layerStart = Math.floor(target / perLayer) * perLayer;
    for (let each = pick(1, 4); each > 0; each--) {
      const source = random() < FROM_LAYER_BEFORE ? pick(layerStart - perLayer, layerStart) : pick(0, layerStart);
      const id = `n${source} → n${target}`;
      edges.set(id, { id, source: `n${source}`, target: `n${target}` });
    }
  }
  const boxes = [...new Set(nodes.flatMap(({ box }) => box ?? []))];
  return { shape: 'layers', width: 0, nodes: byBox(nodes, boxes), boxes, edges: [...edges.values()] };
}

/** Any wiring at all: circles, edges to themselves, several between the same two, parts that hang together with nothing, empty boxes. */
export function tangledGraph({ seed, nodes: count, groups }: RandomGraphOptions): LayoutInput {
  const random = randomNumbers(seed);
  const pick = (below: number): number => Math.floor(random() * below);
  const boxes = Array.from({ length: groups }, (_, n) => `group ${n}`);
  const nodes = Array.from({ length: count }, (_, n): LayoutNode => {
    // Some stand free, and the last box stays empty.
    const box = groups > 1 && random() < 0.8 ? `group ${pick(groups - 1)}` : null;
    return { id: `n${n}`, width: 200 + pick(60), height: 44 + pick(20), box };
  });
  const edges = Array.from({ length: pick(count * 3) }, (_, n): LayoutEdge => {
    const source = pick(count);
    const target = random() < 0.05 ? source : pick(count);
    return { id: `edge ${n}`, source: `n${source}`, target: random() < 0.03 ? 'nowhere' : `n${target}` };
  });
  const twice = edges.slice(0, 3).map((edge) => ({ ...edge, id: `${edge.id} again` }));
  const free = nodes.filter(({ box }) => box === null);
  return {
    shape: 'layers',
    width: 0,
    nodes: [...byBox(nodes, boxes), ...(groups > 0 ? free : [])],
    boxes,
    edges: [...edges, ...twice],
  };
}

function byBox(nodes: readonly LayoutNode[], boxes: readonly string[]): LayoutNode[] {
  return boxes.length === 0 ? [...nodes] : boxes.flatMap((box) => nodes.filter((node) => node.box === box));
}

/** Mulberry32: small, and the same everywhere. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
