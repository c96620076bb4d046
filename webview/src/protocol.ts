// The door of the lineage page: what the editor tells it and what it asks for. JSON only; both ends check what arrives.
import type { AssetKey, AssetNode, AssetStatus, GraphDelta } from '@headwater/graph';

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
      readonly statuses: readonly AssetStatus[];
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
    };

/** Page to editor. */
export type FromPage =
  | { readonly type: 'ready' }
  /** The page lost a delta: send the whole graph. */
  | { readonly type: 'resync' }
  /** Shows the code of an asset, or of one step of a graph asset. */
  | { readonly type: 'open'; readonly project: string; readonly key: AssetKey; readonly op?: string }
  | { readonly type: 'select'; readonly project: string; readonly key: AssetKey | null }
  | { readonly type: 'preview'; readonly project: string; readonly key: AssetKey }
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
