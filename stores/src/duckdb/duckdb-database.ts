// Opens a DuckDB file for as long as it is used: one process at a time has it, so others wait for their turn.
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type * as duckdbPackage from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { importPeer } from '../memory/import-peer.ts';

type Duckdb = typeof duckdbPackage;
export type Connection = DuckDBConnection;
export type Streamed = Awaited<ReturnType<Connection['stream']>>;

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

const turns = new Map<string, Promise<unknown>>();

/** Who writes waits for who wrote before: two that make one schema at once fail in DuckDB. */
export async function inTurn<T>(path: string, write: () => Promise<T>): Promise<T> {
  const turn = (turns.get(path) ?? Promise.resolve()).then(write);
  const ended = turn.catch(() => undefined);
  turns.set(path, ended);
  try {
    return await turn;
  } finally {
    if (turns.get(path) === ended) turns.delete(path);
  }
}

/** A result that nobody reads to its end keeps the file open and locked, though its connection is closed. */
export async function endStream(connection: Connection, result: Streamed): Promise<void> {
  connection.interrupt();
  try {
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk());
  } catch {
    // Interrupted, as asked.
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
