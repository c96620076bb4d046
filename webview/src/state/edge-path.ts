// Turns the points of an edge into a path: flowing between layers, rounded corners beside a column and where it runs back.
import type { Placed, Point } from '../layout/layout-model.ts';
import { runsBack } from '../layout/turned-route.ts';
import type { EdgeChange } from './diff.ts';

const CORNER = 8;
const FLAT = 0.5;

export function edgePath(points: readonly Point[], shape: Placed['shape']): string {
  return shape === 'column' || runsBack(points) ? rounded(points) : flowing(points);
}

/** Level pieces stay straight; pieces between two levels leave and arrive level. */
function flowing(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let path = `M${at(first)}`;
  let from = first;
  for (const to of rest) {
    if (Math.abs(to.y - from.y) < FLAT) path += `L${at(to)}`;
    else {
      const reach = Math.max((to.x - from.x) / 2, 16);
      path += `C${at({ x: from.x + reach, y: from.y })} ${at({ x: to.x - reach, y: to.y })} ${at(to)}`;
    }
    from = to;
  }
  return path;
}

function rounded(points: readonly Point[]): string {
  return points
    .map((corner, index) => {
      const [before, after] = [points[index - 1], points[index + 1]];
      if (!before) return `M${at(corner)}`;
      if (!after) return `L${at(corner)}`;
      const radius = Math.min(CORNER, distance(before, corner) / 2, distance(corner, after) / 2);
      return `L${at(towards(corner, before, radius))}Q${at(corner)} ${at(towards(corner, after, radius))}`;
    })
    .join('');
}

function towards(from: Point, to: Point, length: number): Point {
  const whole = distance(from, to) || 1;
  return { x: from.x + ((to.x - from.x) * length) / whole, y: from.y + ((to.y - from.y) * length) / whole };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** On the line, away from where others join it: the middle of its longest piece. */
export function middleOf(points: readonly Point[]): Point {
  let middle = points[0] ?? { x: 0, y: 0 };
  let longest = 0;
  for (const [index, to] of points.entries()) {
    const from = points[index - 1];
    if (!from || distance(from, to) <= longest) continue;
    longest = distance(from, to);
    middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  }
  return middle;
}

/** The head at its end. */
export function tipPath({ x, y }: Point): string {
  return `M${x - 7},${y - 4}L${x - 1},${y}L${x - 7},${y + 4}`;
}

const GLYPH_ARM = 3.5;
/** Of the circle that a glyph of a change stands in. */
export const GLYPH_RADIUS = 7.5;

/** A plus, a minus or both on the line: its colour is not all that tells. */
export function changePath(change: EdgeChange, { x, y }: Point): string {
  const minus = (at: number): string => `M${x - GLYPH_ARM},${at}h${2 * GLYPH_ARM}`;
  const plus = (at: number): string => `${minus(at)}M${x},${at - GLYPH_ARM}v${2 * GLYPH_ARM}`;
  if (change === 'changed') return plus(y - 2) + minus(y + 4);
  return change === 'added' ? plus(y) : minus(y);
}

function at({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
}
