// Deletes what is stored of a key that is no asset any more: values first, then what is remembered of them; its history stays.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import {
  computeStatus,
  keySegments,
  namesOf,
  nearestName,
  renamedFacts,
  renamesInForce,
  type AssetKey,
  type AssetNode,
  type AssetStatus,
  type Naming,
  type Rename,
  type StoredFacts,
} from '@headwater/graph';
import { createValueStore } from '@headwater/stores';
import type { Catalogue } from '../catalogue.ts';
import type { Describe } from '../describe.ts';
import type { ForgetDocument, HostMethods } from '../protocol.ts';
import { HostRefusal } from './host-refusal.ts';
import { removeKept } from './remove-kept.ts';

export interface ForgetOptions {
  readonly describe: Describe;
  readonly catalogue: Catalogue;
  readonly project: string;
  readonly store: string;
  readonly workerFile: string;
  readonly defaultEnv: () => string | null;
  /** Waiting or under way. */
  readonly runs: () => Iterable<string>;
  /** Does this when no run is under way. */
  readonly betweenRuns: <T>(work: () => Promise<T>) => Promise<T>;
}

/** @throws HostRefusal when it is an asset, when nothing is stored of it, or when a run makes it. */
export async function forgetAsset(
  { key, dryRun = false }: HostMethods['forget']['params'],
  options: ForgetOptions,
): Promise<ForgetDocument> {
  // A refusal need not wait for the runs, which may be long.
  const found = await examine(key, options);
  if (dryRun)
    return { ...(await describeStored(found, options)), left: await removeElsewhere(found, options, { dryRun }) };
  return options.betweenRuns(async () => forgetNow(await examine(key, options), options));
}

/**
 * A crash before the end leaves an orphan with fewer values or none, and whoever forgets it again deletes the rest. The other
 * way round, what was left on the disk would be of nobody.
 */
async function forgetNow(found: Found, options: ForgetOptions): Promise<ForgetDocument> {
  const { store, catalogue } = options;
  const document = await describeStored(found, options);
  const left = await removeElsewhere(found, options, { dryRun: false });
  const values = createValueStore({ dir: store });
  for (const path of await pathsOf(found, options)) await values.remove({ key: [], path });
  // The key itself last: until then it is listed.
  for (const asset of [...found.former, found.key]) await catalogue.change({ type: 'forgotten', asset });
  return { ...document, left };
}

interface Found {
  readonly key: AssetKey;
  /** What it was called before, as far as nobody else has what is stored under that. */
  readonly former: readonly AssetKey[];
  readonly names: readonly Naming[];
  readonly facts: StoredFacts;
}

async function examine(key: AssetKey, { describe, catalogue, store, runs }: ForgetOptions): Promise<Found> {
  const { document, code } = await describe();
  const node = document.assets.find((each) => each.key === key);
  if (node) throw refused('bad-request', definedHere(node));
  for (const run of runs())
    if (catalogue.run(run)?.assets.includes(key))
      throw refused('bad-request', `\`${key}\` is being made by run ${run}: wait until that is done, or cancel it.`);
  const stored = catalogue.facts();
  const renames = renamesInForce(document.assets, stored)?.renames ?? [];
  const facts = renamedFacts(document.assets, stored);
  const statuses = computeStatus(document.assets, facts, code, document.problems);
  const status = statuses.find((each) => each.key === key);
  if (status?.status === 'unknown')
    throw refused(
      'bad-request',
      `\`${key}\` may be an asset still: ${status.causes[0]?.message ?? ''}. Repair that first.`,
    );
  const names = namesOf(key, renames);
  const ofKey = { key, names, facts };
  const remembered = [facts.materializations, facts.failures, facts.observations, facts.checks].some((each) =>
    Object.hasOwn(each, key),
  );
  const heir = renames.findLast(({ asset, from }) => from === key && statuses.some((each) => each.key === asset));
  if (!remembered && heir !== undefined)
    throw refused(
      'bad-request',
      `\`${key}\` is called \`${heir.asset}\` now, and what was stored of it belongs to that.`,
    );
  // What no event tells of may still be there: the catalogue may have been lost.
  if (!remembered && (await createValueStore({ dir: store }).keptOfKey(keySegments(key))).length === 0)
    throw nothingStored(key, statuses);
  return { ...ofKey, former: formerKeys(ofKey, { nodes: document.assets, renames }) };
}

function formerKeys(
  { key, names, facts }: Omit<Found, 'former'>,
  { nodes, renames }: { readonly nodes: readonly AssetNode[]; readonly renames: readonly Rename[] },
): AssetKey[] {
  const others = [...nodes.map((node) => node.key), ...Object.keys(facts.materializations)].filter(
    (each) => each !== key,
  );
  const taken = new Set(others.flatMap((each) => namesOf(each, renames).map((name) => name.key)));
  return [...new Set(names.map((name) => name.key))].filter((name) => name !== key && !taken.has(name));
}

/** In the default store. What another asset was made from stays: only this key's folders are looked at. */
async function pathsOf({ key, former, facts }: Found, { store, catalogue }: ForgetOptions): Promise<string[]> {
  const values = createValueStore({ dir: store });
  const own = new Set([key, ...former]);
  const heirs = (catalogue.facts().renames ?? []).filter(({ asset, from }) => own.has(from) && !own.has(asset));
  const ofHeirs = heirs.flatMap(({ asset }) =>
    catalogue.partitionsOf(asset).keys.flatMap((partition) => catalogue.partition(asset, partition)?.path ?? []),
  );
  const wanted = new Set([
    ...Object.values(facts.materializations).flatMap(({ asset, path }) => (asset === key ? [] : (path ?? []))),
    ...ofHeirs,
  ]);
  const found = await Promise.all([key, ...former].map((each) => values.keptOfKey(keySegments(each))));
  return found.flat().filter((path) => !wanted.has(path));
}

async function describeStored(found: Found, options: ForgetOptions): Promise<Omit<ForgetDocument, 'left'>> {
  const paths = await pathsOf(found, options);
  const kept = keptElsewhere(found, options).flatMap(({ places }) => places);
  const bytes = paths.map((path) => statSync(join(options.store, path), { throwIfNoEntry: false })?.size ?? 0);
  const all = [...bytes, ...kept.map((each) => each.bytes ?? 0)];
  return { version: 1, key: found.key, values: all.length, bytes: all.reduce((sum, each) => sum + each, 0) };
}

interface KeptElsewhere {
  readonly io: string;
  readonly env: string | null;
  readonly places: readonly { readonly key: AssetKey; readonly path?: string; readonly bytes?: number }[];
}

/** What IO managers keep: the newest under each of its names, and whatever else was stored at a place of its own. */
function keptElsewhere({ key, former, names }: Found, { catalogue, defaultEnv }: ForgetOptions): KeptElsewhere[] {
  const own = new Set([key, ...former]);
  const places = new Map<string, { io: string; env: string | null; key: AssetKey; path?: string; bytes?: number }>();
  const { entries } = catalogue.history({ names: names.filter((name) => own.has(name.key)), limit: MOST });
  for (const { materialization } of entries) {
    const { asset, io, path, bytes, env, run } = materialization;
    if (io === undefined) continue;
    const place = JSON.stringify([io, asset, path]);
    if (places.has(place)) continue;
    const of = { io, env: env ?? catalogue.run(run)?.summary.env ?? defaultEnv(), key: asset };
    places.set(place, { ...of, ...(path !== undefined && { path }), ...(bytes !== undefined && { bytes }) });
  }
  const groups = Map.groupBy(places.values(), ({ io, env }) => JSON.stringify([io, env]));
  return [...groups.values()].flatMap((of) =>
    of[0] === undefined ? [] : { io: of[0].io, env: of[0].env, places: of },
  );
}

/** More of an asset's history than these is not kept one by one. */
const MOST = 1_000;

/** Sentences about what stays. */
async function removeElsewhere(
  found: Found,
  options: ForgetOptions,
  { dryRun }: { dryRun: boolean },
): Promise<string[]> {
  const left: string[] = [];
  for (const { io, env, places } of keptElsewhere(found, options)) {
    const why = await removeKept({
      ...options,
      io,
      env,
      places: places.map(({ key, path }) => ({ key, ...(path !== undefined && { path }) })),
      dryRun,
    });
    if (why === null) continue;
    const at = places.map(({ key, path }) => path ?? `its key ${key}`).join(', ');
    left.push(
      `The IO manager \`${io}\` keeps it at ${at}, and could not be asked to delete it: ${why.replace(/\.$/, '')}. Delete it there.`,
    );
  }
  return left;
}

function definedHere({ key, file, line, foreign }: AssetNode): string {
  if (foreign)
    return `\`${key}\` is stored by the project \`${foreign.project}\`: forget it there, with \`headwater -C ${foreign.root} forget ${foreign.key}\`.`;
  return `\`${key}\` is defined in ${file}:${line}, and what is stored of it is in use: delete the definition first.`;
}

function nothingStored(key: AssetKey, statuses: readonly AssetStatus[]): HostRefusal {
  const orphans = statuses.filter(({ status }) => status === 'orphan').map((each) => each.key);
  const near = nearestName(key, orphans);
  const advice =
    near == null
      ? '`headwater status` lists what no definition makes any more as orphans.'
      : `Did you mean \`${near}\`?`;
  return refused('not-found', `Nothing is stored of \`${key}\`. ${advice}`);
}

const refused = (code: 'bad-request' | 'not-found', message: string): HostRefusal => new HostRefusal({ code, message });
