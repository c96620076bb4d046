// Keeps values in the memory of this process, as exactly as the default store does: what it cannot keep is refused the same way.
import { createHash } from 'node:crypto';
import { isHandedOut, type ValuePlace } from 'headwater/internal';
import { describeWhole, wholeAsType } from './default/value-file.ts';
import type { ValueStore } from './default/value-store.ts';
import { isArqueroTable } from './memory/arquero-table.ts';
import { isArrowTable, type ArrowTypes } from './memory/arrow-table.ts';
import { asType, TABLE_TYPES } from './memory/as-type.ts';
import {
  checkDeclared,
  foundColumns,
  NotDeclared,
  openRows,
  openTable,
  type OpenTable,
  type TableType,
} from './open-table.ts';
import { ColumnReader, type Column, type Row } from './column-reader.ts';
import { decodeValue, encodeValue, NotStorable, type Json } from './typed-json.ts';
import { tmpdir } from 'node:os';

/** A table of a library is rows with what makes it one again; anything else is one value. */
type Kept = { readonly place: ValuePlace } & (
  | { readonly type: 'value'; readonly json: Json }
  | {
      readonly type: 'table';
      readonly as: TableType;
      readonly arrowTypes: ArrowTypes | null;
      readonly columns: readonly Column[];
      readonly rows: readonly Json[];
    }
);

export function createMemoryStore(): ValueStore {
  const values = new Map<string, Kept>();
  const keep = (kept: Kept, dataVersion: string): string => {
    const path = `${placeName(kept.place)}#${dataVersion}`;
    // What is kept again is the newest again.
    values.delete(path);
    values.set(path, kept);
    return path;
  };
  /** Of a key and partition, or the one at a path; the newest last. */
  const allOf = ({ path, ...wanted }: ValuePlace): readonly (readonly [string, Kept])[] =>
    [...values].filter(([at, { place }]) =>
      path === undefined ? placeName(place) === placeName(wanted) : at === path,
    );

  return {
    types: [...TABLE_TYPES, 'text'],
    async handleOutput({ key, partition, columns }, value) {
      const place = { key, ...(partition !== undefined && { partition }) };
      try {
        if (isHandedOut(value) || isArrowTable(value) || isArqueroTable(value)) {
          const table = await openTable(value, { spoolIn: tmpdir() });
          if (table.as === 'value') throw new NotStorable(table.what, '');
          checkDeclared(table, columns);
          const path = keep({ place, type: 'table', ...tableParts(table) }, table.dataVersion);
          return { path, dataVersion: table.dataVersion, rows: table.rowCount, ...given(foundColumns(table)) };
        }
        const json = encodeValue(value);
        if (columns !== undefined) checkDeclared(openRows(value), columns);
        const dataVersion = `j1:${createHash('sha256').update(JSON.stringify(json)).digest('hex').slice(0, 40)}`;
        const path = keep({ place, type: 'value', json }, dataVersion);
        return { path, dataVersion, ...(Array.isArray(value) && { rows: value.length }), ...given(columnsOf(value)) };
      } catch (error) {
        if (error instanceof NotDeclared) throw new Error(`\`${key.join('/')}\`: ${error.message}.`, { cause: error });
        if (!(error instanceof NotStorable)) throw error;
        const at = error.path && `, at ${error.path} of what it returned`;
        throw new Error(
          `\`${key.join('/')}\`: the memory store cannot keep ${error.what}${at}. Return plain data (records, arrays, Date, bigint, Map, Set, bytes), or store it in the body and return nothing.`,
          { cause: error },
        );
      }
    },
    async loadInput({ key, path, ...wanted }) {
      const kept = path === undefined ? undefined : values.get(path);
      if (kept === undefined) throw new Error(`The value of \`${key.join('/')}\` is not in this process's memory.`);
      // A copy for each who asks: nobody sees what another does to it.
      if (kept.type === 'value') return wholeAsType(decodeValue(kept.json), wanted);
      const { rows } = kept;
      return asType({ ...kept, batches: () => [rows.map((row) => decodeValue(row) as Row)] }, wanted.type);
    },
    async describe(place) {
      const kept = allOf(place).at(-1)?.[1];
      if (kept === undefined) return null;
      if (kept.type === 'value') return { ...describeWhole(decodeValue(kept.json)), bytes: null };
      const columns = Object.fromEntries(kept.columns.map(({ name, kind }) => [name, kind]));
      return { columns, rows: kept.rows.length, bytes: null };
    },
    keptOf: async ({ key, partition }) =>
      [...values].flatMap(([path, { place }]) =>
        JSON.stringify([place.key, place.partition]) === JSON.stringify([key, partition]) ? [path] : [],
      ),
    keptOfKey: async (key) =>
      [...values].flatMap(([path, { place }]) => (JSON.stringify(place.key) === JSON.stringify(key) ? [path] : [])),
    list: async () => [...values].map(([path, { place }]) => ({ ...place, path })),
    async remove(place) {
      for (const [path] of allOf(place)) values.delete(path);
    },
  };
}

/** The columns alone, without what a table is more. */
function columnsOf(value: unknown): ReturnType<typeof foundColumns> {
  if (!Array.isArray(value)) return undefined;
  const reader = new ColumnReader();
  for (const row of value) if (reader.add(row) !== null) return undefined;
  return foundColumns({ as: 'rows', columns: reader.columns(), rowCount: reader.rowCount });
}

const given = (columns: ReturnType<typeof foundColumns>) => (columns === undefined ? {} : { columns });

/** Not the same for a partition that is the empty text and for none. */
const placeName = ({ key, partition }: ValuePlace): string => JSON.stringify([key, partition ?? null]);

function tableParts(table: OpenTable) {
  const { as, arrowTypes, columns } = table;
  try {
    return { as, arrowTypes, columns, rows: [...table.batches()].flat().map((row) => encodeValue(row)) };
  } finally {
    table.close();
  }
}
