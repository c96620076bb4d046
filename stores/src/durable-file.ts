// Replaces a file so that a crash leaves the old one or the new one: temp file, fsync, rename, fsync of the folder.
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** In the store's folder: where values are while they are written. Emptied by the next owner of the project. */
export const TEMPORARY_FOLDER = 'tmp';

/** `temporaryIn`: a folder on the same disk for the file while it is written; else it is beside the final one. */
export async function replaceFile(
  path: string,
  bytes: Uint8Array,
  { temporaryIn = dirname(path) }: { temporaryIn?: string } = {},
): Promise<void> {
  const folder = dirname(path);
  const made = await mkdir(folder, { recursive: true });
  await mkdir(temporaryIn, { recursive: true });
  const temporary = join(temporaryIn, `${basename(path)}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`);
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder);
  // A new folder is an entry of the one above it.
  for (let each = folder; made !== undefined && each.length >= made.length; each = dirname(each))
    await syncFolder(dirname(each));
}

/** Windows has no fsync of folders. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Null when there is no such file. */
export async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (['ENOENT', 'ENOTDIR'].includes(code)) return null;
    throw error;
  }
}
