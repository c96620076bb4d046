// A value of the default store for people and programs: its first rows as JSON, without loading the rest.
import { encodeValue, type Json } from '../typed-json.ts';
import { readJson, readRows, readValue, shapeOf } from './value-file.ts';
import { withValueFile } from './stored-file.ts';

export interface ShownValue {
  readonly type: 'table' | 'value' | 'binary';
  readonly columns?: readonly { readonly name: string; readonly type: string }[];
  readonly rowCount?: number;
  /** What JSON cannot say is `{ $type, value }`. */
  readonly rows?: readonly (readonly Json[])[];
  readonly value?: Json;
}

/** At most `limit` rows (0: all). @throws Error when it is gone or damaged. */
export async function showValue({
  dir,
  path,
  limit,
}: {
  readonly dir: string;
  readonly path: string;
  readonly limit: number;
}): Promise<ShownValue> {
  return withValueFile({ dir, path, of: path }, async (database): Promise<ShownValue> => {
    const shape = shapeOf(database);
    switch (shape.type) {
      case 'table': {
        const columns = shape.columns.map(({ name, kind }) => ({ name, type: kind }));
        const rows = readRows(database, shape.layout, limit).map((row) => row.map((cell) => encodeValue(cell)));
        return { type: 'table', columns, rowCount: shape.rowCount, rows };
      }
      case 'binary':
        return { type: 'binary', value: Buffer.from((await readValue(database)) as Uint8Array).toString('base64') };
      case 'value':
        return { type: 'value', value: readJson(database) };
    }
  });
}
