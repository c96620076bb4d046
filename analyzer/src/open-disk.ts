// A disk on which the editor's unsaved texts lie over the saved ones.
import type { Disk, DiskEntry } from './disk.ts';
import { isSourceName } from './source-name.ts';

/** The stamp of a text that is open in the editor. */
export const OPEN = 'open';

/** Only source files count while unsaved; a half-typed tsconfig.json must not make the graph flicker. */
export function openDisk({ disk, texts }: { readonly disk: Disk; readonly texts: ReadonlyMap<string, string> }): Disk {
  const openText = (path: string): string | undefined => (isSourceName(path) ? texts.get(path) : undefined);
  return {
    read: (path) => openText(path) ?? disk.read(path),
    real: (path) => disk.real(path),
    stat: (path) => (openText(path) === undefined ? disk.stat(path) : { kind: 'file', stamp: OPEN }),
    list(path) {
      const entries = disk.list(path);
      const unsaved = new Map<string, DiskEntry>();
      const prefix = path.endsWith('/') ? path : `${path}/`;
      for (const file of texts.keys()) {
        if (!file.startsWith(prefix)) continue;
        // A folder may be unsaved, too.
        const [name = '', ...deeper] = file.slice(prefix.length).split('/');
        unsaved.set(name, { name, kind: deeper.length > 0 ? 'folder' : 'file' });
      }
      for (const { name } of entries) unsaved.delete(name);
      return unsaved.size === 0 ? entries : [...entries, ...unsaved.values()];
    },
  };
}
