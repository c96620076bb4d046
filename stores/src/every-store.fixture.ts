// One table of all stores that come with headwater, each in a folder of its own, so that tests ask the same of every one.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ColumnKind, IoManager, StoredInfo } from 'headwater/internal';
import { createValueStore } from './default/value-store.ts';
import { duckdbStore, fileStore, memoryStore } from './shipped-main.ts';

export interface TestedStore {
  readonly name: string;
  readonly store: IoManager;
  /** Where its files are; null: it has none. */
  readonly folder: string | null;
}

export interface Keeping {
  readonly key?: readonly string[];
  readonly partition?: string;
  readonly columns?: Readonly<Record<string, ColumnKind>>;
}

export interface Kept {
  readonly info: StoredInfo;
  /** As what was stored, or as the type. */
  load(type?: string): Promise<unknown>;
}

export const FORMATS = ['json', 'csv', 'parquet', 'arrow'] as const;

const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };
function nothing(): void {
  // What stores log is not what these tests are about.
}

export function everyStore(dir: string): readonly TestedStore[] {
  const file = (format: (typeof FORMATS)[number], directory: boolean): TestedStore => {
    const name = `file ${format}${directory ? ' directory' : ''}`;
    const folder = join(dir, name.replaceAll(' ', '-'));
    return { name, store: fileStore({ dir: folder, format, directory }), folder };
  };
  const warehouse = join(dir, 'warehouse');
  return [
    { name: 'default', store: createValueStore({ dir: join(dir, 'default') }), folder: join(dir, 'default') },
    { name: 'memory', store: memoryStore(), folder: null },
    ...FORMATS.map((format) => file(format, false)),
    ...FORMATS.map((format) => file(format, true)),
    { name: 'duckdb', store: duckdbStore({ path: join(warehouse, 'all.duckdb') }), folder: warehouse },
  ];
}

/** Stores a value as the engine does; `load` hands back the path as the engine does. */
export async function keep(store: IoManager, value: unknown, { key = ['sales', 'Orders'], ...more }: Keeping = {}) {
  const place = { key, log: silent, ...more };
  const info = (await store.handleOutput({ ...place, metadata: {} }, value)) ?? {};
  const load = async (type?: string): Promise<unknown> =>
    store.loadInput?.({
      ...place,
      ...(info.path !== undefined && { path: info.path }),
      ...(type !== undefined && { type }),
    });
  return { info, load } satisfies Kept;
}

/** Loads what nobody has stored through the manager: a value of an external asset. */
export const loadExternal = async (
  store: IoManager,
  { key = ['sales', 'Orders'], type, ...more }: Keeping & { readonly type?: string } = {},
): Promise<unknown> => store.loadInput?.({ key, log: silent, ...(type !== undefined && { type }), ...more });

/** Names of files that are there for a while only; none is left when a store has come to its end. */
export function leftovers(folder: string | null): string[] {
  if (folder === null) return [];
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /\.(tmp|wal)$/.test(name) || /(^|[\\/])\.rows\./.test(name));
}

export async function collect<Item>(items: AsyncIterable<Item> | Iterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
