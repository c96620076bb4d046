// What a graph of assets is: plain JSON, the same in the terminal, the editor and the page (files relative to the project, lines and columns from 1).

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
  /** Equal for all outputs of one body; for a plain asset its key. */
  readonly step: string;
  /** Input name to upstream key, in source order. */
  readonly inputs: Readonly<Record<string, AssetKey>>;
  /** Order-only upstream keys, in source order, without repeats. */
  readonly deps: readonly AssetKey[];
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
  readonly checks: readonly string[];
  /** `c1:…`, or null where no analyzer could read the body. */
  readonly codeVersion: string | null;
  /** Set when part of the definition can only be known by running it. */
  readonly dynamic?: { readonly reason: string; readonly file: string; readonly line: number };
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
  | 'bad-tsconfig';

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
  readonly jobs: readonly never[];
  readonly schedules: readonly never[];
  readonly sensors: readonly never[];
  readonly problems: readonly Problem[];
}

/** What changed between two graphs of one project. `base` null: start from nothing. */
export interface GraphDelta {
  readonly revision: number;
  readonly base: number | null;
  readonly upserted: readonly AssetNode[];
  readonly removed: readonly AssetKey[];
}
