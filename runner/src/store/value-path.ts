// Where a stored value lies: a safe, deterministic path from key segments, the same on every file system.
import { createHash } from 'node:crypto';
import { posix } from 'node:path';

const MAX_LENGTH = 120;
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/** Relative to the store's folder, with `/`. `_` stands for "no partition". */
export function valuePath(
  key: readonly string[],
  { hash, folder = 'values' }: { readonly hash: string; readonly folder?: string },
): string {
  return posix.join(folder, ...key.map(encodeSegment), '_', `${hash}.sqlite`);
}

/** Capitals are encoded too: two keys that differ in case stay apart where the file system ignores it. */
export function encodeSegment(segment: string): string {
  const encoded = [...Buffer.from(segment, 'utf8')]
    .map((byte) => (isPlain(byte) ? String.fromCharCode(byte) : percent(byte)))
    .join('');
  const safe = RESERVED.test(encoded) ? percent(encoded.charCodeAt(0)) + encoded.slice(1) : encoded;
  if (safe.length <= MAX_LENGTH) return safe;
  const cut = safe.slice(0, MAX_LENGTH - 33).replace(/%[0-9a-f]?$/, '');
  return `${cut}.${createHash('sha256').update(segment).digest('hex').slice(0, 32)}`;
}

const isPlain = (byte: number): boolean =>
  (byte >= 97 && byte <= 122) || (byte >= 48 && byte <= 57) || byte === 95 || byte === 45;
const percent = (byte: number): string => `%${byte.toString(16).padStart(2, '0')}`;
