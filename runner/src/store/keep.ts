// How much of the past a project keeps.

export interface Keep {
  /** Values of each asset, whatever they were made by. */
  readonly values: number;
  /** Within these days, a value that would be made again is not deleted, and no run is folded. */
  readonly days: number;
  /** Of each asset, one by one. */
  readonly materializations: number;
  readonly runs: number;
}

export const KEEP: Keep = { values: 3, days: 30, materializations: 100, runs: 200 };

export const daysBefore = (now: Date, days: number): string =>
  new Date(now.getTime() - days * 24 * 3_600_000).toISOString();
