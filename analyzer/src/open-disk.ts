// A disk on which the editor's unsaved texts lie over the saved ones.
import { posix } from 'node:path';
import type { Disk } from './disk.ts';
import { isSourceName } from './source-name.ts';

/** Only source files count while unsaved; a half-typed tsconfig.json must not make the graph flicker. */
export function openDisk({ disk, texts }: { readonly disk: Disk; readonly texts: ReadonlyMap<string, string> }): Disk {
  const openText = (path: string): string | undefined => (isSourceName(path) ? texts.get(path) : undefined);
  return {
    read: (path) => openText(path) ?? disk.read(path),
    stat: (path) => (openText(path) === undefined ? disk.stat(path) : { kind: 'file', stamp: 'open' }),
    list(path) {
      const entries = disk.list(path);
      const known = new Set(entries.map(({ name }) => name));
      const unsaved = [...texts.keys()].filter(
        (file) => posix.dirname(file) === path && !known.has(posix.basename(file)),
      );
      return [...entries, ...unsaved.map((file) => ({ name: posix.basename(file), kind: 'file' as const }))];
    },
  };
}
