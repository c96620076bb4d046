// The `columns` option: what kind of cells each column of a table has.
import { describeValue } from './describe-value.ts';
import { isRecord } from './described.ts';
import { problem, wrong } from './option-problem.ts';
import { isSchema, schemaColumns } from './schema-columns.ts';

/**
 * What the cells of a column are, beside null: `integer` and `real` are numbers (whole ones, any), `date` a Date, `bytes` a
 * Uint8Array, `json` anything that can be kept.
 */
export type ColumnKind = 'text' | 'integer' | 'real' | 'boolean' | 'date' | 'bigint' | 'bytes' | 'json';

const KINDS: readonly unknown[] = [
  'text',
  'integer',
  'real',
  'boolean',
  'date',
  'bigint',
  'bytes',
  'json',
] satisfies ColumnKind[];

export function readColumns(columns: unknown, of: string): Readonly<Record<string, ColumnKind>> | null {
  if (columns === undefined) return null;
  if (isSchema(columns)) return schemaColumns(columns, of);
  if (!isRecord(columns))
    throw wrong(of, 'columns', { is: "an object of kinds by name, such as { id: 'integer' }", got: columns });
  for (const [name, kind] of Object.entries(columns))
    if (!KINDS.includes(kind))
      throw problem(
        of,
        `column ${JSON.stringify(name)} has the kind ${describeValue(kind)}; the kinds are ${KINDS.join(', ')}.`,
      );
  return Object.freeze({ ...(columns as Readonly<Record<string, ColumnKind>>) });
}
