// What `materialize` asks of the engine, and what it gets back: the engine stands behind `headwater/engine`.
import type { Described, NodeDescription } from './definition.ts';
import type { MetadataValue } from './metadata.ts';

/** The module `headwater/engine` as `materialize` uses it. */
export interface MaterializeEngine {
  /** Resolves whatever the assets do, and rejects when the run could not be planned: its message is for the user. */
  readonly materializeInProcess: (
    /** Name to definition as `materialize` was given them: nodes (a whole multi-asset by its outputs' names), checks, resources, jobs, definitions. */
    assets: Readonly<Record<string, Described>>,
    options: EngineOptions,
  ) => Promise<RawResult>;
}

/** The options of `materialize`, checked and filled in. */
export interface EngineOptions {
  /** The grammar or the nodes themselves; null: every node given. */
  readonly selection: string | readonly Described<NodeDescription>[] | null;
  /** Name to resource or value; each replaces the one of that name. */
  readonly resources: Readonly<Record<string, unknown>>;
  readonly config: RunConfig;
  readonly env: string | null;
  readonly store: 'memory' | 'project';
  readonly signal: AbortSignal | null;
  readonly concurrency: number | null;
  /** Of partitioned assets: a key, or a range `from..to`; null: none is named. */
  readonly partitionKey: string | null;
}

/** Configuration of a run: of assets by key, of resources by name. */
export interface RunConfig {
  readonly assets?: Readonly<Record<string, unknown>>;
  readonly resources?: Readonly<Record<string, unknown>>;
}

export interface RawResult {
  readonly run: string;
  /** As of a run: no step failed, and no blocking check of severity `error`. */
  readonly success: boolean;
  /** Every node that was given, and each upstream the run came to know. */
  readonly nodes: readonly RawNode[];
  readonly logs: readonly RawLog[];
}

/** What became of one node. */
export interface RawNode {
  readonly definition: Described<NodeDescription>;
  /** As it is printed: segments joined by slashes. */
  readonly key: string;
  readonly outcome:
    | { readonly state: 'materialized'; readonly value: unknown }
    /** Not selected or external: its value was loaded for others. */
    | { readonly state: 'loaded'; readonly value: unknown }
    | { readonly state: 'failed'; readonly error: { readonly message: string; readonly stack: string | null } }
    /** Skipped or cancelled: why, as a sentence. */
    | { readonly state: 'skipped'; readonly reason: string }
    /** Not selected, and nobody asked for its value. */
    | { readonly state: 'untouched' };
  /** Of the materialization; empty when there was none. */
  readonly metadata: Readonly<Record<string, MetadataValue>>;
  readonly checks: readonly RawCheck[];
}

export interface RawCheck {
  readonly name: string;
  readonly passed: boolean;
  readonly severity: 'warn' | 'error';
  readonly metadata: Readonly<Record<string, MetadataValue>>;
  /** Why it could not be carried out, when it threw. */
  readonly message: string | null;
}

export interface RawLog {
  /** Key of the asset; null: the run itself. */
  readonly asset: string | null;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
}
