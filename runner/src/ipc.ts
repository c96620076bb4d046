// What host and worker say to each other: one step at a time.
import type { AssetKey, Metadata } from '@headwater/graph';
import type { LogLevel, StepError } from './run-event.ts';

/** Where a key's definition stands in the bundle. */
export interface Binding {
  readonly asset: AssetKey;
  /** The bundle's export that holds the declaring module. */
  readonly module: string;
  readonly exportName: string;
}

export interface StepTask {
  readonly run: string;
  readonly asset: AssetKey;
  readonly bundle: string;
  /** Of this asset and of everything upstream that it names. */
  readonly bindings: readonly Binding[];
  readonly inputs: Readonly<Record<string, AssetKey>>;
  readonly deps: readonly AssetKey[];
  /** Stored value of each input's key, relative to the store's folder. */
  readonly paths: Readonly<Record<AssetKey, string>>;
  /** Absolute. */
  readonly project: string;
  readonly store: string;
}

export type ToWorker = { readonly type: 'step'; readonly task: StepTask } | { readonly type: 'abort' };

export interface StepResult {
  /** Null: the body returned nothing, it stored its data itself. */
  readonly stored: {
    readonly rows?: number;
    readonly bytes?: number;
    readonly path?: string;
    readonly dataVersion?: string;
  } | null;
  readonly metadata: Metadata;
  readonly durationMs: number;
}

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'log'; readonly level: LogLevel; readonly message: string }
  | { readonly type: 'metadata'; readonly metadata: Metadata }
  | { readonly type: 'done'; readonly result: StepResult }
  | { readonly type: 'failed'; readonly error: StepError };
