// What `materialize` resolves to: values typed by the record it was given, errors, metadata, checks and logs.
import type { AnyAsset, MADE_IN, VALUE } from './asset-types.ts';
import {
  DEFINITION,
  type CheckOutcome,
  type Described,
  type ExternalDescription,
  type NodeDescription,
} from './definition.ts';
import type { RawLog, RawNode, RawResult } from './engine.ts';
import type { MetadataValue } from './metadata.ts';

/** What became of a run. `NotMade` is the type of a value that was not selected. */
export interface MaterializeResult<Given, NotMade = never> {
  readonly run: string;
  /** No step failed, and no blocking check of severity `error`. */
  readonly success: boolean;
  /**
   * Value of each asset by its name in the record, of one made in partitions a record of values by partition key; undefined for
   * one that was not selected. Reading the value of one that failed or was skipped throws a sentence that says why.
   */
  readonly values: RecordValues<Given, NotMade>;
  /** The value of one asset, given or upstream of a given one. @throws Error saying why when there is none. */
  value<Value>(asset: AnyAsset<Value> & { readonly [MADE_IN]: undefined }): Value;
  /** Of one made in partitions: a record by partition key. */
  value<Value, Slices>(
    asset: AnyAsset<Value> & { readonly [MADE_IN]: Slices },
  ): unknown extends Slices ? Value | Record<string, Value> : Record<string, Value>;
  /** Of each step that failed. */
  readonly errors: readonly StepFailure[];
  /** Of each materialization, by key. */
  readonly metadata: Readonly<Record<string, Readonly<Record<string, MetadataValue>>>>;
  /** Outcomes by key and name of the check. */
  readonly checks: Readonly<Record<string, Readonly<Record<string, CheckReport>>>>;
  readonly logs: readonly RawLog[];
}

/** How a check came out. */
export interface CheckReport extends CheckOutcome {
  readonly severity: 'warn' | 'error';
  /** Why it could not be carried out, when it threw. */
  readonly message: string | null;
}

/** A step that failed. */
export interface StepFailure {
  readonly key: string;
  readonly message: string;
  readonly stack: string | null;
}

/** Names of assets to their values; what else is in the record has none. */
export type RecordValues<Given, NotMade = never> = {
  readonly [Name in keyof Given as Given[Name] extends AnyAsset ? Name : never]: GivenValue<Given[Name], NotMade>;
};

type GivenValue<Each, NotMade> = Each extends Described<ExternalDescription> & AnyAsset
  ? MadeValue<Each> | undefined
  : Each extends AnyAsset
    ? MadeValue<Each> | NotMade
    : never;

/** Its value, or a record of them by partition key. */
type MadeValue<Asset extends AnyAsset> = [Asset[typeof MADE_IN]] extends [undefined]
  ? Asset[typeof VALUE]
  : unknown extends Asset[typeof MADE_IN]
    ? Asset[typeof VALUE] | Record<string, Asset[typeof VALUE]>
    : Record<string, Asset[typeof VALUE]>;

/** `nodes` are those of the record, by name. */
export function materializeResult(
  raw: RawResult,
  nodes: Readonly<Record<string, Described<NodeDescription>>>,
): MaterializeResult<unknown> {
  const byDefinition = new Map(raw.nodes.map((node) => [node.definition[DEFINITION], node]));
  const find = (definition: Described<NodeDescription>): RawNode | undefined =>
    byDefinition.get(definition[DEFINITION]);
  const values = {};
  for (const [name, definition] of Object.entries(nodes))
    Object.defineProperty(values, name, { enumerable: true, get: () => readable(find(definition)) });
  const materialized = raw.nodes.filter(({ outcome }) => outcome.state === 'materialized');
  const checked = raw.nodes.filter(({ checks }) => checks.length > 0);
  return Object.freeze({
    run: raw.run,
    success: raw.success,
    values: Object.freeze(values),
    value: (asset: AnyAsset): never => {
      const node = find(asset);
      if (node === undefined) throw new Error('This asset was no part of the run; hand it to materialize({ … }).');
      if (node.outcome.state === 'untouched')
        throw new Error(`\`${node.key}\` was not selected, so there is no value; select it, or leave selection out.`);
      // Whoever reads it names the asset that says what type its value has.
      return readable(node) as never;
    },
    errors: Object.freeze(
      raw.nodes.flatMap(({ key, outcome }) =>
        outcome.state === 'failed'
          ? [Object.freeze({ key, message: outcome.error.message, stack: outcome.error.stack })]
          : [],
      ),
    ),
    metadata: Object.freeze(Object.fromEntries(materialized.map(({ key, metadata }) => [key, metadata]))),
    checks: Object.freeze(
      Object.fromEntries(
        checked.map(({ key, checks }) => [
          key,
          Object.freeze(Object.fromEntries(checks.map(({ name, ...report }) => [name, Object.freeze(report)]))),
        ]),
      ),
    ),
    logs: raw.logs,
  });
}

function readable(node: RawNode | undefined): unknown {
  if (node === undefined) return undefined;
  const { key, outcome } = node;
  switch (outcome.state) {
    case 'materialized':
    case 'loaded':
      return outcome.value;
    case 'untouched':
      return undefined;
    case 'failed':
      throw new Error(`\`${key}\` failed, so there is no value: ${outcome.error.message}`);
    case 'skipped':
      throw new Error(`\`${key}\` was not made: ${outcome.reason}`);
  }
}
