// Makes multi-assets: one body that makes several assets.
import type {
  AnyAsset,
  CallArguments,
  ConfigValue,
  Loads,
  LOADS,
  MADE_IN,
  Needs,
  ResourceRecord,
  ResourceValues,
  StepOptions,
  VALUE,
  WithPartition,
} from './asset-types.ts';
import type { Backfill } from './backfill-option.ts';
import type { AssetContext, CallContext, Result } from './contexts.ts';
import { DEFINITION, type Described, type MultiDescription, type OutputDescription } from './definition.ts';
import { optionsAndBody } from './define-asset.ts';
import { describeValue } from './describe-value.ts';
import { isRecord } from './described.ts';
import type { InputAssets, InputValues } from './input-values.ts';
import { readKey } from './key-option.ts';
import { readFlag } from './node-options.ts';
import { problem, refuseUnknown, wrong } from './option-problem.ts';
import { isOutputSpec, OUTPUT, type OutputSpec } from './output.ts';
import { callContext, givenInputs, loaded, tell } from './plain-call.ts';
import { readResult } from './read-result.ts';
import type { StandardSchema } from './standard-schema.ts';
import { readStepFacts, STEP_OPTIONS } from './step-options.ts';

/** An asset that a multi-asset makes. Called, it runs the body until this output is yielded and gives its value. */
export interface Output<
  Value,
  Inputs = undefined,
  Needs = undefined,
  Slices = undefined,
  Returned = Value,
> extends AnyAsset<Value> {
  readonly [DEFINITION]: OutputDescription;
  readonly [LOADS]: Loads<Value>;
  readonly [MADE_IN]: Slices;
  (...args: CallArguments<Inputs, Needs>): Promise<Returned>;
}

/** Output names to what is declared of them. */
export type OutputRecord = Readonly<Record<string, OutputSpec<unknown>>>;

/** Its outputs by name. */
export type MultiAsset<
  Outputs extends OutputRecord,
  Inputs = undefined,
  Needs = undefined,
  Slices = undefined,
  Ranged = undefined,
> = {
  readonly [Name in keyof Outputs]: Output<
    OutputValue<Outputs[Name]>,
    Inputs,
    Needs,
    Slices,
    Several<OutputValue<Outputs[Name]>, Ranged>
  >;
} & Described<MultiDescription>;

/** Output names to the types of their values. */
export type OutputValues<Outputs extends OutputRecord, Ranged = undefined> = {
  readonly [Name in keyof Outputs]: Several<OutputValue<Outputs[Name]>, Ranged>;
};

/** With `backfill` a record of values by partition key. */
type Several<Value, Ranged> = [Ranged] extends [undefined] ? Value : Readonly<Record<string, Value>>;

export type OutputValue<Spec extends OutputSpec<unknown>> = Spec[typeof VALUE];

/** What a multi-asset's body yields. */
export type Yielded<Outputs extends OutputRecord> = Result<unknown, keyof Outputs & string>;

/** What can be said of a multi-asset beside its body. */
export interface MultiAssetOptions<
  Outputs extends OutputRecord,
  Inputs extends InputAssets | undefined = undefined,
  Resources extends ResourceRecord | undefined = undefined,
  Config extends StandardSchema | undefined = undefined,
  Slices = unknown,
  Ranged extends Backfill | undefined = Backfill | undefined,
> extends StepOptions<Inputs, Resources, Config, Slices, Ranged> {
  /** The assets it makes, by name. */
  readonly outputs: Outputs;
  /** It can make some without the others: `ctx.selected` says which. Otherwise all of them are made together. */
  readonly canSubset?: boolean;
}

type MultiContext<Outputs extends OutputRecord, Resources, Config, Slices, Ranged> = WithPartition<
  AssetContext<ResourceValues<Resources>, ConfigValue<Config>, OutputValues<Outputs, Ranged>>,
  Slices,
  Ranged
>;

/** Without `inputs` a body takes the context, with them their values first. */
export type MultiBody<
  Outputs extends OutputRecord,
  Inputs extends InputAssets | undefined,
  Context,
  Slices = undefined,
  Ranged = undefined,
> = [Inputs] extends [InputAssets]
  ? (inputs: InputValues<Inputs, Slices, Ranged>, ctx: Context) => Yields<Outputs>
  : (ctx: Context) => Yields<Outputs>;

type Yields<Outputs extends OutputRecord> = AsyncIterable<Yielded<Outputs>> | Iterable<Yielded<Outputs>>;

/**
 * Defines several assets that one body makes, for instance of one answer of an API. The body is an async generator; each result
 * it yields is recorded at once, so that what was made before a failure stays made.
 *
 * @throws TypeError when an option is unknown or wrong, naming it and what to write instead.
 * @example
 * ```ts
 * import { asset, multiAsset, output } from 'headwater';
 *
 * interface User {
 *   readonly id: number;
 * }
 *
 * export const { users, posts } = multiAsset(
 *   { outputs: { users: output<User[]>({ group: 'raw' }), posts: output<string[]>({ kinds: ['text'] }) }, retry: 3 },
 *   async function* (ctx) {
 *     const response = await fetch('https://api.example/all', { signal: ctx.signal });
 *     const all = (await response.json()) as { users: User[]; posts: string[] };
 *     yield ctx.result('users', all.users, { metadata: { users: all.users.length } });
 *     yield ctx.result('posts', all.posts);
 *   },
 * );
 *
 * export const firstUser = asset({ inputs: { users } }, ({ users }) => users[0] ?? null);
 * ```
 */
export function multiAsset<
  Outputs extends OutputRecord,
  Inputs extends InputAssets | undefined = undefined,
  Resources extends ResourceRecord | undefined = undefined,
  Config extends StandardSchema | undefined = undefined,
  Slices = undefined,
  Ranged extends Backfill | undefined = undefined,
>(
  options: MultiAssetOptions<Outputs, Inputs, Resources, Config, Slices, Ranged>,
  body: MultiBody<Outputs, Inputs, MultiContext<Outputs, Resources, Config, Slices, Ranged>, Slices, Ranged>,
): MultiAsset<Outputs, InputValues<Inputs, Slices, Ranged>, Needs<Resources, Config>, Slices, Ranged>;
export function multiAsset(...args: readonly unknown[]): unknown {
  const of = 'multiAsset';
  const { options, body } = optionsAndBody(args.length === 1 ? [{}, args[0]] : args, of);
  refuseUnknown(options, { of, known: ['outputs', 'canSubset', ...STEP_OPTIONS] });
  const specs = readOutputs(options['outputs'], of);
  const takesInputs = options['inputs'] !== undefined;
  const outputs: Record<string, Described<OutputDescription>> = {};
  const run: MultiDescription['run'] = (inputs, ctx) => yielded(takesInputs ? body(inputs, ctx) : body(ctx));
  const description: MultiDescription = Object.freeze({
    type: 'multi',
    ...readStepFacts(options, of),
    canSubset: readFlag(options['canSubset'], { of, option: 'canSubset' }),
    outputs,
    run,
  });
  // The outputs name the description that names them, so they come after it.
  for (const [name, spec] of specs) outputs[name] = makeOutput({ name, spec, multi: description, takesInputs });
  Object.freeze(outputs);
  return Object.freeze({ ...outputs, [DEFINITION]: description });
}

function readOutputs(outputs: unknown, of: string): readonly (readonly [string, OutputSpec<unknown>])[] {
  if (!isRecord(outputs))
    throw wrong(of, 'outputs', { is: 'an object of outputs, such as { users: output<User[]>() }', got: outputs });
  const entries = Object.entries(outputs);
  if (entries.length === 0) throw problem(of, 'outputs is empty; declare at least one: { users: output<User[]>() }.');
  return entries.map(([name, spec]) => {
    const called = `output ${JSON.stringify(name)}`;
    if (!isOutputSpec(spec)) throw problem(of, `${called} is ${describeValue(spec)}; declare it with output<Value>().`);
    // Without a key of its own it may be known by its name.
    readKey(name, `${of}: ${called}`);
    return [name, spec] as const;
  });
}

async function* yielded(returned: unknown): AsyncGenerator<unknown> {
  if (typeof returned === 'object' && returned !== null) {
    if (Symbol.asyncIterator in returned || Symbol.iterator in returned) {
      yield* returned as AsyncIterable<unknown> | Iterable<unknown>;
      return;
    }
  }
  throw new TypeError(
    `The body of a multi-asset yields its results: write it as async function* (ctx) { yield ctx.result(…); }. It returned ${describeValue(returned)}.`,
  );
}

function makeOutput({
  name,
  spec,
  multi,
  takesInputs,
}: {
  readonly name: string;
  readonly spec: OutputSpec<unknown>;
  readonly multi: MultiDescription;
  readonly takesInputs: boolean;
}): Described<OutputDescription> {
  const description: OutputDescription = Object.freeze({ type: 'output', ...spec[OUTPUT], name, multi: () => multi });
  const run = (inputs: unknown, given: CallContext | undefined): Promise<unknown> =>
    valueOfOutput({ name, multi, inputs, given });
  const call = takesInputs
    ? (inputs?: unknown, ctx?: CallContext) => run(inputs, ctx)
    : (ctx?: CallContext) => run({}, ctx);
  return Object.freeze(Object.assign(call, { [DEFINITION]: description }));
}

async function valueOfOutput({
  name,
  multi,
  inputs,
  given,
}: {
  readonly name: string;
  readonly multi: MultiDescription;
  readonly inputs: unknown;
  readonly given: CallContext | undefined;
}): Promise<unknown> {
  const outputs = Object.keys(multi.outputs);
  const ready = givenInputs(inputs, multi);
  const first = Object.values(multi.outputs)[0]?.[DEFINITION];
  const ctx = callContext(given, {
    key: first?.key ?? null,
    resources: multi.resources,
    config: multi.config,
    outputs,
    selected: multi.canSubset ? [name] : outputs,
  });
  for await (const item of multi.run(ready, ctx)) {
    const result = readResult(item);
    if (result === null)
      throw new TypeError(
        `The body of a multi-asset yields ctx.result(output, value) or ctx.materialized(output); it yielded ${describeValue(item)}.`,
      );
    if (result.output !== name) continue;
    tell(result, given);
    return loaded(result.value);
  }
  throw new Error(`The body ended and did not yield ${JSON.stringify(name)}; yield ctx.result('${name}', value).`);
}
