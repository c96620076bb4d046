// Names this build of the analyzer: what another one has stored, it does not read.
import { hash } from 'node:crypto';
import { posix } from 'node:path';
import { nodeDisk } from './disk.ts';
import { toPosix } from './posix-path.ts';

let known: string | null = null;

/** A hash of the code: of this bundle, whose text names the other chunks by hashes of theirs; else of every source file. */
export function buildId(): string {
  if (known !== null) return known;
  const file = toPosix(import.meta.filename);
  const folder = posix.dirname(file);
  const isBundled = posix.basename(file) !== 'build-id.ts';
  const files = isBundled ? [file] : codeIn(folder);
  known = hash('sha256', files.map((each) => nodeDisk.read(each)).join('\n'), 'hex');
  return known;
}

function codeIn(folder: string): string[] {
  return nodeDisk
    .list(folder)
    .filter(({ name }) => !name.endsWith('.test.ts'))
    .flatMap(({ name, kind }) => (kind === 'folder' ? codeIn(posix.join(folder, name)) : [posix.join(folder, name)]));
}
