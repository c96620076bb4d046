// Values that a file keeps as they are, without being seen as rows: what is plain JSON, an Arrow table.
import { createHash } from 'node:crypto';
import { stat, writeFile } from 'node:fs/promises';
import { isHandedOut, type InputContext, type OutputContext, type StoredInfo } from 'headwater/internal';
import { emptyColumn } from '../column-reader.ts';
import { wholeAsType } from '../default/value-file.ts';
import { checkDeclared, declaredColumns, openRows } from '../open-table.ts';
import { isArqueroTable } from '../memory/arquero-table.ts';
import { arrowColumns, isArrowTable } from '../memory/arrow-table.ts';
import { replaceSingle } from './dataset.ts';
import type { FileFormat, WrittenWhole } from './file-format.ts';
import { parsed, pureJson } from './json-format.ts';

export interface WholeValue {
  readonly format: FileFormat;
  readonly name: string;
  readonly directory: boolean;
  readonly path: string;
  /** What the asset declares. */
  readonly columns: OutputContext['columns'];
  readonly value: unknown;
}

/** Null for what is stored as rows. */
export async function storeWhole({
  format,
  name,
  directory,
  path,
  columns,
  value,
}: WholeValue): Promise<StoredInfo | null> {
  if (directory) return null;
  if (name === 'json' && isNoTable(value)) {
    checkDeclared(null, columns);
    const text = `${JSON.stringify(pureJson(value), null, 2)}\n`;
    const bytes = await replaceSingle(path, {
      write: (temporary) => writeFile(temporary, text),
      schema: { as: 'value' },
    });
    return { bytes, dataVersion: `j1:${createHash('sha256').update(text).digest('hex').slice(0, 40)}` };
  }
  if (!format.writeWhole || !isArrowTable(value)) return null;
  const { writeWhole } = format;
  // By name: its types say more than kinds do.
  if (columns) declaredColumns({ columns: arrowColumns(value).map(emptyColumn), rowCount: value.numRows }, columns);
  let written: WrittenWhole | null = null;
  await replaceSingle(path, {
    write: async (temporary) => {
      written = await writeWhole(temporary, value);
    },
    schema: null,
  });
  const { rows, dataVersion } = (written as WrittenWhole | null) ?? { rows: null, dataVersion: '' };
  const stored = Object.fromEntries(arrowColumns(value).map((column) => [column.name, column.kind]));
  return { dataVersion, bytes: (await stat(path)).size, ...(rows !== null && { rows }), columns: stored };
}

const isNoTable = (value: unknown): boolean =>
  !isHandedOut(value) && !isArrowTable(value) && !isArqueroTable(value) && openRows(value).as === 'value';

export async function readWhole(path: string, wanted: Pick<InputContext, 'type'>): Promise<unknown> {
  return wholeAsType(await parsed(path), wanted);
}
