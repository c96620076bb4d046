// Places in tenths of a pixel: nobody sees more, and a picture that is remembered stands where it stood, to the last bit.
import type { Placed, Point, Rect } from './layout-model.ts';

export function inTenths({ shape, width, height, nodes, boxes, edges }: Placed): Placed {
  return {
    shape,
    width: tenths(width),
    height: tenths(height),
    nodes: each(nodes, rect),
    boxes: each(boxes, rect),
    edges: each(edges, (points) => points.map(point)),
  };
}

const tenths = (value: number): number => Math.round(value * 10) / 10;
const point = ({ x, y }: Point): Point => ({ x: tenths(x), y: tenths(y) });
const rect = ({ x, y, width, height }: Rect): Rect => ({
  ...point({ x, y }),
  width: tenths(width),
  height: tenths(height),
});

function each<T, R>(of: Readonly<Record<string, T>>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(of).map(([key, value]) => [key, change(value)]));
}
