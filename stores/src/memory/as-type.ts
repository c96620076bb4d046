// Gives stored rows as the in-memory type that is wanted.
import type { Column, Row } from '../column-reader.ts';
import type { TableType } from '../open-table.ts';
import { arqueroTable } from './arquero-table.ts';
import { arrowTable, type ArrowTypes } from './arrow-table.ts';

/** A table as it lies in a store. */
export interface StoredRows {
  readonly as: TableType;
  readonly arrowTypes: ArrowTypes | null;
  readonly columns: readonly Column[];
  /** In order; can be gone through again. */
  batches(): AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>;
  /** The Arrow table itself, where it is stored as one. */
  arrow?(): Promise<unknown>;
}

/** What a store of tables answers to. */
export const TABLE_TYPES = ['rows', 'columns', 'arrow', 'arquero', 'stream'] as const;

/** @throws Error when the type is none of those above. */
export async function asType(stored: StoredRows, type: string = stored.as): Promise<unknown> {
  switch (type) {
    case 'rows': {
      const rows: Row[] = [];
      for await (const batch of stored.batches()) for (const row of batch) rows.push(row);
      return rows;
    }
    case 'columns':
      return columnsOf(stored);
    case 'arrow':
      if (stored.arrow) return stored.arrow();
      return arrowTable(await columnsOf(stored), { kinds: stored.columns, arrowTypes: stored.arrowTypes });
    case 'arquero':
      return arqueroTable(await columnsOf(stored));
    case 'stream':
      return rowStream(stored);
    default:
      throw new Error(`a stored table can be had as ${TABLE_TYPES.join(', ')}, not as ${type}`);
  }
}

async function columnsOf({ columns, batches }: StoredRows): Promise<Record<string, unknown[]>> {
  const cells = columns.map((): unknown[] => []);
  for await (const batch of batches())
    for (const row of batch) columns.forEach(({ name }, i) => cells[i]?.push(row[name]));
  return Object.fromEntries(columns.map(({ name }, i) => [name, cells[i] ?? []]));
}

const rowStream = ({ batches }: StoredRows): AsyncIterable<Row> => ({
  async *[Symbol.asyncIterator]() {
    for await (const batch of batches()) yield* batch;
  },
});
