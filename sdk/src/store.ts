// `store`: the IO managers that come with headwater, as resources; what they do is loaded when a run needs it.
import { DEFINITION } from './definition.ts';
import { describeValue } from './describe-value.ts';
import { isRecord } from './described.ts';
import { importPart } from './import-part.ts';
import type { IoManager } from './io-manager.ts';
import { problem, refuseUnknown, wrong } from './option-problem.ts';
import { resource, type Resource } from './resource.ts';

/** The formats of `store.file`. */
export type FileFormat = 'json' | 'csv' | 'parquet' | 'arrow';

/** Where and how `store.file` keeps values. */
export interface FileStoreOptions {
  /** The folder, relative to the project. */
  readonly dir: string;
  /** What other programs read it as. */
  readonly format: FileFormat;
  /** Each value is a folder of `part-00000.csv` and so on, with `_SUCCESS`, as Spark and Hadoop lay them out. */
  readonly directory?: boolean;
}

/** Where `store.duckdb` keeps values. */
export interface DuckdbStoreOptions {
  /** The database file, relative to the project; made when it is not there. */
  readonly path: string;
}

/** What the package `headwater/stores` gives. */
interface StoresPart {
  fileStore(options: FileStoreOptions): IoManager;
  memoryStore(): IoManager;
  duckdbStore(options: DuckdbStoreOptions): IoManager;
}

const FORMATS: readonly unknown[] = ['json', 'csv', 'parquet', 'arrow'] satisfies FileFormat[];

const stores = (of: string): Promise<StoresPart> => importPart<StoresPart>('stores', of);

/**
 * The IO managers that come with headwater. Registered among the resources of `definitions`, and chosen by an asset with `io`;
 * an asset without `io` is kept by the default store, in the project's `.headwater` folder.
 *
 * @example
 * ```ts
 * import { asset, definitions, store } from 'headwater';
 *
 * export const orders = asset({ io: 'tables' }, () => [{ id: 1, amount: 9.5 }]);
 * export const project = definitions({
 *   assets: { orders },
 *   resources: { tables: store.file({ dir: 'data', format: 'csv' }) },
 *   env: { warehouse: { resources: { tables: store.duckdb({ path: 'warehouse.duckdb' }) } } },
 * });
 * ```
 */
export const store: {
  /**
   * Files that other programs read: `data/orders.csv` for the key `orders`, `data/sales/orders.csv` for `sales/orders`.
   * Beside a JSON or CSV table stands `orders.csv.schema.json`, which keeps the types of its columns.
   *
   * @throws TypeError when an option is unknown or wrong.
   */
  readonly file: (options: FileStoreOptions) => Resource<IoManager>;
  /** The memory of the process that runs: for `materialize` in scripts and tests. In a project's own runs it is an error. */
  readonly memory: () => Resource<IoManager>;
  /**
   * Tables of a DuckDB database, which any DuckDB client opens: `orders` for the key `orders`, `sales.orders` for
   * `sales/orders`. Needs the package `@duckdb/node-api` in the project.
   *
   * @throws TypeError when an option is unknown or wrong.
   */
  readonly duckdb: (options: DuckdbStoreOptions) => Resource<IoManager>;
} = Object.freeze({
  file(options: FileStoreOptions) {
    const of = 'store.file';
    const { dir, format, directory = false } = given(options, { of, known: ['dir', 'format', 'directory'] });
    if (typeof dir !== 'string' || dir === '') throw wrong(of, 'dir', { is: "a folder, such as 'data'", got: dir });
    if (!FORMATS.includes(format))
      throw wrong(of, 'format', { is: "'json', 'csv', 'parquet' or 'arrow'", got: format });
    if (typeof directory !== 'boolean') throw wrong(of, 'directory', { is: 'true or false', got: directory });
    const read = { dir, format: format as FileFormat, directory };
    return resource({ create: async () => (await stores(of)).fileStore(read) });
  },
  memory() {
    const memory = resource({ create: async () => (await stores('store.memory')).memoryStore() });
    return Object.freeze({ ...memory, [DEFINITION]: Object.freeze({ ...memory[DEFINITION], inProcessOnly: true }) });
  },
  duckdb(options: DuckdbStoreOptions) {
    const of = 'store.duckdb';
    const { path } = given(options, { of, known: ['path'] });
    if (typeof path !== 'string' || path === '')
      throw wrong(of, 'path', { is: "a file, such as 'warehouse.duckdb'", got: path });
    return resource({ create: async () => (await stores(of)).duckdbStore({ path }) });
  },
});

function given(
  options: unknown,
  { of, known }: { readonly of: string; readonly known: readonly string[] },
): Readonly<Record<string, unknown>> {
  if (!isRecord(options)) throw problem(of, `the argument is an object of options; got ${describeValue(options)}.`);
  refuseUnknown(options, { of, known });
  return options;
}
