// Opens a DuckDB file for as long as it is used: one process at a time has it, so others wait for their turn.
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type * as duckdbPackage from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { importPeer } from '../memory/import-peer.ts';

type Duckdb = typeof duckdbPackage;
export type Connection = DuckDBConnection;

/** How long another process may have it before that is an error. */
const PATIENCE_MS = 60_000;
const BETWEEN_TRIES_MS = 25;

export const loadDuckdb = (): Promise<Duckdb> =>
  importPeer<Duckdb>(() => import('@duckdb/node-api'), '@duckdb/node-api');

/** In this process all share one instance: DuckDB itself lets many connections read and write. */
const open = new Map<string, { readonly instance: Promise<DuckDBInstance>; users: number }>();

/** A connection, and what gives it back. @throws Error when the package is missing, or another program keeps the file. */
export async function connect(path: string): Promise<{ readonly connection: Connection; release(): void }> {
  const entry = open.get(path) ?? { instance: openWhenFree(path), users: 0 };
  open.set(path, entry);
  entry.users += 1;
  const leave = (): void => {
    entry.users -= 1;
    if (entry.users > 0) return;
    if (open.get(path) === entry) open.delete(path);
    entry.instance.then(
      (instance) => {
        instance.closeSync();
      },
      () => undefined,
    );
  };
  try {
    const connection = await (await entry.instance).connect();
    return {
      connection,
      release() {
        connection.closeSync();
        leave();
      },
    };
  } catch (error) {
    leave();
    throw error;
  }
}

async function openWhenFree(path: string): Promise<DuckDBInstance> {
  const duckdb = await loadDuckdb();
  await mkdir(dirname(path), { recursive: true });
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await duckdb.DuckDBInstance.create(path);
    } catch (error) {
      // DuckDB says nothing when a lock is let go, so it is asked again.
      if (!/could not set lock|being used by another process/i.test(String(error))) throw error;
      if (performance.now() > until)
        throw new Error(`${path} is kept open by another program: close it there. ${String(error)}`, { cause: error });
      await delay(BETWEEN_TRIES_MS);
    }
  }
}
