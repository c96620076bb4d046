// Everything the page knows, outside React: what the editor told it, and what the person is looking at.
import type { AssetKey, AssetNode, ConditionEvaluation } from '@headwater/graph';
import type { Point } from '../layout/layout-model.ts';
import type { AutomationFact, History, Preview, ShownStatus, ToPage } from '../protocol.ts';
import type { Changes } from './diff.ts';
import { createKeyed, createValue, type Keyed, type Value } from './observable.ts';
import { FIRST_VIEW, type View } from './view.ts';

export type Project = Omit<Extract<ToPage, { type: 'project' }>, 'type'>;
export type Run = NonNullable<Extract<ToPage, { type: 'run' }>['run']>;
export type Comparison = Omit<Extract<ToPage, { type: 'diff' }>, 'type' | 'project'>;
export type StepProgress = Omit<Extract<ToPage, { type: 'progress' }>, 'type' | 'project' | 'key'>;

/** The first rows of an asset, asked for and perhaps answered. `of` says which materialization they show. */
export interface PreviewState {
  readonly of: string;
  readonly loading: boolean;
  readonly preview: Preview | null;
  readonly message: string | null;
}

/** What an asset's materializations were, as far as it was asked for. */
export interface HistoryState {
  readonly loading: boolean;
  readonly history: History | null;
  readonly message: string | null;
}

/** What runs by itself, and whether it does now. */
export interface AutomationState {
  readonly on: boolean;
  readonly assets: ReadonlyMap<AssetKey, AutomationFact>;
}

/** Why an asset was asked for, or was not, as far as it was asked. */
export interface WhyState {
  readonly loading: boolean;
  readonly evaluation: ConditionEvaluation | null;
  readonly message: string | null;
}

/** The edge that tells why it exists, and where. */
export interface ToldEdge {
  readonly id: string;
  /** Beside what the card stands, in the picture. */
  readonly at: Point;
  /** Stays until it is closed; else it goes with the pointer. */
  readonly pinned: boolean;
  /** The node whose edges the keyboard walks through; null when the edge was pointed at. */
  readonly walker: string | null;
}

/** A wish to bring a node into the pane; a new object is a new wish. */
export interface Reveal {
  readonly id: string;
  /** In the middle; else a look is enough. */
  readonly centre: boolean;
}

export interface PageState {
  /** Null until the editor spoke. */
  readonly project: Value<Project | null>;
  /** Null until the project's first graph. */
  readonly assets: Value<ReadonlyMap<AssetKey, AssetNode> | null>;
  /** Of the graph, to apply the next delta to. */
  readonly revision: Value<number | null>;
  readonly statuses: Keyed<ShownStatus>;
  /** How far running assets are. */
  readonly progress: Keyed<StepProgress>;
  readonly previews: Keyed<PreviewState>;
  readonly histories: Keyed<HistoryState>;
  /** Null until it was told. */
  readonly automation: Value<AutomationState | null>;
  readonly whys: Keyed<WhyState>;
  readonly run: Value<Run | null>;
  /** What changed since a commit, as the editor told it last; null while it was not asked or has not answered. */
  readonly diff: Value<Comparison | null>;
  /** The same for the picture; null while it is not to be drawn. */
  readonly changes: Value<Changes | null>;
  readonly view: Value<View>;
  /** The selection came by a click that a second one may follow: nothing may move under the pointer yet. */
  readonly mayBeDouble: Value<boolean>;
  readonly reveal: Value<Reveal | null>;
  /** The edge that tells why it exists. */
  readonly told: Value<ToldEdge | null>;
  /** The node that is to have the keyboard focus as soon as it is drawn; it takes the wish away. */
  readonly focusWish: Value<string | null>;
  /** Counts wishes to see the whole picture. */
  readonly fitWish: Value<number>;
  /** Ages are told by this clock. */
  readonly clock: Value<Date>;
  /** What stands in the search box. */
  readonly query: Value<string>;
  /** The picture is being made a file. */
  readonly exporting: Value<boolean>;
  /** For screen readers. */
  readonly announcement: Value<string>;
}

export function createPageState(): PageState {
  return {
    project: createValue<Project | null>(null),
    assets: createValue<ReadonlyMap<AssetKey, AssetNode> | null>(null),
    revision: createValue<number | null>(null),
    statuses: createKeyed(),
    progress: createKeyed(),
    previews: createKeyed(),
    histories: createKeyed(),
    automation: createValue<AutomationState | null>(null),
    whys: createKeyed(),
    run: createValue<Run | null>(null),
    diff: createValue<Comparison | null>(null),
    changes: createValue<Changes | null>(null),
    view: createValue(FIRST_VIEW),
    mayBeDouble: createValue(false),
    reveal: createValue<Reveal | null>(null),
    told: createValue<ToldEdge | null>(null),
    focusWish: createValue<string | null>(null),
    fitWish: createValue(0),
    clock: createValue(new Date()),
    query: createValue(''),
    exporting: createValue(false),
    announcement: createValue(''),
  };
}
