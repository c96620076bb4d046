// Makes every context that user code is handed; where its words go is the business of the sinks.
import type {
  AssetContext,
  CheckContext,
  FailureContext,
  Log,
  OpContext,
  Previous,
  ResourceContext,
  ResultOptions,
} from './contexts.ts';
import { describeValue } from './describe-value.ts';
import { makeResult } from './make-result.ts';
import type { MetadataValue } from './metadata.ts';
import { withPartitions, type MadePartitions } from './partition-part.ts';
import { wrapMetadata } from './wrap-metadata.ts';

export type LogSink = (level: 'debug' | 'info' | 'warn' | 'error', message: string) => void;

type Metadata = Readonly<Record<string, MetadataValue>>;

interface StepSinks {
  readonly runId: string;
  readonly attempt: number;
  readonly signal: AbortSignal;
  readonly log: LogSink;
}

export interface ContextSinks extends StepSinks {
  readonly key: readonly string[];
  /** Names of a multi-asset's outputs; null: it is none. */
  readonly outputs: readonly string[] | null;
  readonly selected: readonly string[];
  readonly resources: Readonly<Record<string, unknown>>;
  readonly config: unknown;
  readonly previous: Previous | null;
  /** The partitions that are made; absent or null: it is made whole. */
  readonly partitions?: MadePartitions | null;
  readonly metadata: (added: Metadata) => void;
  readonly progress: (fraction: number, message: string | null) => void;
}

export interface OpSinks extends StepSinks {
  readonly metadata: (added: Metadata) => void;
}

export interface CheckSinks extends StepSinks {
  /** Of the materialization that is checked. */
  readonly metadata: Metadata;
  readonly previous: Previous | null;
}

export interface ResourceSinks extends Omit<ResourceContext, 'log'> {
  readonly log: LogSink;
}

export interface FailureSinks extends Omit<FailureContext, 'log'> {
  readonly log: LogSink;
}

export function createContext(sinks: ContextSinks): AssetContext {
  const context: Omit<AssetContext, 'hasPartition'> = {
    ...stepPart(sinks),
    key: Object.freeze([...sinks.key]),
    resources: sinks.resources,
    config: sinks.config,
    selected: Object.freeze([...sinks.selected]),
    previous: sinks.previous,
    addOutputMetadata: metadataMaker(sinks.metadata),
    progress: progressMaker(sinks.progress),
    ...resultMakers(sinks.outputs),
  };
  return withPartitions(context, sinks.partitions ?? null);
}

/** `result` and `materialized`, for one asset or for the outputs of a multi-asset. */
export function resultMakers(outputs: readonly string[] | null): Pick<AssetContext, 'result' | 'materialized'> {
  if (outputs === null) {
    return {
      result: (value: unknown, options?: ResultOptions) =>
        makeResult({ where: 'ctx.result(value, options)', output: null, hasValue: true, value, options }) as never,
      materialized: (options?: ResultOptions) =>
        makeResult({ where: 'ctx.materialized(options)', output: null, hasValue: false, value: undefined, options }),
    };
  }
  // The caller's body is typed by its outputs; a context's own type knows none.
  return {
    result: (output: unknown, value: unknown, options?: unknown) =>
      makeResult({
        where: `ctx.result(${JSON.stringify(output)}, value, options)`,
        output: knownOutput('result', output, outputs),
        hasValue: true,
        value,
        options,
      }),
    materialized: (output: unknown, options?: unknown) =>
      makeResult({
        where: `ctx.materialized(${JSON.stringify(output)}, options)`,
        output: knownOutput('materialized', output, outputs),
        hasValue: false,
        value: undefined,
        options,
      }),
  } as unknown as Pick<AssetContext, 'result' | 'materialized'>;
}

function knownOutput(method: 'result' | 'materialized', output: unknown, outputs: readonly string[]): string {
  if (typeof output === 'string' && outputs.includes(output)) return output;
  const names = outputs.map((name) => `'${name}'`).join(', ');
  throw new TypeError(
    `ctx.${method}: the first argument names an output of this multi-asset (${names}); got ${describeValue(output)}. Declare it in outputs, or name one of these.`,
  );
}

export function createOpContext(sinks: OpSinks): OpContext {
  return Object.freeze({ ...stepPart(sinks), addOutputMetadata: metadataMaker(sinks.metadata) });
}

export function createCheckContext(sinks: CheckSinks): CheckContext {
  return Object.freeze({ ...stepPart(sinks), metadata: sinks.metadata, previous: sinks.previous });
}

export function createResourceContext({ config, runId, env, log }: ResourceSinks): ResourceContext {
  return Object.freeze({ config, runId, env, log: createLog(log) });
}

export function createFailureContext({ runId, asset, attempts, error, log }: FailureSinks): FailureContext {
  return Object.freeze({ runId, asset, attempts, error: Object.freeze({ ...error }), log: createLog(log) });
}

function stepPart({ runId, attempt, signal, log }: StepSinks) {
  return { runId, attempt, signal, log: createLog(log) };
}

function createLog(sink: LogSink): Log {
  // What is logged need not be text when no compiler was asked.
  const at = (level: Parameters<LogSink>[0]) => (message: unknown) => sink(level, String(message));
  return Object.freeze({ debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') });
}

function metadataMaker(sink: (added: Metadata) => void): AssetContext['addOutputMetadata'] {
  return (metadata) => sink(wrapMetadata(metadata, 'ctx.addOutputMetadata'));
}

function progressMaker(sink: ContextSinks['progress']): AssetContext['progress'] {
  return (fraction: unknown, message?: unknown) => {
    if (typeof fraction !== 'number' || Number.isNaN(fraction))
      throw new TypeError(`ctx.progress takes a fraction from 0 to 1, such as 0.5; got ${describeValue(fraction)}.`);
    // Sums of fractions end a hair above 1.
    sink(Math.min(1, Math.max(0, fraction)), message === undefined ? null : String(message));
  };
}
