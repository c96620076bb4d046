// Splits rows into classes of those that are alike, one attribute after the other.

export interface RowClasses {
  /** Of each row, from 0. */
  readonly classes: Int32Array;
  readonly count: number;
}

export function oneClass(rows: number): RowClasses {
  return { classes: new Int32Array(rows), count: Math.min(rows, 1) };
}

/** Rows of a class stay together where the attribute is the same; it is asked for once a row. */
export function splitBy(before: RowClasses, attribute: (row: number) => number): RowClasses {
  const { classes } = before;
  const known = new Map<number, number>();
  const split = new Int32Array(classes.length);
  let [lastId, lastClass] = [-1, -1];
  for (let row = 0; row < classes.length; row++) {
    const id = attribute(row) * ATTRIBUTES + (classes[row] ?? 0);
    // Neighbours are alike more often than not.
    if (id !== lastId) {
      lastClass = known.get(id) ?? known.size;
      known.set(id, lastClass);
      lastId = id;
    }
    split[row] = lastClass;
  }
  return { classes: split, count: known.size };
}

/** Classes and values of an attribute are fewer. */
const ATTRIBUTES = 2 ** 24;

/** A number for each different value, in the order they come. */
export function numbersOf<T>(): (value: T) => number {
  const known = new Map<T, number>();
  return (value) => {
    const number = known.get(value) ?? known.size;
    known.set(value, number);
    return number;
  };
}
