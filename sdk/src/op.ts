// Makes ops: the steps of graph assets.
import { createOpContext } from './create-context.ts';
import type { OpContext } from './contexts.ts';
import { DEFINITION, type Described, type OpDescription } from './definition.ts';
import { optionsAndBody } from './define-asset.ts';
import { engineHooks } from './hooks.ts';
import { readName } from './node-options.ts';
import { refuseUnknown } from './option-problem.ts';
import { readDuration, type Duration } from './quantities.ts';
import { readRetry } from './step-options.ts';
import type { Retry } from './asset-types.ts';

/** A step: an async function that a graph asset's body calls with everything but the context. */
export interface Op<Args extends readonly unknown[], Value> extends Described<OpDescription> {
  (...args: Args): Promise<Value>;
}

/** What can be said of an op beside its body. */
export interface OpOptions {
  /** What its steps are called; the const's name unless given. */
  readonly name?: string;
  /** Runs the step again when it throws, without the steps before it. */
  readonly retry?: Retry;
  /** How long one attempt may take: `'30m'`, or milliseconds. */
  readonly timeout?: Duration;
}

/**
 * Defines an op: a step that any number of graph assets may use. Its body takes a context first and then what it is called with.
 *
 * In a graph asset's run a call is a step with a log, a result and attempts of its own. Anywhere else it just runs.
 *
 * @throws TypeError when `body` is not a function.
 * @example
 * ```ts
 * import { op } from 'headwater';
 *
 * export const parse = op((ctx, text: string) => {
 *   ctx.log.info(`${text.length} characters`);
 *   return text.split('\n');
 * });
 *
 * // In a unit test:
 * const lines: string[] = await parse('a\nb');
 * ```
 */
export function op<Args extends readonly unknown[], Returned>(
  body: (ctx: OpContext, ...args: Args) => Returned,
): Op<Args, Awaited<Returned>>;
/**
 * Defines an op with options.
 *
 * @throws TypeError when an option is unknown or wrong, naming it and what to write instead.
 * @example
 * ```ts
 * import { op } from 'headwater';
 *
 * export const download = op({ retry: { maxRetries: 3, delay: '1s' }, timeout: '1m' }, async (ctx, url: string) =>
 *   (await fetch(url, { signal: ctx.signal })).text(),
 * );
 * ```
 */
export function op<Args extends readonly unknown[], Returned>(
  options: OpOptions,
  body: (ctx: OpContext, ...args: Args) => Returned,
): Op<Args, Awaited<Returned>>;
export function op(...args: readonly unknown[]): Op<readonly unknown[], unknown> {
  const { options, body } = optionsAndBody(args, 'op');
  refuseUnknown(options, { of: 'op', known: ['name', 'retry', 'timeout'] });
  const description: OpDescription = Object.freeze({
    type: 'op',
    name: readName(options['name'], { of: 'op', option: 'name' }),
    retry: readRetry(options['retry'], 'op'),
    timeoutMs: readDuration(options['timeout'], { of: 'op', option: 'timeout', least: 1 }),
    // The function itself: an op without a better name has the function's.
    run: body,
  });
  const made: Op<readonly unknown[], unknown> = Object.freeze(
    Object.assign(
      (...given: readonly unknown[]) => engineHooks().callOp?.(made, given) ?? plainRun(description, given),
      { [DEFINITION]: description },
    ),
  );
  return made;
}

async function plainRun({ run }: OpDescription, args: readonly unknown[]): Promise<unknown> {
  const silent = (): void => {};
  const ctx = createOpContext({
    runId: 'test',
    attempt: 1,
    signal: new AbortController().signal,
    log: silent,
    metadata: silent,
  });
  return run(ctx, ...args);
}
