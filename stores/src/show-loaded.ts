// A loaded value for people and programs: its first rows as JSON, whichever IO manager it came from.
import { isHandedOut } from 'headwater/internal';
import { ColumnReader } from './column-reader.ts';
import type { ShownValue } from './default/show-value.ts';
import { openTable } from './open-table.ts';
import { encodeValue } from './typed-json.ts';

export interface ShowOptions {
  /** Rows at most; 0 is all. */
  readonly limit: number;
  /** How many there are, where that is known without counting. */
  readonly rowCount?: number;
}

/** @throws NotStorable for what has no words in JSON, such as a function. */
export async function showLoaded(value: unknown, { limit, rowCount }: ShowOptions): Promise<ShownValue> {
  if (value instanceof Uint8Array) return { type: 'binary', value: Buffer.from(value).toString('base64') };
  if (isHandedOut(value)) return showStream(value, { limit, ...(rowCount !== undefined && { rowCount }) });
  const table = await openTable(value, { spoolIn: '' });
  if (table.as === 'value') return { type: 'value', value: encodeValue(value) };
  return showStream(rowsOf(table.batches()), { limit, rowCount: table.rowCount });
}

function* rowsOf(batches: Iterable<readonly unknown[]>): Generator<unknown> {
  for (const batch of batches) yield* batch;
}

async function showStream(
  all: AsyncIterable<unknown> | Iterable<unknown>,
  { limit, rowCount }: ShowOptions,
): Promise<ShownValue> {
  const reader = new ColumnReader();
  const rows: Readonly<Record<string, unknown>>[] = [];
  let isCut = false;
  for await (const row of all) {
    const problem = reader.add(row);
    if (problem !== null) throw new Error(`row ${rows.length + 1} ${problem}`);
    rows.push(row as Readonly<Record<string, unknown>>);
    isCut = rows.length === limit;
    if (isCut) break;
  }
  const columns = reader.columns().map(({ name, kind }) => ({ name, type: kind }));
  return {
    type: 'table',
    columns,
    ...((rowCount !== undefined || !isCut) && { rowCount: rowCount ?? rows.length }),
    rows: rows.map((row) => columns.map(({ name }) => encodeValue(row[name]))),
  };
}
