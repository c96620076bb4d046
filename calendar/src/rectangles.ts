// Sets of two-dimensional partitions as rectangles: which rows, and in each of them which columns.
import { setOf, type PartitionSet } from './partition-set.ts';

export interface Rectangle {
  /** First and last row. */
  readonly rows: readonly [number, number];
  readonly columns: PartitionSet;
}

/** From the top down, each as high as it can be; `width` is how many columns there are. */
export function rectanglesOf(set: PartitionSet, width: number): readonly Rectangle[] {
  const stripes = set.flatMap((range) => stripesOf(range, width));
  const rectangles: Rectangle[] = [];
  for (let index = 0; index < stripes.length;) {
    const first = stripes[index];
    if (first === undefined) break;
    // Stripes of one and the same row are only there where a row is not whole, so a row is never cut here.
    let next = index + 1;
    while (stripes[next]?.rows[0] === first.rows[0]) next++;
    const columns =
      next === index + 1 ? first.columns : setOf(stripes.slice(index, next).flatMap((stripe) => stripe.columns));
    index = next;
    const above = rectangles.at(-1);
    if (above !== undefined && above.rows[1] + 1 === first.rows[0] && isSameSet(above.columns, columns)) {
      rectangles[rectangles.length - 1] = { rows: [above.rows[0], first.rows[1]], columns };
    } else {
      rectangles.push({ rows: first.rows, columns });
    }
  }
  return rectangles;
}

/** Places row by row: whole rows stay one range, however many there are. */
export function setOfRectangles(rectangles: readonly Rectangle[], width: number): PartitionSet {
  return setOf(
    rectangles.flatMap(({ rows: [top, bottom], columns }) => {
      const only = columns[0];
      if (only?.[0] === 0 && only[1] === width - 1) return [[top * width, (bottom + 1) * width - 1] as const];
      const ranges: (readonly [number, number])[] = [];
      for (let row = top; row <= bottom; row++) {
        for (const [first, last] of columns) ranges.push([row * width + first, row * width + last]);
      }
      return ranges;
    }),
  );
}

/** A range is the end of a row, the rows between, and the beginning of one; such as are alike are put together again. */
function stripesOf([first, last]: readonly [number, number], width: number): readonly Rectangle[] {
  const top = Math.floor(first / width);
  const bottom = Math.floor(last / width);
  const from = first - top * width;
  const to = last - bottom * width;
  if (top === bottom) return [{ rows: [top, top], columns: [[from, to]] }];
  const between: Rectangle = { rows: [top + 1, bottom - 1], columns: [[0, width - 1]] };
  return [
    { rows: [top, top], columns: [[from, width - 1]] },
    ...(bottom - top > 1 ? [between] : []),
    { rows: [bottom, bottom], columns: [[0, to]] },
  ];
}

function isSameSet(one: PartitionSet, other: PartitionSet): boolean {
  return (
    one.length === other.length &&
    one.every(([first, last], index) => first === other[index]?.[0] && last === other[index]?.[1])
  );
}
