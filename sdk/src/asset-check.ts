// Makes checks that stand apart from their asset and run on its stored value.
import type { AnyAsset } from './asset-types.ts';
import type { CheckContext, CheckResultInput } from './contexts.ts';
import { createCheckContext } from './create-context.ts';
import { DEFINITION, type CheckDescription, type CheckOutcome, type Described } from './definition.ts';
import { optionsAndBody } from './define-asset.ts';
import { readFlag, readName, readSeverity } from './node-options.ts';
import { problem, refuseUnknown } from './option-problem.ts';
import { readCheckResult } from './read-check-result.ts';
import { readNode, readNodes } from './upstream-options.ts';

/** A check. Called, as in a unit test, it tells how it comes out for a value. */
export interface AssetCheck<Value> extends Described<CheckDescription> {
  (value: Value, ctx?: CheckContext): Promise<CheckOutcome>;
}

/** What can be said of a check beside its function. */
export interface AssetCheckOptions {
  /** Its name; the const's name unless given. */
  readonly name?: string;
  /** A failure of severity `error` stops what is downstream, in the same run. */
  readonly blocking?: boolean;
  /** A failure stops only these, and what follows from them; says `blocking` too. */
  readonly blocks?: readonly AnyAsset[];
  /** How bad a failure is; `error` unless given. An outcome may say otherwise. */
  readonly severity?: 'warn' | 'error';
}

/** What a check is handed: the value as stored; undefined when the asset keeps its data itself. */
export type CheckedValue<Checked> =
  Checked extends AnyAsset<infer Value>
    ? [Value] extends [void]
      ? undefined
      : Exclude<Value, undefined | void>
    : never;

/** Lets an outcome pass, and answers one with other fields with a sentence. */
export type OutcomeOnly<Returned> =
  Exclude<FieldsOf<Returned>, 'passed' | 'severity' | 'metadata'> extends never
    ? unknown
    : 'An outcome has no other fields than passed, severity and metadata';

type FieldsOf<Returned> = Returned extends boolean ? never : keyof Returned;

/**
 * Defines a check of an asset: a function of its stored value that runs each time the asset is materialized.
 *
 * It returns true or false, or `{ passed, metadata, severity }`. One that throws has failed.
 *
 * @throws TypeError when what is checked is no asset.
 * @example
 * ```ts
 * import { asset, assetCheck } from 'headwater';
 *
 * export const orders = asset(() => [{ id: 1, amount: 10 }]);
 * export const amountsArePositive = assetCheck(orders, (orders) => orders.every(({ amount }) => amount > 0));
 * ```
 */
export function assetCheck<Checked extends AnyAsset, Returned extends CheckResultInput>(
  checked: Checked,
  check: ((value: CheckedValue<Checked>, ctx: CheckContext) => Returned | Promise<Returned>) & OutcomeOnly<Returned>,
): AssetCheck<CheckedValue<Checked>>;
/**
 * Defines a check with options: whether a failure stops what is downstream, and how bad it is.
 *
 * @throws TypeError when an option is unknown or wrong, naming it and what to write instead.
 * @example
 * ```ts
 * import { asset, assetCheck } from 'headwater';
 *
 * export const orders = asset(() => [{ id: 1, amount: 10 }]);
 * export const notFewer = assetCheck(orders, { blocking: true, severity: 'warn' }, (orders, { previous }) => {
 *   const before = previous?.metadata['rows']?.value;
 *   return {
 *     passed: typeof before !== 'number' || orders.length >= before,
 *     metadata: { rows: orders.length },
 *   };
 * });
 * ```
 */
export function assetCheck<Checked extends AnyAsset, Returned extends CheckResultInput>(
  checked: Checked,
  options: AssetCheckOptions,
  check: ((value: CheckedValue<Checked>, ctx: CheckContext) => Returned | Promise<Returned>) & OutcomeOnly<Returned>,
): AssetCheck<CheckedValue<Checked>>;
export function assetCheck(checked: unknown, ...args: readonly unknown[]): AssetCheck<unknown> {
  const of = 'assetCheck';
  const asset = readNode(checked, { of, what: 'the first argument' });
  const { options, body } = optionsAndBody(args, of);
  refuseUnknown(options, { of, known: ['name', 'blocking', 'blocks', 'severity'] });
  const blocks = options['blocks'] === undefined ? null : readNodes(options['blocks'], { of, option: 'blocks' });
  if (blocks !== null && options['blocking'] === false)
    throw problem(
      of,
      'blocks says what a failure stops, and blocking: false that it stops nothing; leave one of them out.',
    );
  const description: CheckDescription = Object.freeze({
    type: 'check',
    asset,
    name: readName(options['name'], { of, option: 'name' }),
    blocking: blocks !== null || readFlag(options['blocking'], { of, option: 'blocking' }),
    blocks,
    severity: readSeverity(options['severity'], { of, option: 'severity' }),
    run: body,
  });
  const where = description.name === null ? 'this check' : `check ${JSON.stringify(description.name)}`;
  const call = async (value: unknown, ctx?: CheckContext): Promise<CheckOutcome> =>
    readCheckResult(await body(value, ctx ?? silentContext()), where);
  return Object.freeze(Object.assign(call, { [DEFINITION]: description }));
}

function silentContext(): CheckContext {
  return createCheckContext({
    runId: 'test',
    attempt: 1,
    signal: new AbortController().signal,
    log: () => {},
    metadata: Object.freeze({}),
    previous: null,
  });
}
