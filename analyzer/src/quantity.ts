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
export function isQuantity(given: unknown, kind: QuantityKind): boolean {
  return readQuantity(given, kind) !== null;
}

/** Milliseconds, or bytes; null for what is none. */
export function readQuantity(given: unknown, { units, least }: QuantityKind): number | null {
  const parts = typeof given === 'string' ? /^(\d+(?:\.\d+)?)([A-Za-z]+)$/.exec(given) : null;
  const unit = parts?.[2];
  const read =
    typeof given === 'number'
      ? given
      : unit !== undefined && Object.hasOwn(units, unit)
        ? Number(parts?.[1]) * (units[unit] ?? 0)
        : NaN;
  return Number.isFinite(read) && read >= least ? read : null;
}

/** What is wrong with one that is none, and what to write instead. */
export function quantityProblem(given: unknown, kind: QuantityKind): string {
  const meant = meantQuantity(given, kind);
  const advice =
    meant !== null
      ? `Did you mean '${meant}'?`
      : kind === SIZE
        ? "Write '512MB' or '2GB', or bytes."
        : "Write '500ms', '5s', '30m', '1h' or '2d', or milliseconds.";
  if (given === undefined) return `needs ${kind.what}, and is given none, so the module cannot load. ${advice}`;
  const said = typeof given === 'string' ? `'${given}'` : JSON.stringify(given);
  const wrong = isQuantity(given, { ...kind, least: 0 }) ? 'too little to mean anything' : `not ${kind.what}`;
  return `is ${said}, which is ${wrong}, so the module cannot load. ${advice}`;
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
