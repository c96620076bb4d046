// What `asset` and `graphAsset` have in common: options checked, a frozen description, a function to call.
import type { AnyAsset } from './asset-types.ts';
import type { AssetContext, CallContext } from './contexts.ts';
import { DEFINITION, type AssetDescription } from './definition.ts';
import { describeValue } from './describe-value.ts';
import { isRecord } from './described.ts';
import { NODE_OPTIONS, readNodeFacts } from './node-options.ts';
import { problem, refuseUnknown } from './option-problem.ts';
import { callContext, givenInputs, plainValue } from './plain-call.ts';
import { readStepFacts, STEP_OPTIONS } from './step-options.ts';

type Run = (...args: readonly unknown[]) => unknown;

const ASSET_OPTIONS = [
  'inputs',
  'deps',
  ...NODE_OPTIONS,
  ...STEP_OPTIONS.filter((each) => !/^(inputs|deps)$/.test(each)),
];

export function defineAsset(
  args: readonly unknown[],
  { type, of }: { readonly type: AssetDescription['type']; readonly of: string },
): AnyAsset {
  const { options, body } = optionsAndBody(args, of);
  refuseUnknown(options, { of, known: ASSET_OPTIONS });
  const takesInputs = options['inputs'] !== undefined;
  const run: AssetDescription['run'] = takesInputs ? (inputs, ctx) => body(inputs, ctx) : (_inputs, ctx) => body(ctx);
  const description: AssetDescription = Object.freeze({
    type,
    ...readNodeFacts(options, of),
    ...readStepFacts(options, of),
    run,
  });
  const runPlainly = async (inputs: unknown, given: CallContext | undefined): Promise<unknown> => {
    const ready = givenInputs(inputs, description);
    const ctx: AssetContext = callContext(given, { ...description, outputs: null, selected: [] });
    return plainValue(await run(ready, ctx), given);
  };
  const call = takesInputs
    ? (inputs?: unknown, ctx?: CallContext) => runPlainly(inputs, ctx)
    : (ctx?: CallContext) => runPlainly({}, ctx);
  // VALUE and LOADS are there for the compiler alone.
  return Object.freeze(Object.assign(call, { [DEFINITION]: description })) as unknown as AnyAsset;
}

/** `(body)` or `(options, body)`. @throws TypeError when it is neither. */
export function optionsAndBody(
  args: readonly unknown[],
  of: string,
): { readonly options: Readonly<Record<string, unknown>>; readonly body: Run } {
  const [options, body] = args.length === 1 ? [{}, args[0]] : args;
  if (!isRecord(options))
    throw problem(of, `the first of two arguments holds the options, an object; got ${describeValue(options)}.`);
  if (!isRun(body)) throw problem(of, `the body is a function, and comes last; got ${describeValue(body)}.`);
  return { options, body };
}

export function isRun(value: unknown): value is Run {
  return typeof value === 'function';
}
