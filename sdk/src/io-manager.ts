// How values are kept: an IO manager stores what a body returns and loads it for those that name it as input.
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
}

/** What an IO manager is told of a value to keep. */
export interface OutputContext {
  /** The key's segments. */
  readonly key: readonly string[];
  /** What the body has said of this materialization. */
  readonly metadata: Readonly<Record<string, MetadataValue>>;
  readonly log: Log;
}

/** What an IO manager is told of a value to load. */
export interface InputContext {
  /** The segments of the key that is loaded. */
  readonly key: readonly string[];
  /** As `handleOutput` gave it; absent for an external asset. */
  readonly path?: string;
  /** The asset that asks for it, by segments of its key; absent for a check. */
  readonly downstream?: readonly string[];
  readonly log: Log;
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
  /** Stores durably before it resolves. A value it cannot keep exactly is an error naming type, asset and manager. */
  handleOutput(ctx: OutputContext, value: unknown): Promise<StoredInfo | undefined> | StoredInfo | undefined;
  loadInput?(ctx: InputContext): unknown;
}
