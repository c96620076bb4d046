// Arrow IPC files through apache-arrow: rows with types of their own, a table of the package as it is.
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type * as arrowPackage from 'apache-arrow';
import type { Schema, Table } from 'apache-arrow';
import type { Column, ColumnFacts, Row } from '../column-reader.ts';
import { arrowColumns, arrowRows, isArrowTable } from '../memory/arrow-table.ts';
import { importPeer } from '../memory/import-peer.ts';
import {
  otherColumns,
  refusesKinds,
  twoColumns,
  type FileFormat,
  type OpenFile,
  type TableSchema,
} from './file-format.ts';

type Arrow = typeof arrowPackage;

/** Under it the file says how headwater calls its columns. */
const SCHEMA = 'headwater';
const INT64 = 2n ** 63n;
const loadArrow = (): Promise<Arrow> => importPeer<Arrow>(() => import('apache-arrow'), 'apache-arrow');

const TYPES: Readonly<Record<Column['kind'], (arrow: Arrow) => unknown>> = {
  text: ({ Utf8 }) => new Utf8(),
  integer: ({ Int64 }) => new Int64(),
  real: ({ Float64 }) => new Float64(),
  boolean: ({ Bool }) => new Bool(),
  date: ({ TimestampMillisecond }) => new TimestampMillisecond(),
  bigint: ({ Int64 }) => new Int64(),
  bytes: ({ Binary }) => new Binary(),
  json: ({ Utf8 }) => new Utf8(),
};

export const arrowFormat: FileFormat = {
  extension: '.arrow',
  describesItself: true,
  keepsNoColumns: () => false,
  refuses(column: ColumnFacts) {
    if (column.name === '') return 'has no name';
    if (column.widest >= INT64) return 'holds a bigint of more than 64 bits';
    return refusesKinds(column, { kinds: Object.keys(TYPES).filter((kind) => kind !== 'json') });
  },
  async write(path, { schema, batches }) {
    const arrow = await loadArrow();
    const fields = schema.columns.map(({ name, kind }) => new arrow.Field(name, TYPES[kind](arrow) as never, true));
    const described = new arrow.Schema(fields, new Map([[SCHEMA, JSON.stringify(schema)]]));
    const writer = new arrow.RecordBatchFileWriter();
    const written = pipeline(writer.toNodeStream(), createWriteStream(path));
    for (const rows of atLeastOne(batches)) {
      const vectors = fields.map(({ name, type }, i) => {
        const kind = schema.columns[i]?.kind ?? 'text';
        return [
          name,
          arrow.vectorFromArray(
            rows.map((row) => toArrow(kind, row[name])),
            type,
          ),
        ] as const;
      });
      for (const { data } of new arrow.Table(Object.fromEntries(vectors)).batches)
        writer.write(new arrow.RecordBatch(described, data));
    }
    writer.finish();
    await written;
  },
  async writeWhole(path, value) {
    if (!isArrowTable(value)) return null;
    const arrow = await loadArrow();
    const table = value as unknown as Table;
    if (table.schema.fields.some(({ name }) => name === ''))
      throw new Error(
        'it is an Arrow table with a column that has no name, which an Arrow file does not keep: name it',
      );
    const own: WholeTable = {
      whole: true,
      as: 'arrow',
      arrowTypes: null,
      columns: arrowColumns(table),
      rows: table.numRows,
    };
    const metadata = new Map([...table.schema.metadata, [SCHEMA, JSON.stringify(own)] as const]);
    const schema = new arrow.Schema(table.schema.fields, metadata);
    const bytes = arrow.tableToIPC(
      new arrow.Table(
        schema,
        table.batches.map(({ data }) => new arrow.RecordBatch(schema, data)),
      ),
      'file',
    );
    await writeFile(path, bytes);
    return { rows: table.numRows, dataVersion: `a1:${createHash('sha256').update(bytes).digest('hex').slice(0, 40)}` };
  },
  async open(path, { declared }) {
    const arrow = await loadArrow();
    const found = await schemaOf(arrow, path);
    const own = found.metadata.get(SCHEMA);
    const schema = own === undefined ? null : (JSON.parse(own) as TableSchema & Partial<WholeTable>);
    const columns = schema?.columns ?? declared ?? arrowColumns({ schema: found });
    const problem = otherColumns(
      found.fields.map(({ name }) => name),
      columns.map(({ name }) => name),
    );
    if (problem !== null) throw new Error(problem);
    return {
      schema: schema ?? { as: 'rows', arrowTypes: null, columns },
      rows: schema?.rows ?? null,
      async *batches() {
        const unfit = notRows(found, columns);
        if (unfit !== null) throw new Error(unfit);
        for await (const batch of await arrow.RecordBatchReader.from(createReadStream(path)))
          for (const rows of arrowRows(new arrow.Table([batch]), batch.numRows))
            yield rows.map((row) =>
              Object.fromEntries(columns.map(({ name, kind }) => [name, fromArrow(kind, row[name])])),
            );
      },
      // Of rows it is made as of any other rows.
      ...((schema === null || schema.whole === true) && {
        arrow: async () => withoutOurs(arrow, await readFile(path)),
      }),
    } satisfies OpenFile;
  },
};

/** Of a table that was stored as it is, and is given as it is. */
interface WholeTable extends TableSchema {
  readonly whole: true;
}

async function schemaOf(arrow: Arrow, path: string): Promise<Schema> {
  try {
    const reader = await arrow.RecordBatchReader.from(createReadStream(path));
    await reader.open();
    const { schema } = reader;
    await reader.cancel();
    return schema;
  } catch (error) {
    throw new Error(`is no Arrow file: ${(error as Error).message}`, { cause: error });
  }
}

/** A table that is exact as an Arrow table need not be one as rows. */
function notRows({ fields }: Schema, columns: readonly Column[]): string | null {
  const odd = columns.find(({ kind }) => kind === 'json');
  const type = String(fields.find(({ name }) => name === odd?.name)?.type);
  const problem = odd ? `has the column \`${odd.name}\` of type ${type}` : twoColumns(fields.map(({ name }) => name));
  return problem && `${problem}, which rows do not have: load it as arrow`;
}

/** A file without a batch says nothing of its columns. */
function* atLeastOne(batches: Iterable<readonly Row[]>): Generator<readonly Row[]> {
  let isEmpty = true;
  for (const batch of batches) {
    isEmpty = false;
    yield batch;
  }
  if (isEmpty) yield [];
}

function withoutOurs(arrow: Arrow, bytes: Uint8Array): unknown {
  const { schema, batches } = arrow.tableFromIPC(bytes);
  const metadata = new Map([...schema.metadata].filter(([name]) => name !== SCHEMA));
  const plain = new arrow.Schema(schema.fields, metadata);
  return new arrow.Table(
    plain,
    batches.map(({ data }) => new arrow.RecordBatch(plain, data)),
  );
}

function toArrow(kind: Column['kind'], cell: unknown): unknown {
  return kind === 'integer' && cell !== null ? BigInt(cell as number) : cell;
}

function fromArrow(kind: Column['kind'], cell: unknown): unknown {
  return kind === 'integer' && cell !== null ? Number(cell) : cell;
}
