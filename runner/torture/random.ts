// Random numbers from a seed: the same ones for the same seed.

export interface Random {
  /** From 0 up to 1, without it. */
  next(): number;
  /** A whole number from 0 up to `end`, without it. */
  below(end: number): number;
  pick<T>(of: readonly T[]): T;
  chance(of: number): boolean;
}

/** mulberry32: small, and good enough to choose moments. */
export function randomOf(seed: number): Random {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number): number => Math.trunc(next() * end);
  return {
    next,
    below,
    pick: <T>(of: readonly T[]): T => of[below(of.length)] as T,
    chance: (of) => next() < of,
  };
}

/** Of the environment when a run is to be repeated, else a new one. */
export const seedOfRun = (): number => Number(process.env['HEADWATER_SEED'] ?? Math.trunc(Math.random() * 2 ** 31));
