// A table in files: one file with what is known of it beside, or a folder of parts that counts only with its `_SUCCESS`.
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, rmdir, stat } from 'node:fs/promises';
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
  /** The files, in order: what is found otherwise was not written with this. */
  readonly parts: readonly Part[];
  /** What stood here before, until the files that this tells of are in place. Without a schema: somebody else's. */
  readonly before?: { readonly schema: Manifest['schema'] | null; readonly parts: readonly Part[] };
}

interface Part {
  readonly name: string;
  readonly bytes: number;
  /** Of a single file: its time in milliseconds, which it keeps when it gets its name. */
  readonly modified?: number;
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
    return { files: [file], schema: await schemaBeside(file), isFolder: false };
  }
  const names = await readdir(base).catch(() => null);
  if (names === null) throw new Error(`${file} is not there`);
  if (!names.includes(SUCCESS))
    throw new Error(`${base} has no ${SUCCESS}: whatever writes it has not ended, so it counts as missing`);
  const parts = await partsIn(base, extension);
  const schema = (await readManifest(join(base, SUCCESS)))?.schema ?? null;
  return { files: parts.map((name) => join(base, name)), schema, isFolder: true };
}

/** As they are named below; whoever wrote them has died before it said so. */
const OWN_PART = /^part-\d{5}-[0-9a-f]{8}\.\w+$/;

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

const schemaFile = (file: string): string => `${file}.schema.json`;

/** A crash between the two leaves the old file beside the new manifest: then size and time tell. */
async function schemaBeside(file: string): Promise<FoundFiles['schema']> {
  const manifest = await readManifest(schemaFile(file));
  if (manifest === null) return null;
  const { size, mtimeMs } = await stat(file);
  const isOfSize = ({ parts: [part] }: Pick<Manifest, 'parts'>): boolean => part?.bytes === size;
  const is = (each: Pick<Manifest, 'parts'>): boolean => isOfSize(each) && each.parts[0]?.modified === mtimeMs;
  const { before, schema } = manifest;
  // A copy of both has other times, but is of one size.
  if (before && !is(manifest) && (is(before) || (isOfSize(before) && !isOfSize(manifest)))) return before.schema;
  // Changed by hand since: nobody has counted its rows.
  return isOfSize(manifest) || schema.as === 'value' ? schema : { ...schema, rows: null };
}

/** Writes the file, and then puts it in the old one's place. @returns its size in bytes. */
export async function replaceSingle(
  file: string,
  { write, schema }: { readonly write: (path: string) => Promise<void>; readonly schema: Manifest['schema'] | null },
): Promise<number> {
  await mkdir(dirname(file), { recursive: true });
  return writing(file, async (temporary) => {
    await write(temporary);
    const { size: bytes, mtimeMs: modified } = await sync(temporary);
    const name = basename(file);
    if (schema !== null) {
      const old = await stat(file).catch(() => null);
      const before = old && {
        schema: await schemaBeside(file).catch(() => null),
        parts: [{ name, bytes: old.size, modified: old.mtimeMs }],
      };
      const manifest: Manifest = { version: 1, schema, parts: [{ name, bytes, modified }], ...(before && { before }) };
      await replaceFile(schemaFile(file), Buffer.from(JSON.stringify(manifest)));
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
  const before = await partsIn(folder, extension).catch(() => []);
  const mark = randomBytes(4).toString('hex');
  const written: { name: string; bytes: number }[] = [];
  try {
    for (const write of parts) {
      const name = `part-${String(written.length).padStart(5, '0')}-${mark}${extension}`;
      const bytes = await writing(join(folder, name), async (temporary) => {
        await write(temporary);
        const { size } = await sync(temporary);
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
  const dead = (await readdir(folder)).filter((name) => OWN_PART.test(name));
  for (const name of [...before, ...dead]) if (!kept.has(name)) await rm(join(folder, name), { force: true });
  return written.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Beside the final one, hidden; gone whatever happens. */
async function writing<T>(file: string, work: (temporary: string) => Promise<T>): Promise<T> {
  const folder = dirname(file);
  await removeLeftovers(folder);
  const name = `.${basename(file)}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  const temporary = join(folder, name);
  try {
    return await work(temporary);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** What processes that died while they wrote have left: their names say whose they are. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, pid] = /\.(\d+)\.[0-9a-f]{8}\.tmp$/.exec(name) ?? [];
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(folder, name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function sync(path: string): Promise<{ readonly size: number; readonly mtimeMs: number }> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
    return await handle.stat();
  } finally {
    await handle.close();
  }
}

/** With what stands beside it. No error when there is nothing. */
export async function removeSingle(base: string, extension: string): Promise<void> {
  const file = base + extension;
  for (const each of [file, schemaFile(file)]) await rm(each, { force: true });
}

/** No error when there is nothing. Other files of the folder may be values of longer keys, and stay. */
export async function removeFolder(base: string, extension: string): Promise<void> {
  const parts = await partsIn(base, extension);
  // First what makes it count: a folder of some parts is no value.
  for (const name of [SUCCESS, ...parts]) await rm(join(base, name), { force: true });
  await rmdir(base).catch(() => undefined);
}

/** None where there is no `_SUCCESS`. */
export async function partsIn(folder: string, extension: string): Promise<readonly string[]> {
  const names: readonly string[] = await readdir(folder).catch(() => []);
  if (!names.includes(SUCCESS)) return [];
  const manifest = await readManifest(join(folder, SUCCESS));
  return manifest?.parts.map(({ name }) => name) ?? names.filter((name) => isPart(name, extension)).sort();
}
