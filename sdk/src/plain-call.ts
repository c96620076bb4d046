// A plain call of a definition, as in a unit test: the inputs it needs, the context it gets, the value it gives.
import type { AssetContext, CallContext } from './contexts.ts';
import { createContext, resultMakers } from './create-context.ts';
import type { ResultDescription, StepFacts } from './definition.ts';
import { isHandedOut } from './handed-out.ts';
import { partitionsOf, withPartitions } from './partition-part.ts';
import { readResult } from './read-result.ts';

/** Under it a test context hears what the body said with its result. */
export const HEARS: unique symbol = Symbol.for('headwater.hears') as never;

interface Called extends Pick<StepFacts, 'resources' | 'config'> {
  readonly key?: readonly string[] | null;
  /** Names of a multi-asset's outputs; null: it is none. */
  readonly outputs: readonly string[] | null;
  readonly selected: readonly string[];
}

/** A new one for each call. What was handed in stands; what it cannot know comes from the definition. */
export function callContext(given: CallContext | undefined, called: Called): AssetContext {
  refuseMissing(given, called);
  const key = called.key ?? [];
  if (given === undefined) return silentContext({ key, outputs: called.outputs, selected: called.selected });
  return withPartitions(
    {
      ...given,
      key: given.key.length > 0 ? given.key : key,
      selected: given.selected.length > 0 ? given.selected : called.selected,
      ...resultMakers(called.outputs),
    },
    partitionsOf(given),
  );
}

function silentContext(of: Pick<Called, 'outputs' | 'selected'> & { readonly key: readonly string[] }): AssetContext {
  const silent = (): void => {};
  return createContext({
    ...of,
    runId: 'test',
    attempt: 1,
    signal: new AbortController().signal,
    resources: Object.freeze({}),
    config: undefined,
    previous: null,
    log: silent,
    metadata: silent,
    progress: silent,
  });
}

/** A call without the compiler's help may leave out what the body works with; it would fail later and less clearly. */
function refuseMissing(given: CallContext | undefined, { resources, config }: Called): void {
  const there: Readonly<Record<string, unknown>> = given?.resources ?? {};
  const missing = Object.keys(resources).filter((name) => there[name] === undefined);
  if (missing.length > 0)
    throw new TypeError(
      `This asset needs its resources: call it with testContext({ resources: { ${Object.keys(resources).join(', ')} } }). Missing: ${missing.join(', ')}.`,
    );
  if (config !== null && given?.config === undefined)
    throw new TypeError('This asset needs its configuration: call it with testContext({ config: { … } }).');
}

/** The same for the inputs. */
export function givenInputs(
  inputs: unknown,
  { inputs: declared }: Pick<StepFacts, 'inputs'>,
): Readonly<Record<string, unknown>> {
  const names = Object.keys(declared);
  const given = typeof inputs === 'object' && inputs !== null ? (inputs as Readonly<Record<string, unknown>>) : {};
  const missing = names.filter((name) => given[name] === undefined);
  if (missing.length > 0)
    throw new TypeError(
      `This asset needs its inputs: call it with { ${names.join(', ')} }. Missing: ${missing.join(', ')}.`,
    );
  return given;
}

/** What downstream would get. */
export function plainValue(returned: unknown, given: CallContext | undefined): unknown {
  const result = readResult(returned);
  if (result === null) return loaded(returned);
  tell(result, given);
  return loaded(result.value);
}

/** A test context keeps the metadata and checks that come with a result. */
export function tell(result: ResultDescription, given: CallContext | undefined): void {
  (given as { readonly [HEARS]?: (result: ResultDescription) => void } | undefined)?.[HEARS]?.(result);
}

/** Rows that are handed out one by one are loaded as an array. */
export function loaded(value: unknown): unknown {
  return isHandedOut(value) ? allOf(value) : value;
}

async function allOf(rows: AsyncIterable<unknown> | Iterable<unknown>): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const row of rows) all.push(row);
  return all;
}
