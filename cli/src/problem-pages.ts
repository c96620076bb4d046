// Where the pages about problem codes lie: beside the bundle of the package, and in docs/ beside the sources.
import { existsSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Their index, as a path from `folder` where it lies below; null where the pages are not there. */
export function problemPages(folder: string): string | null {
  const found = ['problems/README.md', '../../docs/problems/README.md']
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(path));
  if (found === undefined) return null;
  const below = relative(folder, found);
  return below.startsWith('..') ? found : below.split(sep).join('/');
}
