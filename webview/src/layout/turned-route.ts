// Gives the turns of an edge that runs back their room: ELK folds them so tightly that the line seems to fray at its ends.
import type { Point } from './layout-model.ts';

/** How far a line leaves a node before it turns back; less than half of what lies between two layers. */
const OUT = 10;

/** Every turn from one direction to the other becomes a way around two corners. A line that runs onward stays as it is. */
export function turnedRoute(points: readonly Point[]): readonly Point[] {
  if (!runsBack(points)) return points;
  return points.flatMap((point, index): Point[] => {
    const [before, after] = [points[index - 1], points[index + 1]];
    if (!before || !after) return [point];
    const [into, out] = [point.x - before.x, after.x - point.x];
    if (into >= 0 && out < 0) return corners(before, after, Math.max(before.x, point.x, after.x) + OUT);
    if (into < 0 && out >= 0) return corners(before, after, Math.min(before.x, point.x, after.x) - OUT);
    return [point];
  });
}

/** From one node's right to the left of another that stands before it, at a height where nothing lies in between. */
export function routeBack(start: Point, end: Point, y: number): readonly Point[] {
  return [start, ...corners(start, { x: start.x, y }, start.x + OUT), ...corners({ x: 0, y }, end, end.x - OUT), end];
}

export function runsBack(points: readonly Point[]): boolean {
  return points.some(({ x }, index) => x < (points[index - 1]?.x ?? -Infinity));
}

function corners(before: Point, after: Point, x: number): Point[] {
  return [
    { x, y: before.y },
    { x, y: after.y },
  ];
}
