// Values that a file keeps as they are, without being seen as rows: what is plain JSON, an Arrow table.
import { createHash } from 'node:crypto';
import { stat, writeFile } from 'node:fs/promises';
import { isHandedOut, type StoredInfo } from 'headwater/internal';
import { wholeAsType } from '../default/value-file.ts';
import { openRows } from '../open-table.ts';
import { isArqueroTable } from '../memory/arquero-table.ts';
import { isArrowTable } from '../memory/arrow-table.ts';
import { replaceSingle } from './dataset.ts';
import type { FileFormat, WrittenWhole } from './file-format.ts';
import { parsed, pureJson } from './json-format.ts';

export interface WholeValue {
  readonly format: FileFormat;
  readonly name: string;
  readonly directory: boolean;
  readonly path: string;
  readonly value: unknown;
}

/** Null for what is stored as rows. */
export async function storeWhole({ format, name, directory, path, value }: WholeValue): Promise<StoredInfo | null> {
  if (directory) return null;
  if (name === 'json' && isNoTable(value)) {
    const text = `${JSON.stringify(pureJson(value), null, 2)}\n`;
    const bytes = await replaceSingle(path, {
      write: (temporary) => writeFile(temporary, text),
      schema: { as: 'value' },
    });
    return { bytes, dataVersion: `j1:${createHash('sha256').update(text).digest('hex').slice(0, 40)}` };
  }
  if (!format.writeWhole || !isArrowTable(value)) return null;
  const { writeWhole } = format;
  let written: WrittenWhole | null = null;
  await replaceSingle(path, {
    write: async (temporary) => {
      written = await writeWhole(temporary, value);
    },
    schema: null,
  });
  const { rows, dataVersion } = (written as WrittenWhole | null) ?? { rows: null, dataVersion: '' };
  return { dataVersion, bytes: (await stat(path)).size, ...(rows !== null && { rows }) };
}

const isNoTable = (value: unknown): boolean =>
  !isHandedOut(value) && !isArrowTable(value) && !isArqueroTable(value) && openRows(value).as === 'value';

export async function readWhole(path: string, type: string | undefined): Promise<unknown> {
  return wholeAsType(await parsed(path), type);
}
