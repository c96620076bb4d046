// Finds the block, of blocks without end in both directions, that holds what has a rank: from near to far, then by halves.

interface BlockSearch {
  /** Where it probably is. */
  readonly near: number;
  /** How much lies before a block; it never falls. */
  readonly countBefore: (block: number) => number;
}

export function blockOfRank(rank: number, { near, countBefore }: BlockSearch): number {
  let low = near;
  let high = near + 1;
  for (let step = 1; countBefore(high) <= rank; step *= 2) high += step;
  for (let step = 1; countBefore(low) > rank; step *= 2) low -= step;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (countBefore(middle) <= rank) low = middle;
    else high = middle;
  }
  return low;
}
