// All files of a folder, as data: written to a real disk and read from it.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** By their path from the root, with `/`. */
export type DiskState = ReadonlyMap<string, Uint8Array>;

/** On a real disk, in place of what is there. */
export function writeState(root: string, state: DiskState): void {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  for (const [path, bytes] of state) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
}

/** What a real folder holds. */
export function readState(root: string): DiskState {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(root, path).split(sep).join('/'), readFileSync(path)];
    }),
  );
}
