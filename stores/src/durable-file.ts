// Replaces a file so that a crash leaves the old one or the new one: temp file, fsync, rename, fsync of the folder.
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** In the store's folder: where values are while they are written. Emptied by the next owner of the project. */
export const TEMPORARY_FOLDER = 'tmp';

/** What `replaceFile` calls a file while it is written: of a process that is gone, nobody will finish it. */
export const HALF_WRITTEN = /\.\d+\.[0-9a-f]{8}\.tmp$/;

export interface ReplaceOptions {
  /** A folder on the same disk for the file while it is written; else it is beside the final one. */
  readonly temporaryIn?: string;
  /** A folder above that is known to last; else the file's own is. */
  readonly within?: string;
}

export async function replaceFile(
  path: string,
  bytes: Uint8Array,
  { temporaryIn = dirname(path), within = dirname(path) }: ReplaceOptions = {},
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
  const above = made === undefined ? within : dirname(made);
  await syncFolders(folder, above.length < within.length ? above : within);
}

/**
 * From a file's folder up to one that lasts. A folder is an entry of the one above it, whoever made it: a process that was
 * killed since, or one that goes on to sync it only after this one has said that its file is there.
 */
export async function syncFolders(folder: string, upTo: string): Promise<void> {
  const all = [folder];
  for (let each = folder; each.length > upTo.length; each = dirname(each)) all.push(dirname(each));
  await Promise.all(all.map(syncFolder));
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
