// Which durations and sizes the SDK takes: the same words as its own reader, which the analyzer must not load.

export interface QuantityKind {
  readonly units: Readonly<Record<string, number>>;
  /** The smallest that means something. */
  readonly least: 0 | 1;
  /** Reads after "is not". */
  readonly what: string;
}

const DURATIONS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const SIZES = { KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 };

export const DURATION: QuantityKind = { units: DURATIONS, least: 1, what: 'a duration' };
/** Between two tries nothing may lie, too. */
export const DELAY: QuantityKind = { ...DURATION, least: 0 };
export const SIZE: QuantityKind = { units: SIZES, least: 1, what: 'a size' };

/** A number with its unit, or a number alone: milliseconds, or bytes. */
export function isQuantity(given: unknown, { units, least }: QuantityKind): boolean {
  if (typeof given === 'number') return Number.isFinite(given) && given >= least;
  const parts = typeof given === 'string' ? /^(\d+(?:\.\d+)?)([A-Za-z]+)$/.exec(given) : null;
  const unit = parts?.[2];
  return unit !== undefined && Object.hasOwn(units, unit) && Number(parts?.[1]) * (units[unit] ?? 0) >= least;
}

/** What was probably meant by a text that is none: `5 minutes` is `5m`. */
export function meantQuantity(given: unknown, kind: QuantityKind): string | null {
  const parts = typeof given === 'string' ? /^\s*(\d+(?:\.\d+)?)[\s_-]*([A-Za-z]+)\s*$/.exec(given) : null;
  const word = parts?.[2]?.toLowerCase();
  const unit = WORDS.find(([pattern, each]) => word !== undefined && each in kind.units && pattern.test(word))?.[1];
  const meant = unit === undefined ? null : `${parts?.[1]}${unit}`;
  return meant !== null && isQuantity(meant, kind) ? meant : null;
}

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^(ms|msecs?|millis|milliseconds?)$/, 'ms'],
  [/^(s|secs?|seconds?)$/, 's'],
  [/^(m|mins?|minutes?)$/, 'm'],
  [/^(h|hrs?|hours?)$/, 'h'],
  [/^(d|days?)$/, 'd'],
  [/^(k|kb|kib|kilobytes?)$/, 'KB'],
  [/^(m|mb|mib|megabytes?)$/, 'MB'],
  [/^(g|gb|gib|gigabytes?)$/, 'GB'],
];
