// `store.file`: values as files that other programs read, one for each asset, at a path that is the asset's key.
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { FileStoreOptions, InputContext, IoManager, OutputContext, StoredInfo } from 'headwater/internal';
import type { Column, Row } from '../column-reader.ts';
import { asType, TABLE_TYPES, type StoredRows } from '../memory/as-type.ts';
import { declaredColumns, isOfBody, noColumns, openTable, type OpenTable } from '../open-table.ts';
import { clearSpools } from '../spool.ts';
import { NotStorable } from '../typed-json.ts';
import { arrowFormat } from './arrow-format.ts';
import { csvFormat } from './csv-format.ts';
import {
  findFiles,
  partsIn,
  removeFolder,
  removeSingle,
  replaceFolder,
  replaceSingle,
  type FoundFiles,
} from './dataset.ts';
import { diskProblem } from './disk-problem.ts';
import { otherColumns, type FileFormat, type TableSchema } from './file-format.ts';
import { filePlace, placeOfFile, refuseCollision } from './file-place.ts';
import { jsonFormat } from './json-format.ts';
import { parquetFormat } from './parquet-format.ts';
import { storeWhole, readWhole } from './whole-file.ts';

const FORMATS = { json: jsonFormat, csv: csvFormat, parquet: parquetFormat, arrow: arrowFormat };
/** In sentences. */
const CALLED = { json: 'a JSON file', csv: 'a CSV file', parquet: 'a Parquet file', arrow: 'an Arrow file' };
const ROWS_PER_PART = 100_000;

/** Relative folders are the project's: a worker runs in it. */
export function fileStore({ dir, format: name, directory = false }: FileStoreOptions): Required<IoManager> {
  const folder = resolve(dir);
  const format: FileFormat = FORMATS[name];
  const { extension } = format;
  const called = CALLED[name];
  const shown = (path: string): string => relative(process.cwd(), path) || path;

  async function store(base: string, ctx: OutputContext, value: unknown): Promise<StoredInfo> {
    const path = directory ? base : base + extension;
    const info =
      (await storeWhole({ format, name, directory, path, columns: ctx.columns, value })) ??
      (await storeRows({ base, path }, ctx, value));
    // Of a store that kept it in the other layout before.
    await (directory ? removeSingle : removeFolder)(base, extension);
    return { ...info, path: shown(path) };
  }

  async function storeRows(
    { base, path }: { readonly base: string; readonly path: string },
    { columns: declared }: OutputContext,
    value: unknown,
  ): Promise<StoredInfo> {
    const table = await openTable(value, { spoolIn: folder });
    if (table.as === 'value')
      throw new Error(
        `${called} keeps a table, and it returned ${table.what}. Return an array of records, or leave \`io\` out`,
      );
    try {
      const schema = schemaOf(table, { format, called, declared });
      const bytes = directory
        ? await replaceFolder(base, { parts: partsOf(table, schema, format), extension, schema })
        : await replaceSingle(path, {
            write: (temporary) => format.write(temporary, { schema, batches: table.batches() }),
            schema: format.describesItself ? null : schema,
          });
      const columns = Object.fromEntries(schema.columns.map((column) => [column.name, column.kind]));
      return { rows: table.rowCount, bytes, dataVersion: table.dataVersion, columns };
    } finally {
      table.close();
    }
  }

  async function openStored(place: Pick<InputContext, 'key' | 'partition' | 'columns'>): Promise<Opened> {
    const found = await findFiles(join(folder, filePlace(place)), extension);
    if (found.schema?.as === 'value') return { found, rows: null };
    const { schema } = found;
    const declared =
      place.columns && Object.entries(place.columns).map(([column, kind]): Column => ({ name: column, kind }));
    const files = await Promise.all(
      found.files.map((file) => openPart(file, { format, schema, declared: declared ?? null })),
    );
    return { found, rows: joined(files, { schema, declared: declared ?? null }) };
  }

  return {
    types: [...TABLE_TYPES, 'text', 'path'],
    async handleOutput(ctx, value) {
      const place = filePlace(ctx);
      try {
        await refuseCollision(folder, place);
        clearSpools(folder);
        return await store(join(folder, place), ctx, value);
      } catch (error) {
        if (error instanceof NotStorable)
          throw new Error(`${called} cannot keep ${error.what}${error.path && `, at ${error.path} of it`}`, {
            cause: error,
          });
        throw isOfBody(error) ? error : diskProblem(error, shown(join(folder, place)));
      }
    },
    async loadInput(ctx) {
      const { type } = ctx;
      const { found, rows } = await openStored(ctx);
      if (type === 'path') return found.isFolder ? join(folder, filePlace(ctx)) : found.files[0];
      if (type === 'text') {
        if (found.isFolder || format.describesItself)
          throw new Error(`${found.isFolder ? 'a folder of parts' : called} is no text: load it as path`);
        return readFile(found.files[0] ?? '', 'utf8');
      }
      return rows === null ? readWhole(found.files[0] ?? '', ctx) : asType(rows, type);
    },
    async describe(place) {
      const base = join(folder, filePlace(place));
      if (!existsSync(base + extension) && !existsSync(join(base, '_SUCCESS'))) return null;
      const { found, rows } = await openStored(place);
      const sizes = await Promise.all(found.files.map(async (file) => (await stat(file)).size));
      return {
        columns: rows && Object.fromEntries(rows.columns.map((column) => [column.name, column.kind])),
        rows: rows?.rowCount ?? null,
        bytes: sizes.reduce((sum, size) => sum + size, 0),
      };
    },
    async list() {
      const entries = await readdir(folder, { recursive: true }).catch(() => []);
      const folders = entries.flatMap((entry) => (basename(entry) === '_SUCCESS' ? [dirname(entry)] : []));
      const parts = new Set<string>();
      for (const each of folders)
        for (const part of await partsIn(join(folder, each), extension)) parts.add(join(each, part));
      const files = entries.filter(
        (entry) => entry.endsWith(extension) && !parts.has(entry) && !/(^|[\\/])(\.|part-\d{5})/.test(entry),
      );
      const bases = [...files.map((file) => file.slice(0, -extension.length)), ...folders];
      return [...new Set(bases)].sort().flatMap((base) => placeOfFile(base) ?? []);
    },
    async remove(place) {
      const base = join(folder, filePlace(place));
      await removeSingle(base, extension);
      await removeFolder(base, extension);
    },
  };
}

interface Opened {
  readonly found: FoundFiles;
  /** Null for a value that is no table. */
  readonly rows: (StoredRows & { readonly rowCount: number | null }) | null;
}

type Known = { readonly schema: TableSchema | null; readonly declared: readonly Column[] | null };

function schemaOf(
  table: OpenTable,
  { format, called, declared }: { format: FileFormat; called: string; declared: OutputContext['columns'] },
): TableSchema {
  const columns = declaredColumns(table, declared);
  if (columns.length === 0 && !format.keepsNoColumns(table.rowCount)) throw noColumns(table, called);
  for (const column of columns) {
    const problem = format.refuses(column);
    if (problem !== null)
      throw new Error(
        `column \`${column.name}\` ${problem}, which ${called} does not keep exactly. Change the column, or leave \`io\` out`,
      );
  }
  const { as, arrowTypes, rowCount } = table;
  return { as, arrowTypes, columns: columns.map(({ name: column, kind }) => ({ name: column, kind })), rows: rowCount };
}

/** Each part as what writes it; an empty table has one. */
function* partsOf(
  table: OpenTable,
  schema: TableSchema,
  format: FileFormat,
): Generator<(path: string) => Promise<void>> {
  const batches = table.batches()[Symbol.iterator]();
  let next = batches.next();
  do {
    yield (path) =>
      format.write(path, {
        schema,
        batches: (function* () {
          for (let rows = 0; !next.done && rows < ROWS_PER_PART; next = batches.next()) {
            rows += next.value.length;
            yield next.value;
          }
        })(),
      });
  } while (!next.done);
}

async function openPart(file: string, { format, ...known }: Known & { readonly format: FileFormat }) {
  try {
    return { file, ...(await format.open(file, known)) };
  } catch (error) {
    throw inFile(file, error);
  }
}

/** The parts one after another. @throws Error when they do not have the same columns. */
function joined(parts: readonly Awaited<ReturnType<typeof openPart>>[], { schema, declared }: Known) {
  const [first] = parts;
  const { as, arrowTypes, columns } = schema ??
    first?.schema ?? { as: 'rows' as const, arrowTypes: null, columns: declared ?? [] };
  for (const { file, schema: own } of parts) {
    const problem = otherColumns(
      own.columns.map(({ name }) => name),
      columns.map(({ name }) => name),
    );
    if (problem !== null) throw inFile(file, new Error(problem));
  }
  const counts = parts.map(({ rows }) => rows);
  return {
    as,
    arrowTypes,
    columns,
    rowCount:
      schema?.rows ?? (counts.includes(null) ? null : counts.reduce<number>((sum, rows) => sum + (rows ?? 0), 0)),
    ...(parts.length === 1 && first?.arrow && { arrow: first.arrow }),
    async *batches(): AsyncGenerator<readonly Row[]> {
      for (const { file, batches } of parts) {
        try {
          yield* batches();
        } catch (error) {
          throw inFile(file, error);
        }
      }
    },
  };
}

function inFile(file: string, error: unknown): Error {
  const path = relative(process.cwd(), file) || file;
  return new Error(
    `${path} ${error instanceof Error ? error.message : String(error)}. Materialize it again, or put the right file there`,
    {
      cause: error,
    },
  );
}
