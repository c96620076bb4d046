// `materialize`: a real run in this process, for scripts and tests.
import type { AnyAsset } from './asset-types.ts';
import { isRecord } from './described.ts';
import type { EngineOptions, MaterializeEngine, RunConfig } from './engine.ts';
import { importPart } from './import-part.ts';
import { readSelection } from './job.ts';
import { materializeResult, type MaterializeResult } from './materialize-result.ts';
import { namedDefinitions } from './named-definitions.ts';
import { readName } from './node-options.ts';
import { problem, refuseUnknown, wrong } from './option-problem.ts';

/** How a run is to be. */
export interface MaterializeOptions {
  /** The selection grammar, or assets of the record; every asset of it unless given. */
  readonly selection?: string | readonly AnyAsset[];
  /** Resources by name, or values used as they are; each replaces the one of that name. */
  readonly resources?: Readonly<Record<string, unknown>>;
  /** Configuration of assets by key and of resources by name. */
  readonly config?: RunConfig;
  /** Name of an environment of `definitions`, when the record holds one. */
  readonly env?: string;
  /** `'memory'` leaves no file behind; `'project'` reads and records in the project's store. Memory unless given. */
  readonly store?: 'memory' | 'project';
  /** Cancels the run. */
  readonly signal?: AbortSignal;
  /** How many bodies are under way at once. */
  readonly concurrency?: number;
  /** Of assets made in partitions: the one to make, or a range `'2026-01-01..2026-01-31'`. */
  readonly partitionKey?: string;
}

const OF = 'materialize';
const OPTIONS = ['selection', 'resources', 'config', 'env', 'store', 'signal', 'concurrency', 'partitionKey'] as const;

/**
 * Runs assets in this process: those of the record, in the order of their edges, with their checks. Upstream assets outside it
 * are found by reference and loaded from the store. The record may be spread from a module's namespace.
 *
 * A step that fails does not reject: `success` is false, `errors` says why, and reading the value throws.
 *
 * @throws TypeError (as a rejection) when an option is wrong; Error when the run cannot be planned.
 * @example
 * ```ts
 * import { asset, materialize } from 'headwater';
 *
 * const orders = asset(() => [{ amount: 10 }, { amount: 5 }]);
 * const revenue = asset({ inputs: { orders } }, ({ orders }) => orders.reduce((sum, { amount }) => sum + amount, 0));
 *
 * const result = await materialize({ orders, revenue });
 * const total: number = result.values.revenue; // 15
 * const same: number = result.value(revenue);
 * ```
 */
export function materialize<const Given extends Readonly<Record<string, unknown>>>(
  assets: Given,
  options?: MaterializeOptions & { readonly selection?: never },
): Promise<MaterializeResult<Given>>;
/**
 * Runs the selected assets of a record in this process; the value of one that is not selected is undefined.
 *
 * @throws TypeError (as a rejection) when an option is wrong; Error when the run cannot be planned.
 * @example
 * ```ts
 * import { asset, materialize } from 'headwater';
 *
 * const orders = asset(() => [{ amount: 10 }]);
 * const customers = asset(() => [{ id: 1 }]);
 *
 * const result = await materialize({ orders, customers }, { selection: [orders] });
 * const none: { id: number }[] | undefined = result.values.customers;
 * ```
 */
export function materialize<const Given extends Readonly<Record<string, unknown>>>(
  assets: Given,
  options: MaterializeOptions,
): Promise<MaterializeResult<Given, undefined>>;
export async function materialize(assets: unknown, options: unknown = {}): Promise<unknown> {
  const { all, nodes } = namedDefinitions(assets, { of: OF, option: 'the first argument' });
  if (Object.keys(nodes).length === 0)
    throw problem(OF, 'the first argument holds no asset; name at least one: { orders }.');
  const read = readOptions(options);
  const { materializeInProcess } = await importPart<MaterializeEngine>('engine', OF);
  return materializeResult(await materializeInProcess(all, read), nodes);
}

function readOptions(options: unknown): EngineOptions {
  if (!isRecord(options)) throw wrong(OF, 'the second argument', { is: 'an object of options', got: options });
  refuseUnknown(options, { of: OF, known: OPTIONS });
  const { selection, resources = {}, config = {}, store = 'memory', signal = null, concurrency = null } = options;
  if (!isRecord(resources)) throw wrong(OF, 'resources', { is: 'an object, such as { db }', got: resources });
  if (!isRecord(config)) throw wrong(OF, 'config', { is: 'an object { assets, resources }', got: config });
  refuseUnknown(config, { of: `${OF}: config`, known: ['assets', 'resources'], what: 'field' });
  for (const [name, of] of Object.entries(config))
    if (of !== undefined && !isRecord(of))
      throw wrong(OF, `config.${name}`, { is: 'an object by name, such as { orders: { limit: 5 } }', got: of });
  if (store !== 'memory' && store !== 'project') throw wrong(OF, 'store', { is: "'memory' or 'project'", got: store });
  if (signal !== null && !(typeof signal === 'object' && 'aborted' in signal))
    throw wrong(OF, 'signal', { is: "an AbortSignal, such as a controller's signal", got: signal });
  if (concurrency !== null && !(Number.isSafeInteger(concurrency) && Number(concurrency) > 0))
    throw wrong(OF, 'concurrency', { is: 'a whole number, 1 or more', got: concurrency });
  return Object.freeze({
    selection: selection === undefined ? null : readSelection(selection, OF),
    resources: Object.freeze({ ...resources }),
    config: Object.freeze({ ...config }) as RunConfig,
    env: readName(options['env'], { of: OF, option: 'env' }),
    store,
    signal: signal as AbortSignal | null,
    concurrency: concurrency as number | null,
    partitionKey: readName(options['partitionKey'], { of: OF, option: 'partitionKey' }),
  });
}
