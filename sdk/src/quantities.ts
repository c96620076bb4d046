// Reads durations and sizes as people write them: '30m', '512MB'.
import { wrong } from './option-problem.ts';

/** A duration: milliseconds, or a number with its unit. */
export type Duration = number | `${number}ms` | `${number}s` | `${number}m` | `${number}h` | `${number}d`;

/** A size in memory: bytes, or a number with its unit, 1 KB being 1024 bytes. */
export type Size = number | `${number}KB` | `${number}MB` | `${number}GB`;

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const BYTES: Readonly<Record<string, number>> = { KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 };

interface Where {
  readonly of: string;
  readonly option: string;
}

/** Milliseconds, or null when nothing was given. `least` is the smallest that means something. */
export function readDuration(given: unknown, { of, option, least }: Where & { readonly least: 0 | 1 }): number | null {
  if (given === undefined) return null;
  const duration = quantity(given, MILLISECONDS);
  if (duration !== undefined && duration >= least) return duration;
  throw wrong(of, option, {
    is: "a duration such as '500ms', '5s', '30m', '1h' or '2d', or milliseconds",
    got: given,
  });
}

/** Bytes, or null when nothing was given. */
export function readSize(given: unknown, { of, option }: Where): number | null {
  if (given === undefined) return null;
  const size = quantity(given, BYTES);
  if (size !== undefined && size >= 1) return Math.floor(size);
  throw wrong(of, option, { is: "a size such as '512MB' or '2GB', or bytes", got: given });
}

function quantity(given: unknown, units: Readonly<Record<string, number>>): number | undefined {
  if (typeof given === 'number') return Number.isFinite(given) && given >= 0 ? given : undefined;
  const parts = typeof given === 'string' ? /^(\d+(?:\.\d+)?)([A-Za-z]+)$/.exec(given) : null;
  const unit = units[parts?.[2] ?? ''];
  return unit === undefined ? undefined : Number(parts?.[1]) * unit;
}
