// The rows of a question to the catalogue's tables.
import type { Database } from '@headwater/stores';

export type Cell = number | string | Uint8Array | null;

export const rows = (database: Database, sql: string, values: readonly Cell[] = []): Cell[][] =>
  (database.exec(sql, [...values])[0]?.values ?? []) as Cell[][];

export const textOrNull = (cell: Cell | undefined): string | null => (cell == null ? null : String(cell));
