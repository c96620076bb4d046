// Where a value lies under the folder of a file store: names as people read them, safe on every file system.
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ValuePlace } from 'headwater/internal';
import { decodeSegment, encodeSegment } from '../default/value-path.ts';

const AS_IS = /^[A-Za-z0-9_-]$/;
const PARTITION = 'partition=';

/** Relative, without extension. A partition cannot be taken for a segment: no segment has a bare `=`. */
export function filePlace({ key, partition }: ValuePlace): string {
  const segments = key.map((segment) => encodeSegment(segment, AS_IS));
  return join(...segments, ...(partition === undefined ? [] : [`${PARTITION}${encodeSegment(partition, AS_IS)}`]));
}

/** The way back. Null for a name that was too long to be kept whole, or is none of ours. */
export function placeOfFile(relative: string): ValuePlace | null {
  const names = relative.split(/[\\/]/);
  const last = names.at(-1) ?? '';
  const partition = last.startsWith(PARTITION) ? decodeSegment(last.slice(PARTITION.length)) : undefined;
  const key = (partition === undefined ? names : names.slice(0, -1)).map(decodeSegment);
  if (partition === null || key.some((segment) => segment === null)) return null;
  const place = { key: key as string[], ...(partition !== undefined && { partition }) };
  return filePlace(place) === relative ? place : null;
}

/**
 * Keys that differ in case alone would be one file where the file system ignores it.
 * @throws Error naming the file that is there.
 */
export async function refuseCollision(dir: string, relative: string): Promise<void> {
  for (let each = relative; each !== '.'; each = dirname(each)) {
    const folder = dirname(each);
    const own = each.slice(folder === '.' ? 0 : folder.length + 1);
    const names = await readdir(join(dir, folder)).catch(() => []);
    const other = names.find(
      (name) => bare(name) !== bare(own) && bare(name).toLowerCase() === bare(own).toLowerCase(),
    );
    if (other !== undefined)
      throw new Error(
        `it would lie in ${join(dir, each)}, and ${join(dir, folder, other)} is there, which is the same file where case is ignored: give one of the two assets another key`,
      );
  }
}

/** Without extensions: `orders.csv` and the folder `Orders` collide too once one of them is stored otherwise. */
const bare = (name: string): string => name.split('.')[0] ?? name;
