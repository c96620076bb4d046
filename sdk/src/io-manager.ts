// How values are kept: an IO manager stores what a body returns and loads it for those that name it as input.
import type { ColumnKind } from './columns.ts';
import type { Log } from './contexts.ts';
import type { MetadataValue } from './metadata.ts';

/** What a manager says of what it stored. */
export interface StoredInfo {
  readonly rows?: number;
  readonly bytes?: number;
  /** Where it is, in the manager's own words; handed back when it is loaded. */
  readonly path?: string;
  /** Hash of the content, when the manager can compute one: equal versions leave everything downstream fresh. */
  readonly dataVersion?: string;
  /**
   * Of a table: its columns, as the asset calls them, to the manager's word for their types. They are compared with the declared
   * ones; a word is, where it is one of the kinds that `columns` takes.
   */
  readonly columns?: Readonly<Record<string, string>>;
}

/** Which stored value is meant. */
export interface ValuePlace {
  /** The key's segments. */
  readonly key: readonly string[];
  /** Of a partitioned asset. */
  readonly partition?: string;
  /** As `handleOutput` gave it; absent for an external asset. */
  readonly path?: string;
}

interface IoContext extends ValuePlace {
  /** The columns that the asset declares. */
  readonly columns?: Readonly<Record<string, ColumnKind>>;
  readonly log: Log;
}

/** What an IO manager is told of a value to keep. */
export interface OutputContext extends IoContext {
  /** What the body has said of this materialization. */
  readonly metadata: Readonly<Record<string, MetadataValue>>;
}

/** What an IO manager is told of a value to load; `key` is the one that is loaded. */
export interface InputContext extends IoContext {
  /** Name of the in-memory type that is wanted, one of the manager's `types`; absent: the one that was stored. */
  readonly type?: string;
  /** The asset that asks for it, by segments of its key; absent for a check. */
  readonly downstream?: readonly string[];
}

/** What is stored under a key now. */
export interface StoredTable {
  /** Column names to what the store calls their types; null for a value that is no table. */
  readonly columns: Readonly<Record<string, string>> | null;
  /** Null where counting would mean reading all of it. */
  readonly rows: number | null;
  /** On disk. */
  readonly bytes: number | null;
}

/**
 * Stores and loads values. It is registered among the resources of `definitions`, as a resource that creates one or as itself,
 * and chosen by an asset with `io`. One that only writes has no `loadInput`: an asset that names such a value as input fails with a
 * sentence that says so.
 *
 * @example
 * ```ts
 * import { readFile, writeFile } from 'node:fs/promises';
 * import { asset, definitions, resource, type IoManager } from 'headwater';
 *
 * const jsonFiles = resource({
 *   create: (): IoManager => ({
 *     async handleOutput({ key }, value) {
 *       const path = `${key.join('.')}.json`;
 *       await writeFile(path, JSON.stringify(value));
 *       return { path };
 *     },
 *     async loadInput({ path = '' }) {
 *       return JSON.parse(await readFile(path, 'utf8')) as unknown;
 *     },
 *   }),
 * });
 *
 * export const orders = asset({ io: 'jsonFiles' }, () => [{ id: 1 }]);
 * export const project = definitions({ assets: { orders }, resources: { jsonFiles } });
 * ```
 */
export interface IoManager {
  /** Names of the in-memory types that `loadAs` may ask it for. */
  readonly types?: readonly string[];
  /** Stores durably before it resolves. A value it cannot keep exactly is an error naming what it got and where. */
  handleOutput(ctx: OutputContext, value: unknown): Promise<StoredInfo | undefined> | StoredInfo | undefined;
  loadInput?(ctx: InputContext): unknown;
  /** What is there, without loading it; null when there is nothing. */
  describe?(place: ValuePlace): Promise<StoredTable | null> | StoredTable | null;
  /** Everything it keeps. */
  list?(): Promise<readonly ValuePlace[]> | readonly ValuePlace[];
  /** Deletes what is kept there; it is no error when there is nothing. */
  remove?(place: ValuePlace): Promise<void> | void;
}
