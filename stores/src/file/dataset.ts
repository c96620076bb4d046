// A table in files: one file with what is known of it beside, or a folder of parts that counts only with its `_SUCCESS`.
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { replaceFile, syncFolder } from '../durable-file.ts';
import type { TableSchema } from './file-format.ts';

/** Of a value that is no table: a JSON file holds it whole. */
export interface WholeSchema {
  readonly as: 'value';
}

/** What stands beside a file, or in `_SUCCESS`. */
export interface Manifest {
  readonly version: 1;
  readonly schema: TableSchema | WholeSchema;
  /** Names of the files, in order, with their sizes: what is found otherwise was not written with this. */
  readonly parts: readonly { readonly name: string; readonly bytes: number }[];
  /** What stood here before, until the files that this tells of are in place. */
  readonly before?: Omit<Manifest, 'before'>;
}

/** What there is to be read. Without a manifest something else has written it. */
export interface FoundFiles {
  /** Absolute, in order. */
  readonly files: readonly string[];
  readonly schema: TableSchema | WholeSchema | null;
  readonly isFolder: boolean;
}

const SUCCESS = '_SUCCESS';

/** `base`: absolute, without extension. @throws Error when nothing is there, or a folder without `_SUCCESS`. */
export async function findFiles(base: string, extension: string): Promise<FoundFiles> {
  const file = base + extension;
  if (existsSync(file)) {
    const manifest = chosen(await readManifest(`${file}.schema.json`), (await stat(file)).size);
    return { files: [file], schema: manifest?.schema ?? null, isFolder: false };
  }
  const names = await readdir(base).catch(() => null);
  if (names === null) throw new Error(`${file} is not there`);
  if (!names.includes(SUCCESS))
    throw new Error(`${base} has no ${SUCCESS}: whatever writes it has not ended, so it counts as missing`);
  const manifest = await readManifest(join(base, SUCCESS));
  const parts = manifest?.parts.map(({ name }) => name) ?? names.filter((name) => isPart(name, extension)).sort();
  return { files: parts.map((name) => join(base, name)), schema: manifest?.schema ?? null, isFolder: true };
}

const isPart = (name: string, extension: string): boolean => name.endsWith(extension) && !/^[._]/.test(name);

/** Null when there is none, or it is empty, as Spark's is. */
async function readManifest(path: string): Promise<Manifest | null> {
  const text = await readFile(path, 'utf8').catch(() => '');
  if (text.trim() === '') return null;
  try {
    return JSON.parse(text) as Manifest;
  } catch (error) {
    throw new Error(`${path} is no JSON: ${(error as Error).message}`, { cause: error });
  }
}

/** A crash between the two leaves the old file beside the new manifest: then the size tells. */
function chosen(manifest: Manifest | null, bytes: number): Omit<Manifest, 'before'> | null {
  const { before } = manifest ?? {};
  return before && manifest?.parts[0]?.bytes !== bytes && before.parts[0]?.bytes === bytes ? before : manifest;
}

/** Writes the file, and then puts it in the old one's place. @returns its size in bytes. */
export async function replaceSingle(
  file: string,
  { write, schema }: { readonly write: (path: string) => Promise<void>; readonly schema: Manifest['schema'] | null },
): Promise<number> {
  await mkdir(dirname(file), { recursive: true });
  return writing(file, async (temporary) => {
    await write(temporary);
    const bytes = await sync(temporary);
    const beside = `${file}.schema.json`;
    if (schema !== null) {
      const before = existsSync(file) ? await readManifest(beside) : null;
      const manifest: Manifest = {
        version: 1,
        schema,
        parts: [{ name: basename(file), bytes }],
        ...(before && { before: { version: 1, schema: before.schema, parts: before.parts } }),
      };
      await replaceFile(beside, Buffer.from(JSON.stringify(manifest)));
    }
    await rename(temporary, file);
    await syncFolder(dirname(file));
    return bytes;
  });
}

/** Writes the parts under names of their own, and then says in `_SUCCESS` that they are it. @returns their size in bytes. */
export async function replaceFolder(
  folder: string,
  {
    parts,
    extension,
    schema,
  }: {
    readonly parts: Iterable<(path: string) => Promise<void>>;
    readonly extension: string;
    readonly schema: TableSchema;
  },
): Promise<number> {
  await mkdir(folder, { recursive: true });
  const mark = randomBytes(4).toString('hex');
  const written: { name: string; bytes: number }[] = [];
  try {
    for (const write of parts) {
      const name = `part-${String(written.length).padStart(5, '0')}-${mark}${extension}`;
      const bytes = await writing(join(folder, name), async (temporary) => {
        await write(temporary);
        const size = await sync(temporary);
        await rename(temporary, join(folder, name));
        return size;
      });
      written.push({ name, bytes });
    }
    await syncFolder(folder);
    const manifest: Manifest = { version: 1, schema, parts: written };
    await replaceFile(join(folder, SUCCESS), Buffer.from(JSON.stringify(manifest)));
  } catch (error) {
    for (const { name } of written) await rm(join(folder, name), { force: true });
    throw error;
  }
  const kept = new Set(written.map(({ name }) => name));
  for (const name of await readdir(folder))
    if (isPart(name, extension) && !kept.has(name)) await rm(join(folder, name), { force: true });
  return written.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Beside the final one, hidden; gone whatever happens, and what a process that died has left goes too. */
async function writing<T>(file: string, work: (temporary: string) => Promise<T>): Promise<T> {
  const prefix = `.${basename(file)}.`;
  for (const name of await readdir(dirname(file)).catch(() => []))
    if (name.startsWith(prefix) && name.endsWith('.tmp') && !isAlive(Number(name.slice(prefix.length).split('.')[0])))
      await rm(join(dirname(file), name), { force: true });
  const temporary = join(dirname(file), `${prefix}${process.pid}.${randomBytes(4).toString('hex')}.tmp`);
  try {
    return await work(temporary);
  } finally {
    await rm(temporary, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function sync(path: string): Promise<number> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

/** With what stands beside it. No error when there is nothing. */
export async function removeFiles(base: string, extension: string): Promise<void> {
  for (const name of [base + extension, `${base}${extension}.schema.json`]) await rm(name, { force: true });
  const names: string[] = await readdir(base).catch(() => []);
  if (!names.includes(SUCCESS)) return;
  // First what makes it count: a folder of some parts is no value.
  for (const name of [SUCCESS, ...names.filter((each) => isPart(each, extension))])
    await rm(join(base, name), { force: true });
}
