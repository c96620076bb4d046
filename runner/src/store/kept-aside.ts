// Names and writes what is damaged and kept: beside the store's files, never over what was kept before.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '@headwater/stores';

interface Aside {
  readonly dir: string;
  /** The name before and after the time. */
  readonly start: string;
  readonly end: string;
  readonly now: Date;
}

export async function asideName({ dir, start, end, now }: Aside): Promise<string> {
  const taken = new Set(await readdir(dir));
  const stamp = now.toISOString().replaceAll(/[-:]/g, '').replace(/\..*$/, 'Z');
  for (let n = 1; ; n += 1) {
    const name = `${start}-${stamp}${n > 1 ? `-${n}` : ''}.${end}`;
    if (!taken.has(name)) return name;
  }
}

/** Returns the file's name. */
export async function keepAside({ lines, ...aside }: Aside & { readonly lines: Uint8Array }): Promise<string> {
  const name = await asideName(aside);
  await replaceFile(join(aside.dir, name), lines);
  return name;
}
