// Where a stored value lies: a safe, deterministic path from key segments, the same on every file system.
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { ValuePlace } from 'headwater/internal';

const MAX_LENGTH = 120;
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** Stands where an asset has no partitions. */
const NO_PARTITION = '_';

/** Relative to the store's folder, with `/`. */
export function valuePath(
  { key, partition }: ValuePlace,
  { hash, folder = 'values' }: { readonly hash: string; readonly folder?: string },
): string {
  return posix.join(valueFolder({ key, ...(partition !== undefined && { partition }) }, folder), `${hash}.sqlite`);
}

/** Of all values of a key and partition. A partition named `_` is not the same as none: it is encoded with an `=`. */
export function valueFolder({ key, partition }: ValuePlace, folder = 'values'): string {
  const last = partition === undefined ? NO_PARTITION : `=${encodeSegment(partition)}`;
  return posix.join(folder, ...key.map((segment) => encodeSegment(segment)), last);
}

/** `asIs`: which bytes stand for themselves. Without capitals, two keys that differ in case stay apart where the file system ignores it. */
export function encodeSegment(segment: string, asIs: RegExp = /^[a-z0-9_-]$/): string {
  const encoded = [...Buffer.from(segment, 'utf8')]
    .map((byte) => (asIs.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : percent(byte)))
    .join('');
  const safe = RESERVED.test(encoded) ? percent(encoded.charCodeAt(0)) + encoded.slice(1) : encoded;
  if (safe.length <= MAX_LENGTH) return safe;
  const cut = safe.slice(0, MAX_LENGTH - 33).replace(/%[0-9a-f]?$/, '');
  return `${cut}.${createHash('sha256').update(segment).digest('hex').slice(0, 32)}`;
}

/** Null for one that was too long to be kept whole. */
export function decodeSegment(encoded: string): string | null {
  if (encoded.includes('.')) return null;
  const bytes = encoded.replaceAll(/%([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

const percent = (byte: number): string => `%${byte.toString(16).padStart(2, '0')}`;
