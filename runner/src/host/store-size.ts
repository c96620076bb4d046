// Measures what the store's folder holds: values by asset, and what is beside them.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { createValueStore } from '@headwater/stores';
import type { StorageDocument } from '../protocol.ts';

/** After so many files whoever waits for this process has a turn. */
const AT_ONCE = 1_000;

export async function storeSize(store: string): Promise<StorageDocument> {
  const byKey = new Map<string, { bytes: number; values: number }>();
  let looks = 0;
  for (const { key, path } of await createValueStore({ dir: store }).list()) {
    if (++looks % AT_ONCE === 0) await setImmediate();
    const of = byKey.get(key.join('/')) ?? { bytes: 0, values: 0 };
    byKey.set(key.join('/'), { bytes: of.bytes + sizeOf(join(store, path)), values: of.values + 1 });
  }
  const assets = [...byKey].map(([key, of]) => ({ key, ...of }));
  const values = assets.reduce((sum, { bytes }) => sum + bytes, 0);
  const catalogue = namesIn(store)
    .filter((name) => name.startsWith('catalog.') || name.startsWith('journal.'))
    .reduce((sum, name) => sum + sizeOf(join(store, name)), 0);
  const logs = sizeOfAll(join(store, 'logs'));
  // What can be made again: bundles, the index of the sources, results that a failed run can be gone on from.
  const cache = ['cache', 'ops', 'tmp'].reduce((sum, name) => sum + sizeOfAll(join(store, name)), 0);
  return {
    version: 1,
    total: values + catalogue + logs + cache,
    values,
    catalogue,
    logs,
    cache,
    assets: assets.sort((a, b) => b.bytes - a.bytes || (a.key < b.key ? -1 : 1)),
  };
}

function sizeOfAll(folder: string): number {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return entries.reduce((sum, each) => sum + (each.isFile() ? sizeOf(join(each.parentPath, each.name)) : 0), 0);
  } catch {
    return 0;
  }
}

/** Nothing, when it is deleted meanwhile. */
const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
