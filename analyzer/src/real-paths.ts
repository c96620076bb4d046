// Follows links the way module loaders do, in the words of the project: its own folder keeps the name it was opened by.
import type { Disk } from './disk.ts';
import { relativeTo } from './posix-path.ts';

/** The disk, whose real paths begin as the project's root does where that itself stands behind a link. */
export function withRealPaths(disk: Disk, root: string): Disk {
  let prefixes: readonly [real: string, given: string] | null = null;
  return {
    read: (path) => disk.read(path),
    stat: (path) => disk.stat(path),
    list: (path) => disk.list(path),
    real(path) {
      const real = disk.real(path);
      if (real === null) return null;
      prefixes ??= differingPrefixes(disk.real(root) ?? root, root);
      const [behind, given] = prefixes;
      const inside = behind === given ? null : relativeTo(behind, real);
      return inside === null ? real : `${given}/${inside}`;
    },
  };
}

/** `/private/tmp/shop` and `/tmp/shop` differ in `/private/tmp` and `/tmp`. */
function differingPrefixes(real: string, given: string): readonly [real: string, given: string] {
  const [a, b] = [real.split('/'), given.split('/')];
  while (a.length > 1 && b.length > 1 && a.at(-1) === b.at(-1)) {
    a.pop();
    b.pop();
  }
  return [a.join('/'), b.join('/')];
}
