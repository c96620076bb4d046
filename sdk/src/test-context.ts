// `testContext`: a context for unit tests that keeps what the body says.
import type { AssetContext, PartitionKeyRange, PartitionWindow, Previous } from './contexts.ts';
import { createContext } from './create-context.ts';
import type { CheckOutcome, ResultDescription } from './definition.ts';
import { isRecord } from './described.ts';
import type { MetadataValue } from './metadata.ts';
import { problem, refuseUnknown, wrong } from './option-problem.ts';
import { partitionsOf, withPartitions, type MadePartitions } from './partition-part.ts';
import { HEARS } from './plain-call.ts';
import { mergeMetadata } from './wrap-metadata.ts';

/** What a test gives its context; each field has a default. */
export interface TestContextOptions {
  /** The materialization before; none unless given. */
  readonly previous?: Previous;
  /** Names of a multi-asset's outputs that the run asks for. */
  readonly selected?: readonly string[];
  /** `'test'` unless given. */
  readonly runId?: string;
  /** 1 unless given. */
  readonly attempt?: number;
  /** Never aborts unless given. */
  readonly signal?: AbortSignal;
  /** The partition that is made; none unless given. */
  readonly partitionKey?: string;
  /** In the place of `partitionKey`: the first and the last of several, as in a backfill in one run. */
  readonly partitionKeyRange?: PartitionKeyRange;
  /** The time the partition spans; reading it throws unless given. */
  readonly partitionWindow?: PartitionWindow;
}

/** `resources`: what `ctx.resources` holds, fakes or real ones. `config`: what `ctx.config` is, the schema's output. */
type With<Name extends string, Value> = { readonly [Each in Name]: Value };

/** A line that the body logged. */
export interface LoggedLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
}

/** A context that keeps what the body says. */
export interface TestContext<Resources = Readonly<Record<never, unknown>>, Config = undefined> extends AssetContext<
  Resources,
  Config
> {
  /** In the order they were logged. */
  readonly logs: readonly LoggedLine[];
  /** What was added and what came with the result; of one name the result's stands. */
  readonly metadata: Readonly<Record<string, MetadataValue>>;
  /** Outcomes of declared checks that came with the result. */
  readonly checks: Readonly<Record<string, CheckOutcome>>;
}

const OPTIONS = [
  'resources',
  'config',
  'previous',
  'selected',
  'runId',
  'attempt',
  'signal',
  'partitionKey',
  'partitionKeyRange',
  'partitionWindow',
] as const;

/**
 * Makes a context to call an asset, an op's body or a check with in a unit test. It keeps the lines that are logged and the
 * metadata, and hands the body the resources and the configuration it is given.
 *
 * @throws TypeError when an option is unknown or wrong.
 * @example
 * ```ts
 * import { asset, resource, testContext } from 'headwater';
 *
 * const shop = resource({ create: () => ({ orders: async () => [{ id: 1 }] }) });
 * export const orders = asset({ resources: { shop } }, async (ctx) => {
 *   const rows = await ctx.resources.shop.orders();
 *   ctx.log.info(`${rows.length} orders`);
 *   return ctx.result(rows, { metadata: { rows: rows.length } });
 * });
 *
 * // In a unit test:
 * const ctx = testContext({ resources: { shop: { orders: async () => [{ id: 7 }, { id: 8 }] } } });
 * const rows: { id: number }[] = await orders(ctx);
 * const logged: string[] = ctx.logs.map(({ message }) => message); // ['2 orders']
 * const said = ctx.metadata['rows']; // { kind: 'int', value: 2 }
 * ```
 */
export function testContext(options?: TestContextOptions): TestContext;
/** With resources. */
export function testContext<Resources>(
  options: TestContextOptions & With<'resources', Resources>,
): TestContext<Resources>;
/** With a configuration. */
export function testContext<Config>(
  options: TestContextOptions & With<'config', Config>,
): TestContext<Readonly<Record<never, unknown>>, Config>;
/** With both. */
export function testContext<Resources, Config>(
  options: TestContextOptions & With<'resources', Resources> & With<'config', Config>,
): TestContext<Resources, Config>;
export function testContext(
  options: TestContextOptions & Partial<With<'resources' | 'config', unknown>> = {},
): TestContext<unknown, unknown> {
  const given: unknown = options;
  if (!isRecord(given)) throw wrong('testContext', 'the argument', { is: 'an object of options', got: given });
  refuseUnknown(given, { of: 'testContext', known: OPTIONS });
  const { resources = {}, config, previous = null, selected = [], runId = 'test', attempt = 1, signal } = options;
  if (!isRecord(resources))
    throw wrong('testContext', 'resources', { is: 'an object, such as { db }', got: resources });
  if (!Array.isArray(selected))
    throw wrong('testContext', 'selected', { is: "an array of outputs' names", got: selected });
  const logs: LoggedLine[] = [];
  let metadata: TestContext['metadata'] = Object.freeze({});
  let checks: TestContext['checks'] = Object.freeze({});
  const log = (level: LoggedLine['level'], message: string): void => {
    logs.push(Object.freeze({ level, message }));
  };
  const context = createContext({
    key: [],
    outputs: null,
    selected,
    runId,
    attempt,
    signal: signal ?? new AbortController().signal,
    resources,
    config,
    previous,
    partitions: readMade(given),
    log,
    metadata: (added) => {
      metadata = Object.freeze({ ...metadata, ...added });
    },
    progress: () => {},
  });
  const kept = {
    ...context,
    logs,
    get metadata() {
      return metadata;
    },
    get checks() {
      return checks;
    },
    [HEARS]({ metadata: returned, checks: outcomes }: ResultDescription) {
      const merged = mergeMetadata({ added: metadata, returned });
      for (const name of merged.overridden) log('warn', overriddenSentence(name));
      metadata = merged.metadata;
      checks = Object.freeze({ ...checks, ...outcomes });
    },
  };
  return withPartitions(kept, partitionsOf(context));
}

function readMade(given: Readonly<Record<string, unknown>>): MadePartitions | null {
  const { partitionKey, partitionKeyRange, partitionWindow } = given;
  const of = 'testContext';
  if (partitionKey !== undefined && partitionKeyRange !== undefined)
    throw problem(of, 'it has both a partitionKey and a partitionKeyRange; leave one of them out.');
  const range = partitionKey === undefined ? partitionKeyRange : { from: partitionKey, to: partitionKey };
  if (range === undefined && partitionWindow === undefined) return null;
  if (range === undefined)
    throw problem(of, "partitionWindow is of a partition; add its key, partitionKey: '2026-01-01'.");
  if (!isRange(range))
    throw partitionKey === undefined
      ? wrong(of, 'partitionKeyRange', { is: "an object { from: '2026-01-01', to: '2026-01-31' }", got: range })
      : wrong(of, 'partitionKey', { is: "a key, such as '2026-01-01'", got: partitionKey });
  return { range: Object.freeze({ ...range }), window: readWindow(partitionWindow, of) };
}

function isRange(range: unknown): range is PartitionKeyRange {
  if (!isRecord(range)) return false;
  return [range['from'], range['to']].every((key) => typeof key === 'string' && key !== '');
}

function readWindow(window: unknown, of: string): MadePartitions['window'] {
  if (window === undefined) return null;
  const { start, end } = isRecord(window) ? window : {};
  if (!isDate(start) || !isDate(end))
    throw wrong(of, 'partitionWindow', { is: 'an object of two dates, { start, end }', got: window });
  return { start: start.getTime(), end: end.getTime() };
}

/** From another realm too, as under jest. */
function isDate(value: unknown): value is Date {
  return Object.prototype.toString.call(value) === '[object Date]';
}

function overriddenSentence(name: string): string {
  return `Metadata ${JSON.stringify(name)} was both added and returned with the result: the returned one stands.`;
}
