// What the engine needs of a catalogue of runs: a small interface, so that another store (Postgres) can stand behind it.
import type { AssetKey, StoredFacts } from '@headwater/graph';
import type { OpResult, RunEvent, RunEventBody, StoreChange } from './run-event.ts';
import type { RunStep, RunSummary } from './protocol.ts';

export interface Catalogue {
  /** Sentences about the store a person should see: a damaged file kept aside, a newer store opened read-only. */
  readonly notices: readonly string[];
  /** Set when nothing can be recorded; the sentence says why. */
  readonly readOnly: string | null;
  /** Numbers the event and keeps it. Resolves when it is durable (types of `isDurable`); progress events wait for those before them only. */
  record(run: string, body: RunEventBody): Promise<RunEvent>;
  /** Resolves when it is durable. */
  change(change: StoreChange): Promise<void>;
  /** Latest materialization and failure of each key; `running` is of the runs this process has under way. */
  facts(): StoredFacts;
  /** Newest first. */
  runs(limit: number): readonly RunSummary[];
  run(id: string): RecordedRun | null;
  /** Paths of an asset's values in the default store that are not to be deleted. */
  wantedValues(asset: AssetKey): ReadonlySet<string>;
  /** Folds the journal into the snapshot when there is anything to fold. Called after each run and when idle. */
  checkpoint(): Promise<void>;
  close(): Promise<void>;
}

/** One run, with all that a later run needs to go on from it. */
export interface RecordedRun {
  readonly summary: RunSummary;
  /** What it set out to make. */
  readonly assets: readonly AssetKey[];
  readonly steps: readonly RunStep[];
  /** Of severity `error`. */
  readonly failedChecks: readonly { readonly asset: AssetKey; readonly name: string }[];
  /** What its ops gave, by step. */
  readonly opResults: Readonly<Record<string, OpResult>>;
}
