// The door of the lineage page: what the editor tells it and what it asks for. JSON only; both ends check what arrives.
import type {
  AssetKey,
  AssetNode,
  AssetStatus,
  ConditionEvaluation,
  FreshnessState,
  GraphDelta,
  GraphDiff,
  NamedSelections,
  StatusName,
  StoredColumn,
} from '@headwater/graph';
import type { Order } from './deeds.ts';

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

/** How an asset runs by itself, and how old it may be. */
export interface AutomationFact {
  readonly key: AssetKey;
  /** As it is written; null: it has a freshness policy only. */
  readonly condition: string | null;
  /** When a cron in it ticks next, ISO 8601. */
  readonly next: string | null;
  /** How it came out last, in a sentence. */
  readonly decision: string | null;
  readonly freshness: { readonly state: FreshnessState; readonly message: string } | null;
}

/** A status as it is recorded; with `was` the one that would take its place once everything is saved (null: nothing is on the disk yet). */
export interface ShownStatus extends AssetStatus {
  readonly was?: StatusName | null;
}

/** A project of the window that the page can show. */
export interface ProjectChoice {
  readonly project: string;
  /** Tells it apart from the others. */
  readonly name: string;
  /** What asks for a person, `2 failed, 3 stale`; empty where nothing does, or nothing is known. */
  readonly words: string;
  /** It is the one that is shown. */
  readonly shown: boolean;
}

/** A drawing that stays sharp, or pixels. */
export type ExportFormat = 'svg' | 'png';

/** Editor to page. */
export type ToPage =
  /** Which project the page shows. `null` project: nothing to draw, `empty` says why. */
  | {
      readonly type: 'project';
      readonly project: string | null;
      readonly name: string;
      readonly empty: EmptyState | null;
      readonly runnable: boolean;
      /** There is a cursor elsewhere that leads the page; absent: there is. */
      readonly cursor?: boolean;
      /** Errors in its code: what stands there may be missing from the graph. */
      readonly errors?: number;
      /** What `job:`, `schedule:` and `sensor:` of a filter can name. */
      readonly named?: NamedSelections;
      /** All there are, where there are several. */
      readonly projects?: readonly ProjectChoice[];
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
  | {
      readonly type: 'focus';
      readonly project: string;
      readonly key: AssetKey;
      readonly reveal: boolean;
      /** It may have been told before: a page that knows it already stays as its person left it. */
      readonly again?: boolean;
    }
  /** Selects an asset and brings it into the picture, because it was selected elsewhere: the keyboard stays where it is. */
  | { readonly type: 'select'; readonly project: string; readonly key: AssetKey }
  | {
      readonly type: 'preview';
      readonly project: string;
      readonly key: AssetKey;
      readonly preview: Preview | null;
      readonly message: string | null;
    }
  /** What runs by itself, and whether it does now: each takes the place of the one before. */
  | {
      readonly type: 'automation';
      readonly project: string;
      readonly on: boolean;
      readonly assets: readonly AutomationFact[];
    }
  /** The answer to the same question. `message` says why there is no evaluation. */
  | {
      readonly type: 'why';
      readonly project: string;
      readonly key: AssetKey;
      readonly evaluation: ConditionEvaluation | null;
      readonly message: string | null;
    }
  /** What changed since the base, while the page wants to know it: each takes the place of the one before. */
  | {
      readonly type: 'diff';
      readonly project: string;
      /** Its `problem` says why there is nothing to compare with. */
      readonly diff: GraphDiff;
      /** The editor can show a file as it was in the base. */
      readonly opensBase: boolean;
    }
  /** Shows what changed, or the plain picture again. */
  | { readonly type: 'show-changes'; readonly project: string; readonly on: boolean }
  /** Does what an entry of the page's context menu says, for what the menu was about. */
  | ({ readonly type: 'do'; readonly project: string } & Order)
  /** Asks for the whole picture as a file. */
  | { readonly type: 'export'; readonly project: string; readonly format: ExportFormat }
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
  /** Shows another project of the window. */
  | { readonly type: 'show-project'; readonly project: string }
  /** Shows an asset that another project declares in that project. */
  | { readonly type: 'show-foreign'; readonly project: string; readonly key: AssetKey }
  /** The page stays where it is although the cursor moves on, or follows it again. */
  | { readonly type: 'pin'; readonly project: string; readonly pinned: boolean }
  | { readonly type: 'preview'; readonly project: string; readonly key: AssetKey }
  /** The newest materializations, or those before the one of that number. */
  | { readonly type: 'history'; readonly project: string; readonly key: AssetKey; readonly before?: number }
  /** Why an asset was asked for at the last tick, or was not. */
  | { readonly type: 'why'; readonly project: string; readonly key: AssetKey }
  /** Switches the project's automation on or off. */
  | { readonly type: 'switch-automation'; readonly project: string }
  | {
      readonly type: 'materialize';
      readonly project: string;
      readonly keys: readonly AssetKey[];
      readonly widen?: 'upstream' | 'downstream';
    }
  /** The page wants to know what changed since the base, from now on, or no more. */
  | { readonly type: 'diff'; readonly project: string; readonly on: boolean }
  /** A person wants to choose another base; with `base` they have. */
  | { readonly type: 'choose-base'; readonly project: string; readonly base?: string }
  /** Shows what changed in the file of an asset, or a removed one as it was. */
  | { readonly type: 'open-changes'; readonly project: string; readonly key: AssetKey }
  /** Makes what this run did not make. */
  | { readonly type: 'run-from-failure'; readonly project: string; readonly run: string }
  | { readonly type: 'materialize-all'; readonly project: string; readonly staleOnly: boolean }
  | { readonly type: 'cancel'; readonly project: string; readonly run: string }
  | { readonly type: 'command'; readonly command: string }
  | { readonly type: 'copy'; readonly text: string }
  /** Where one looks, for the next page in the same place; only a page can read it. */
  | { readonly type: 'save'; readonly saved: unknown }
  /** The person wants the picture as a file, and has not said as which. */
  | { readonly type: 'ask-export' }
  /** The picture that was asked for: SVG, or a PNG in base64; null where `note` says why there is none. */
  | {
      readonly type: 'export';
      readonly project: string;
      readonly format: ExportFormat;
      readonly data: string | null;
      /** What is special about it. */
      readonly note: string | null;
    }
  | { readonly type: 'error'; readonly message: string };

export type { AssetKey, AssetNode, AssetStatus, GraphDelta };
export { DEEDS, type Deed, type Order } from './deeds.ts';
export type { BrowserAnswer, BrowserRequest } from './browser-protocol.ts';
export { automationFact } from './automation-fact.ts';
export { largeRun } from './large-run.ts';
export { leftUndone } from './left-undone.ts';
export { pageHistory } from './page-history.ts';
export { pageHtml, type PageHtmlOptions } from './page-html.ts';
export { readPageMessage } from './read-page-message.ts';
export { STATUS_LABELS, STATUS_SHAPES } from './state/status-looks.ts';
