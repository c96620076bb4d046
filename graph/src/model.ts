// What a graph of assets is: plain JSON, the same in the terminal, the editor and the page (files relative to the project, lines and columns from 1).

import type { Condition, FreshnessPolicy, ScheduleNode, SensorNode } from './automation-model.ts';
import type { PartitionMapping, PartitionsDefinition } from './partition-model.ts';

/** A printed asset key: its segments joined with `/`, for instance `weather/highs`. */
export type AssetKey = string;

/** A place in the project's source. `file` is relative to the project, with `/`; lines and columns count from 1. */
export interface SourceRange {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One asset as it stands in the source. */
export interface AssetNode {
  readonly key: AssetKey;
  readonly kind: 'asset' | 'external' | 'multi' | 'graph';
  /** Names the body: the alphabetically first key among the outputs it makes, so equal for all of them; for any other asset its key. */
  readonly step: string;
  /** Input name to upstream key, in source order. */
  readonly inputs: Readonly<Record<string, AssetKey>>;
  /** Order-only upstream keys, in source order, without repeats. */
  readonly deps: readonly AssetKey[];
  /** Where `file` names them; absent where nothing is named in it. */
  readonly places?: UpstreamPlaces;
  readonly group: string;
  readonly kinds: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly owners: readonly string[];
  readonly description: string | null;
  readonly file: string;
  /** Of the const's name. */
  readonly line: number;
  readonly column: number;
  /** Of the whole declaring statement. */
  readonly range: SourceRange;
  /** The declaring module's export name (`default` for a default export). */
  readonly exportName: string;
  readonly io: string | null;
  /** Names of its checks, in source order: those it returns and those that stand apart. */
  readonly checks: readonly string[];
  /** Name of the output of a multi-asset that makes this node. */
  readonly output?: string;
  /** Of a multi-asset: its body makes only the outputs a run asks for. Otherwise one is never made without the others. */
  readonly canSubset?: boolean;
  /** The ops a graph asset's body calls, itself or through functions, in the order of their calls in the source, each once. */
  readonly ops?: readonly OpNode[];
  /** `c1:…` as read from the body, `u1:…` as the options say; null where no analyzer could read it. */
  readonly codeVersion: string | null;
  /** The pieces of code that `codeVersion` was computed from, the body first; absent for a version that was written by hand. */
  readonly code?: readonly CodeId[];
  /** The columns its `columns:` option names, in its order, where they can be read. */
  readonly columns?: readonly DeclaredColumn[];
  /** Absent for one that is made whole. */
  readonly partitions?: PartitionsDefinition;
  /** Inputs and deps that say which partitions they need, by upstream key; absent for none. */
  readonly mappings?: Readonly<Record<AssetKey, PartitionMapping>>;
  /** Where its `backfill:` option says how many partitions one call of its body makes; null: all of a range. */
  readonly backfill?: { readonly maxPartitionsPerRun: number | null };
  /** When it runs by itself. */
  readonly automation?: Condition;
  readonly freshness?: FreshnessPolicy;
  /** The keys it had before, the newest first: what is stored under them is its own. */
  readonly renamedFrom?: readonly AssetKey[];
  /** Set where another project declares it: then it is external here, and that project makes it. */
  readonly foreign?: ForeignAsset;
  /** Set when part of the definition can only be known by running it. */
  readonly dynamic?: { readonly reason: string; readonly file: string; readonly line: number };
}

/** Inputs by their name, deps by their key. */
export interface UpstreamPlaces {
  readonly inputs: Readonly<Record<string, LinePlace>>;
  readonly deps: Readonly<Record<AssetKey, LinePlace>>;
}

/** Counted from 1. */
export interface LinePlace {
  readonly line: number;
  readonly column: number;
}

/** `kind` is one of the option's words (`integer`, `text` …); null where only the name can be read. */
export interface DeclaredColumn {
  readonly name: string;
  readonly kind: string | null;
}

/** What another project of the workspace declares and this one reads; its key here is `project:key`. */
export interface ForeignAsset {
  /** The other project's name, and its folder relative to this project's. */
  readonly project: string;
  readonly root: string;
  /** Its key and its kind there. */
  readonly key: AssetKey;
  readonly kind: AssetNode['kind'];
  /** How this project comes to it: what `file` imports as `name` from `module` (`default` for a default). */
  readonly imported: { readonly file: string; readonly module: string; readonly name: string };
}

/** `src/price.ts#parsePrice` for a top-level name of a file, `npm:papaparse` for a package. */
export type CodeId = string;

/** A piece of code that the bodies of assets run: a body, a function, a const, a package. */
export interface CodePart {
  readonly name: string;
  /** Of its name; absent for a package. */
  readonly file?: string;
  readonly line?: number;
  /** Of a package its locked version; of anything else a hash of what it means. */
  readonly version: string;
}

export type CodeParts = Readonly<Record<CodeId, CodePart>>;

/** An op as it stands in the source. */
export interface OpNode {
  /** Its `name:`, else its const's name. */
  readonly name: string;
  /** The top-level const of `file` that holds it, where there is one. */
  readonly constName?: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly codeVersion: string | null;
}

/** A check as it stands in the source. */
export interface CheckNode {
  readonly asset: AssetKey;
  readonly name: string;
  readonly blocking: boolean;
  /** What it blocks; null: everything downstream. */
  readonly blocks: readonly AssetKey[] | null;
  readonly severity: 'warn' | 'error';
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Null: the asset's body returns its outcome. */
  readonly exportName: string | null;
}

/** What a selection needs to know of a job. */
export interface NamedSelection {
  readonly name: string;
  /** The selection grammar; for a list of assets their keys joined with `or`. */
  readonly selection: string;
}

/** All that a selection can name which selects in its turn. */
export interface NamedSelections {
  readonly jobs: readonly NamedSelection[];
  readonly schedules: readonly NamedSelection[];
  readonly sensors: readonly NamedSelection[];
}

/** A job as it stands in the source. */
export interface JobNode extends NamedSelection {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The project's one call of `definitions(…)`. */
export interface DefinitionsNode {
  readonly file: string;
  readonly exportName: string;
  readonly line: number;
  readonly column: number;
  /** Names of its environments, where they can be read. */
  readonly env: readonly string[];
}

export type Severity = 'error' | 'warning' | 'info' | 'hint';

export type ProblemCode =
  | 'duplicate-key'
  | 'unknown-input'
  | 'unknown-import'
  | 'not-an-asset'
  | 'unexported'
  | 'keyless'
  | 'bad-key'
  | 'cycle'
  | 'dynamic'
  | 'syntax'
  | 'unused-input'
  | 'noun-name'
  | 'unknown-io'
  | 'unknown-resource'
  | 'two-definitions'
  | 'undeclared-check'
  | 'bad-selection'
  | 'bad-duration'
  | 'undeclared-input'
  | 'unreturned-check'
  | 'bad-tsconfig'
  | 'bad-rename'
  | 'bad-cron'
  | 'bad-partitions'
  | 'bad-condition'
  | 'type-mismatch';

export interface RelatedPlace {
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Something a person should know about the source, with what to do next in its message. */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly related?: readonly RelatedPlace[];
}

/** The answer of `headwater graph --json`. Assets are sorted by key. */
export interface GraphDocument {
  readonly version: 1;
  readonly assets: readonly AssetNode[];
  /** Sorted by asset, then in source order. */
  readonly checks: readonly CheckNode[];
  /** Sorted by name. */
  readonly jobs: readonly JobNode[];
  readonly definitions: DefinitionsNode | null;
  /** Sorted by name. */
  readonly schedules: readonly ScheduleNode[];
  /** Sorted by name. */
  readonly sensors: readonly SensorNode[];
  readonly problems: readonly Problem[];
}

/** What changed between two graphs of one project. `base` null: start from nothing. */
export interface GraphDelta {
  readonly revision: number;
  readonly base: number | null;
  readonly upserted: readonly AssetNode[];
  readonly removed: readonly AssetKey[];
}
