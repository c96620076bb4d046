// Tables of the package arquero: told by their shape, gone through as rows, and made of columns.
import type { Column, Row } from '../column-reader.ts';
import { importPeer } from './import-peer.ts';

/** The part of an arquero table that is used. */
interface ArqueroTable {
  columnNames(): string[];
  numRows(): number;
  reify(): ArqueroTable;
  getter(name: string): (row: number) => unknown;
  isGrouped(): boolean;
}

export function isArqueroTable(value: unknown): value is ArqueroTable {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['columnNames', 'numRows', 'reify', 'getter', 'isGrouped'].every(
      (method) => typeof (value as Readonly<Record<string, unknown>>)[method] === 'function',
    )
  );
}

/** Kinds are what the rows say. @throws Error for a grouping, since rows do not have it. */
export function arqueroColumns(table: ArqueroTable): readonly Column[] {
  if (table.isGrouped()) throw new Error('it is an arquero table that is grouped: roll it up, or call ungroup() first');
  return table.columnNames().map((name) => ({ name, kind: 'text' }));
}

/** Filtered, ordered rows as they show, with null for a missing cell where arquero says undefined (as `op.lag` does). */
export function* arqueroRows(table: ArqueroTable, size: number): Generator<readonly Row[]> {
  const shown = table.reify();
  const names = shown.columnNames();
  const getters = names.map((name) => shown.getter(name));
  const count = shown.numRows();
  for (let from = 0; from < count; from += size) {
    const length = Math.min(size, count - from);
    yield Array.from({ length }, (_, i) =>
      Object.fromEntries(names.map((name, column) => [name, getters[column]?.(from + i) ?? null])),
    );
  }
}

export async function arqueroTable(columns: Readonly<Record<string, readonly unknown[]>>): Promise<unknown> {
  const { table } = await importPeer<{ table(columns: object, names: string[]): unknown }>(
    () => import('arquero'),
    'arquero',
  );
  return table(columns, Object.keys(columns));
}
