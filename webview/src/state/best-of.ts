// The few best of many, without sorting all of them.

export interface Scored<T> {
  readonly item: T;
  readonly points: number;
}

export interface BestOf<T> {
  /** 0: not wanted at all. */
  readonly points: (item: T) => number;
  /** Of two with equal points. */
  readonly isBefore?: (a: T, b: T) => boolean;
  readonly most: number;
}

/** The best first; of equals the one that came first, unless told otherwise. */
export function bestOf<T>(items: Iterable<T>, { points, isBefore = () => false, most }: BestOf<T>): Scored<T>[] {
  const best: Scored<T>[] = [];
  const isBetter = (a: Scored<T>, b: Scored<T>): boolean =>
    a.points === b.points ? isBefore(a.item, b.item) : a.points > b.points;
  for (const item of items) {
    const scored = { item, points: points(item) };
    const last = best.at(-1);
    if (scored.points <= 0 || (best.length === most && last !== undefined && !isBetter(scored, last))) continue;
    const place = best.findIndex((other) => isBetter(scored, other));
    best.splice(place < 0 ? best.length : place, 0, scored);
    if (best.length > most) best.pop();
  }
  return best;
}
