// The page's built files, which lie beside this bundle: read once each, and only those that are there.
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface PageFile {
  readonly type: string;
  readonly bytes: Uint8Array;
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ttf': 'font/ttf',
};

/** What a path of the server names; null for anything else, however it is written: no path ever reaches the disk. */
export function pageFiles(): (path: string) => PageFile | null {
  const folder = fileURLToPath(new URL('./page', import.meta.url));
  const names = new Map(readdirSync(folder).map((name) => [`/${name}`, name]));
  const read = new Map<string, PageFile>();
  return (path) => {
    const name = names.get(path);
    const type = name === undefined ? undefined : TYPES[extname(name)];
    if (name === undefined || type === undefined) return null;
    const file = read.get(name) ?? { type, bytes: readFileSync(join(folder, name)) };
    read.set(name, file);
    return file;
  };
}
