// What is told of stored data: a value, what an asset's materializations were, what the store holds and what is deleted of it.
import type { AssetKey, CheckResult, Materialization } from '@headwater/graph';

export interface ShowDocument {
  readonly version: 1;
  readonly key: AssetKey;
  readonly partition?: string;
  /** Of an external asset empty, with the time and version of its last observation. */
  readonly run: string;
  readonly time: string;
  readonly dataVersion: string;
  readonly type: 'table' | 'value' | 'binary';
  readonly columns?: readonly { readonly name: string; readonly type: string }[];
  readonly rowCount?: number;
  /** Cells are JSON; what JSON cannot say is `{ $type: 'Date' | 'bigint' | …, value }`. */
  readonly rows?: readonly (readonly unknown[])[];
  readonly value?: unknown;
}

/** What an asset's materializations were, newest first. */
export interface HistoryDocument {
  readonly version: 1;
  readonly key: AssetKey;
  readonly materializations: readonly HistoryEntry[];
  /** Ask for what is older with `before`; null at the beginning of what is known. */
  readonly next: number | null;
  /** Those that are older than what is kept one by one. */
  readonly folded: { readonly count: number; readonly first: string; readonly last: string } | null;
  /** When its stored data was deleted by `forget`, if nothing was made of it since. */
  readonly forgotten?: string;
}

export interface HistoryEntry extends Omit<Materialization, 'code'> {
  /** Outcomes of the checks that ran with it. */
  readonly checks: readonly CheckResult[];
  /** Whether its value is still stored, and not only told of. */
  readonly kept: boolean;
}

/** What deleting the stored data of a key that is no asset any more does, or did. */
export interface ForgetDocument {
  readonly version: 1;
  readonly key: AssetKey;
  readonly values: number;
  readonly bytes: number;
  /** What was not deleted because another store has it: where it is, in a sentence. */
  readonly left: readonly string[];
}

/** What retention deletes, or did. */
export interface GcDocument {
  readonly version: 1;
  readonly values: { readonly count: number; readonly bytes: number };
  /** Logs and results of steps of runs that are told of no more. */
  readonly leftovers: { readonly count: number; readonly bytes: number };
  /** Materializations and runs folded into counts. */
  readonly folded: { readonly materializations: number; readonly runs: number };
}

/** What the store's folder holds, in bytes. */
export interface StorageDocument {
  readonly version: 1;
  readonly total: number;
  readonly values: number;
  readonly catalogue: number;
  readonly logs: number;
  readonly cache: number;
  /** By key, largest first; orphans too. */
  readonly assets: readonly { readonly key: AssetKey; readonly bytes: number; readonly values: number }[];
}
