// The door of the lineage page: what the editor tells it and what it asks for. JSON only; both ends check what arrives.
import type { AssetKey, AssetNode, AssetStatus, GraphDelta, StatusName, StoredColumn } from '@headwater/graph';

/** Why there is nothing to draw, with the one action that helps. */
export interface EmptyState {
  readonly title: string;
  readonly message: string;
  readonly action?: { readonly label: string; readonly command: string };
}

/** The first rows of a stored value, or the value itself. */
export interface Preview {
  readonly type: 'table' | 'value' | 'binary';
  readonly columns?: readonly { readonly name: string; readonly type: string }[];
  readonly rowCount?: number;
  readonly rows?: readonly (readonly unknown[])[];
  readonly value?: unknown;
}

/** What an asset's materializations were, newest first. */
export interface History {
  readonly entries: readonly HistoryEntry[];
  /** Ask for older ones with this; null when there are none. */
  readonly next: number | null;
  /** How many are older than those that are kept one by one, and when they were. */
  readonly folded: { readonly count: number; readonly first: string; readonly last: string } | null;
}

export interface HistoryEntry {
  readonly seq: number;
  readonly run: string;
  readonly time: string;
  readonly rows?: number;
  readonly bytes?: number;
  readonly durationMs: number;
  readonly env?: string;
  /** The run that had made it; in this one nothing ran. */
  readonly reusedFrom?: string;
  /** Its value is still stored. */
  readonly kept: boolean;
  /** How many checks ran with it, and the names of those that failed. */
  readonly checks: number;
  readonly failedChecks: readonly string[];
  /** Of its metadata. */
  readonly numbers: Readonly<Record<string, number>>;
  readonly columns?: readonly StoredColumn[];
}

/** A status as it is recorded; with `was` the one that would take its place once everything is saved (null: nothing is on the disk yet). */
export interface ShownStatus extends AssetStatus {
  readonly was?: StatusName | null;
}

/** Editor to page. */
export type ToPage =
  /** Which project the page shows. `null` project: nothing to draw, `empty` says why. */
  | {
      readonly type: 'project';
      readonly project: string | null;
      readonly name: string;
      readonly empty: EmptyState | null;
      readonly runnable: boolean;
    }
  | { readonly type: 'graph'; readonly project: string; readonly delta: GraphDelta }
  /** All statuses, or those that changed. */
  | {
      readonly type: 'status';
      readonly project: string;
      readonly full: boolean;
      readonly statuses: readonly ShownStatus[];
    }
  /** How far a running step is. Each message takes the place of the one before. */
  | {
      readonly type: 'progress';
      readonly project: string;
      readonly key: AssetKey;
      /** What it said last, or is about. */
      readonly message: string;
      /** From 0 to 1, where the body tells. */
      readonly fraction?: number;
      /** Which attempt this is, from the second on. */
      readonly attempt?: number;
    }
  | {
      readonly type: 'run';
      readonly project: string;
      readonly run: { readonly id: string; readonly done: number; readonly total: number } | null;
    }
  /** Centre, select and show the details of this asset. `reveal` moves the picture, else it is only highlighted. */
  | { readonly type: 'focus'; readonly project: string; readonly key: AssetKey; readonly reveal: boolean }
  | {
      readonly type: 'preview';
      readonly project: string;
      readonly key: AssetKey;
      readonly preview: Preview | null;
      readonly message: string | null;
    }
  /** The answer to the same question. `message` says why there is none. */
  | {
      readonly type: 'history';
      readonly project: string;
      readonly key: AssetKey;
      readonly before: number | null;
      readonly history: History | null;
      readonly message: string | null;
    };

/** Page to editor. */
export type FromPage =
  | { readonly type: 'ready' }
  /** The page lost a delta: send the whole graph. */
  | { readonly type: 'resync' }
  /** Shows the code of an asset, or of one step of a graph asset. */
  | { readonly type: 'open'; readonly project: string; readonly key: AssetKey; readonly op?: string }
  /** Shows a place in the source, relative to the project; lines and columns count from 1. */
  | {
      readonly type: 'open-place';
      readonly project: string;
      readonly file: string;
      readonly line: number;
      readonly column?: number;
    }
  | { readonly type: 'select'; readonly project: string; readonly key: AssetKey | null }
  | { readonly type: 'preview'; readonly project: string; readonly key: AssetKey }
  /** The newest materializations, or those before the one of that number. */
  | { readonly type: 'history'; readonly project: string; readonly key: AssetKey; readonly before?: number }
  | {
      readonly type: 'materialize';
      readonly project: string;
      readonly keys: readonly AssetKey[];
      readonly widen?: 'upstream' | 'downstream';
    }
  /** Makes what this run did not make. */
  | { readonly type: 'run-from-failure'; readonly project: string; readonly run: string }
  | { readonly type: 'materialize-all'; readonly project: string; readonly staleOnly: boolean }
  | { readonly type: 'cancel'; readonly project: string; readonly run: string }
  | { readonly type: 'command'; readonly command: string }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'error'; readonly message: string };

export type { AssetKey, AssetNode, AssetStatus, GraphDelta };
export { pageHtml, type PageHtmlOptions } from './page-html.ts';
export { STATUS_LABELS, STATUS_SHAPES } from './state/status-looks.ts';
