// Where the arrow keys lead: left and right along edges, up and down to what lies nearest.
import type { Rect } from '../layout/layout-model.ts';

export type Direction = 'upstream' | 'downstream' | 'above' | 'below';

export interface Neighbourhood {
  readonly places: Readonly<Record<string, Rect>>;
  readonly edges: readonly { readonly source: string; readonly target: string }[];
  /** Where the last step came from: going back leads there again. */
  readonly came?: string | null;
}

/** A step to the side costs more than one onward: siblings come before nodes of another layer. */
const SIDEWAYS = 4;

export function neighbourOf(
  id: string,
  direction: Direction,
  { places, edges, came = null }: Neighbourhood,
): string | null {
  const here = places[id];
  if (!here) return null;
  if (direction === 'upstream' || direction === 'downstream') {
    const along = edges.flatMap(({ source, target }) =>
      direction === 'upstream' ? (target === id ? [source] : []) : source === id ? [target] : [],
    );
    if (came !== null && along.includes(came)) return came;
    return nearest(along, places, ({ y, height }) => Math.abs(y + height / 2 - middle(here).y));
  }
  const sign = direction === 'below' ? 1 : -1;
  const onward = Object.keys(places).filter((other) => {
    const place = places[other];
    return place && other !== id && (middle(place).y - middle(here).y) * sign > 1;
  });
  return nearest(onward, places, (place) => {
    const [there, from] = [middle(place), middle(here)];
    return Math.abs(there.y - from.y) + SIDEWAYS * Math.abs(there.x - from.x);
  });
}

function nearest(
  ids: readonly string[],
  places: Neighbourhood['places'],
  cost: (place: Rect) => number,
): string | null {
  let best: string | null = null;
  let lowest = Infinity;
  for (const id of ids) {
    const place = places[id];
    const price = place ? cost(place) : Infinity;
    if (price < lowest) [best, lowest] = [id, price];
  }
  return best;
}

function middle({ x, y, width, height }: Rect): { readonly x: number; readonly y: number } {
  return { x: x + width / 2, y: y + height / 2 };
}
