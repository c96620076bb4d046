// The door of the language server beyond LSP itself: what the graph of each project is and how it changed.
import type { CodeParts, DiffBaseChoice, GraphDelta, GraphDiff, NamedSelections, Problem } from '@headwater/graph';

/** What a client may say of itself in `initializationOptions`. */
export interface InitializationOptions {
  /** A folder of the client's own (absolute), where what was read of projects outlives the server. None: each start reads anew. */
  readonly indexFolder?: string;
  /** Its command that asks for completion again, for `group:` whose values are wanted next. None: they come with the next letter. */
  readonly suggestCommand?: string;
  /** The client answers `FIRST_ROWS`. */
  readonly answersFirstRows?: boolean;
}

/** Server to client, for a hover: the first rows of what is stored; null where there are none to be had now. */
export const FIRST_ROWS = 'headwater/firstRows';

export interface FirstRowsQuestion {
  readonly project: string;
  readonly key: string;
  /** At the most. */
  readonly rows: number;
}

export interface FirstRows {
  readonly columns: readonly string[];
  /** Cells are JSON; what JSON cannot say is `{ $type, value }`. */
  readonly rows: readonly (readonly unknown[])[];
  /** Of the whole table, where it is known. */
  readonly rowCount: number | null;
}

/** Client to server: the pieces of code of some assets of a project (null: no such project), after every graph of the same source. */
export const CODE = 'headwater/code';

export interface CodeQuestion {
  readonly project: string;
  readonly keys: readonly string[];
}

/**
 * Client to server: what differs between a project's source as it is now, unsaved texts included, and a commit. Answers with a
 * `GraphDiff`, also where nothing can be compared: its `problem` says why. Asked only where the client trusts the folder: git runs.
 */
export const DIFF = 'headwater/diff';

export interface DiffQuestion {
  readonly project: string;
  /** Any name of a commit git understands. Absent: where this branch left the default branch, else the last commit. */
  readonly base?: string;
}

/** Of `DIFF_CLOSED` and `DIFF_BASES`. */
export interface ProjectQuestion {
  readonly project: string;
}

/** Client to server: nobody looks at a project's diff any more; what was kept of its base is dropped. */
export const DIFF_CLOSED = 'headwater/diffClosed';

/** Client to server: what a person may want to compare a project with. */
export const DIFF_BASES = 'headwater/diffBases';

export interface DiffBases {
  /** The default first, then branches and tags, the newest first. */
  readonly bases: readonly DiffBaseChoice[];
  /** Why there are none. */
  readonly problem: string | null;
}

/** Server to client, after each analysis that changed something; `base: null` carries the whole graph. */
export const GRAPH_CHANGED = 'headwater/graphChanged';

export interface GraphChanged {
  /** Absolute path of the project's folder. */
  readonly project: string;
  /** The project's package name, or its folder's name. */
  readonly name: string;
  readonly delta: GraphDelta;
  /** What `job:`, `schedule:` and `sensor:` of a selection can name; absent where there is none. */
  readonly named?: NamedSelections;
  /** Number of problems by severity, for the status bar and empty views. */
  readonly problems: { readonly errors: number; readonly warnings: number };
}

/** Client to server: send the whole graph of every project again (a page was opened, the client lost a delta). */
export const REFRESH_GRAPH = 'headwater/refreshGraph';

/** Server to client: a folder's projects are known (also when there are none). */
export const PROJECTS_CHANGED = 'headwater/projectsChanged';

export interface ProjectsChanged {
  readonly projects: readonly { readonly project: string; readonly name: string }[];
}

/** Client to server: the statuses of one project, so that lenses can show them. */
export const STATUS_CHANGED = 'headwater/statusChanged';

export interface LensStatus {
  readonly key: string;
  /** The words of the status lens, for instance `fresh, 2 min ago, 1,204 rows`. */
  readonly text: string;
  /** For hovers, where causes stand in lines of their own: the words without any. */
  readonly brief?: string;
  /** For hovers: metadata of the last materialization, outcomes of checks and all causes, each in a line of text. */
  readonly facts?: readonly StoredFact[];
  /** For inlay hints: age and size of what is stored, for instance `2 h ago · 1,204 rows`; absent where nothing is. */
  readonly stored?: string;
  /** What is stored does not follow from the source and the upstream as they are now. */
  readonly isStale?: boolean;
}

export interface StoredFact {
  /** `cause`: a reason for its status; `automation`: how it runs by itself, and how old it may be. */
  readonly kind: 'metadata' | 'check' | 'cause' | 'automation';
  readonly name: string;
  readonly text: string;
  /** The asset a cause lies in, when it is another one. */
  readonly asset?: string;
  /** Where a cause lies, relative to the project. */
  readonly file?: string;
  readonly line?: number;
}

export interface StatusChanged {
  readonly project: string;
  readonly statuses: readonly LensStatus[];
}

/** The commands lenses name; the client registers them. Arguments: project folder, key. */
export const LENS_COMMANDS = {
  materialize: 'headwater.materializeAsset',
  upstream: 'headwater.materializeWithUpstream',
  downstream: 'headwater.materializeWithDownstream',
  status: 'headwater.showAsset',
} as const;

export type { CodeParts, DiffBaseChoice, GraphDelta, GraphDiff, Problem };
