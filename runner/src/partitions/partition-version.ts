// The data version of several partitions together: what a body that reads them remembers, and what is compared with it later.
import type { InputVersion } from '@headwater/graph';
import type { PartitionColumns } from '../catalogue.ts';

/**
 * What these partitions of an upstream are now, as provenance: of one partition its own data version, of several a digest of those
 * that were made, null when none was. `keys` in the order of the definition.
 */
export function versionOfPartitions(columns: PartitionColumns, keys: readonly string[]): Omit<InputVersion, 'names'> {
  const [from] = keys;
  const to = keys.at(-1);
  if (from === undefined || to === undefined) return { dataVersion: null, run: null };
  const digest = createDigest();
  let newest: number | null = null;
  for (const key of keys) {
    const row = columns.rowOf(key);
    const version = row === undefined ? null : columns.dataVersions[row];
    if (row === undefined || version == null) continue;
    digest.add(partitionHash(key, version));
    if (newest === null || (columns.seqs[row] ?? 0) > (columns.seqs[newest] ?? 0)) newest = row;
  }
  const only = keys.length === 1 && newest !== null ? columns.dataVersions[newest] : undefined;
  return {
    dataVersion: only ?? digest.version(),
    run: newest === null ? null : (columns.runs[newest] ?? null),
    partitions: { from, to, count: keys.length },
  };
}

/** Of one partition in one version. */
type PartitionHash = readonly [number, number, number, number];

/** Not for secrets: 128 bits that differ for anything that differs by chance. */
export function partitionHash(key: string, dataVersion: string): PartitionHash {
  const text = `${key}\n${dataVersion}`;
  let [a, b, c, d] = [1779033703, 3144134277, 1013904242, 2773480762];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = b ^ Math.imul(a ^ code, 597399067);
    b = c ^ Math.imul(b ^ code, 2869860233);
    c = d ^ Math.imul(c ^ code, 951274213);
    d = a ^ Math.imul(d ^ code, 2716044179);
  }
  a = Math.imul(c ^ (a >>> 18), 597399067);
  b = Math.imul(d ^ (b >>> 22), 2869860233);
  c = Math.imul(a ^ (c >>> 17), 951274213);
  d = Math.imul(b ^ (d >>> 19), 2716044179);
  return [(a ^ b ^ c ^ d) >>> 0, (b ^ a) >>> 0, (c ^ a) >>> 0, (d ^ a) >>> 0];
}

interface Digest {
  add(hash: PartitionHash): void;
  /** Null: of nothing. */
  version(): string | null;
}

/** A sum, so that the digest of a range is the difference of two sums. */
function createDigest(): Digest {
  const sums = [0, 0, 0, 0];
  let count = 0;
  return {
    add(hash) {
      for (const [lane, each] of hash.entries()) sums[lane] = ((sums[lane] ?? 0) + each) >>> 0;
      count++;
    },
    version: () => printDigest(count, sums),
  };
}

export function printDigest(count: number, sums: Iterable<number>): string | null {
  return count === 0 ? null : `p1:${count}:${Array.from(sums, (sum) => sum.toString(16).padStart(8, '0')).join('')}`;
}
