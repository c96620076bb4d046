// Deletes what is not wanted any more: values after each run, and everything else that piled up when it is asked for.
import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { keySegments, type AssetKey } from '@headwater/graph';
import { TEMPORARY_FOLDER, createValueStore } from '@headwater/stores';
import type { Catalogue } from '../catalogue.ts';
import type { GcDocument } from '../protocol.ts';

interface Garbage {
  readonly store: string;
  readonly catalogue: Catalogue;
}

/** An asset, or one partition of it. */
export interface MadeValue {
  readonly asset: AssetKey;
  readonly partition?: string;
}

/** After a run that made these. What cannot be deleted stays, and is tried again after the next one. */
export async function tidyAfterRun({ made, ...garbage }: Garbage & { made: Iterable<MadeValue> }): Promise<void> {
  const { store, catalogue } = garbage;
  if (catalogue.hasLeftovers()) return void (await collectGarbage({ ...garbage, dryRun: false }));
  const values = createValueStore({ dir: store });
  for (const { asset, partition } of made) {
    const of = partition === undefined ? {} : { partition };
    const stored = await values.keptOf({ key: keySegments(asset), ...of });
    if (stored.length < 2) continue;
    const wanted = catalogue.wantedValues(asset, partition);
    await removeFiles(
      store,
      stored.filter((path) => !wanted.has(path)),
      values,
    );
  }
}

/** Between runs only: what a run under way uses is told of nowhere yet. */
export async function collectGarbage({ store, catalogue, dryRun }: Garbage & { dryRun: boolean }): Promise<GcDocument> {
  const { folded, ...kept } = await catalogue.retain({ dryRun });
  const values = createValueStore({ dir: store });
  const results = createValueStore({ dir: store, folder: 'ops' });
  const unwanted = await withoutNames(store, {
    paths: (await values.list()).map(({ path }) => path),
    wanted: kept.values,
  });
  const unusable = (await results.list()).map(({ path }) => path).filter((path) => !kept.results.has(path));
  const files = [...(await oldLogs(store, kept.runs)), ...(await oldBundles(store)), ...(await halfWritten(store))];
  const leftovers = [await measure(store, unusable), await measure(store, files)];
  const document: GcDocument = {
    version: 1,
    values: await measure(store, unwanted),
    leftovers: leftovers.reduce((sum, { count, bytes }) => ({ count: sum.count + count, bytes: sum.bytes + bytes })),
    folded,
  };
  if (dryRun) return document;
  await removeFiles(store, unwanted, values);
  await removeFiles(store, unusable, results);
  await removeFiles(store, files);
  return document;
}

/** The newest value of a key that no materialization tells of stays: the catalogue may have been lost, and not the data. */
async function withoutNames(
  store: string,
  { paths, wanted }: { readonly paths: readonly string[]; readonly wanted: ReadonlySet<string> },
): Promise<string[]> {
  const unwanted: string[] = [];
  for (const ofKey of Map.groupBy(paths, (path) => dirname(path)).values()) {
    const rest = ofKey.filter((path) => !wanted.has(path));
    unwanted.push(...(rest.length < ofKey.length ? rest : await withoutNewest(store, rest)));
  }
  return unwanted;
}

async function withoutNewest(store: string, paths: readonly string[]): Promise<string[]> {
  const dated = await Promise.all(paths.map(async (path) => ({ path, at: await modifiedAt(join(store, path)) })));
  return dated
    .sort((a, b) => b.at - a.at)
    .slice(1)
    .map(({ path }) => path);
}

/** Of runs that are told of no more: one folder each. */
async function oldLogs(store: string, runs: ReadonlySet<string>): Promise<string[]> {
  return (await namesIn(join(store, 'logs'))).filter((run) => !runs.has(run)).map((run) => `logs/${run}`);
}

/** All but the newest, which the next run may find again. */
async function oldBundles(store: string): Promise<string[]> {
  const folder = 'cache/build';
  const names = await namesIn(join(store, folder));
  const bundles = names.filter((name) => name.endsWith('.mjs')).map((name) => `${folder}/${name}`);
  return (await withoutNewest(store, bundles)).flatMap((path) =>
    names.includes(`${path.slice(folder.length + 1)}.map`) ? [path, `${path}.map`] : [path],
  );
}

/** A value may be shown at this moment, by a process of its own. */
const HALF_WRITTEN_FOR_MS = 3_600_000;

async function halfWritten(store: string): Promise<string[]> {
  const names = await namesIn(join(store, TEMPORARY_FOLDER));
  const old: string[] = [];
  for (const name of names)
    if ((await modifiedAt(join(store, TEMPORARY_FOLDER, name))) < Date.now() - HALF_WRITTEN_FOR_MS)
      old.push(`${TEMPORARY_FOLDER}/${name}`);
  return old;
}

async function removeFiles(
  store: string,
  paths: readonly string[],
  values?: ReturnType<typeof createValueStore>,
): Promise<void> {
  for (const path of paths)
    await (values ? values.remove({ key: [], path }) : rm(join(store, path), { recursive: true, force: true })).catch(
      () => undefined,
    );
}

/** A folder counts as one, with all that is in it. */
async function measure(store: string, paths: readonly string[]): Promise<{ count: number; bytes: number }> {
  let bytes = 0;
  for (const path of paths) {
    const stats = await stat(join(store, path)).catch(() => null);
    if (stats?.isDirectory()) bytes += (await measure(join(store, path), await namesIn(join(store, path)))).bytes;
    else bytes += stats?.size ?? 0;
  }
  return { count: paths.length, bytes };
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
const modifiedAt = async (file: string): Promise<number> => (await stat(file).catch(() => null))?.mtimeMs ?? 0;
