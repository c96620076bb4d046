// What the type checker answers, on demand and in a thread of its own: the words of the type service and those who ask it.
import type { Problem, SourceRange } from '@headwater/graph';

/** A place in a text as it is now (unsaved texts count): absolute file, line and column from 1. */
export interface TypePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What was asked, or why it is not known: a time limit, no checker. Never an empty answer in the place of none. */
export type TypeAnswer<Value> =
  { readonly known: true; readonly value: Value } | { readonly known: false; readonly reason: string };

/** What an asset makes and takes, as short type text. */
export interface Contract {
  /** The value an asset downstream gets; null when there is none to load. */
  readonly makes: string | null;
  /** Its inputs, in the order they are declared. */
  readonly takes: readonly { readonly name: string; readonly type: string }[];
}

/** One property of the records an asset makes. */
export interface TypeColumn {
  readonly name: string;
  /** Short text, without `null` and `undefined`. */
  readonly type: string;
  /** The property may be missing, or undefined. */
  readonly optional: boolean;
  readonly nullable: boolean;
}

/** One place that TypeScript's rename or references found. */
export interface NamePlace {
  /** Absolute, with `/`. */
  readonly file: string;
  /** Of the name. */
  readonly range: SourceRange;
  /** Stands before and behind the new name, so that what the code means stays: `orders: ` in `{ orders }`. */
  readonly prefix: string;
  readonly suffix: string;
}

export interface NameReference {
  readonly file: string;
  readonly range: SourceRange;
  readonly isDefinition: boolean;
  readonly isWrite: boolean;
}

/** What TypeScript would rename, or its sentence on why it cannot. */
export type RenamePlaces =
  | { readonly can: true; readonly range: SourceRange; readonly places: readonly NamePlace[] }
  | { readonly can: false; readonly reason: string };

export interface TypeQuestion {
  /** The promise rejects with the signal's reason; an answer that nobody waits for any more is not worked out. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Answers from TypeScript's checker over one project, which starts with the first question and never holds up who asks. Questions
 * about the same thing share the answer of the newest; each is of the texts as they are when it is answered.
 */
export interface TypeService {
  /** The editor's text for a file (absolute path), or null when it is closed and the disk counts again. */
  setOpenFile(file: string, text: string | null): void;
  /** Files that changed, appeared or went (absolute paths); `'all'` looks at everything again. */
  invalidate(files: readonly string[] | 'all'): void;
  /** Of the asset whose name stands there; null when what stands there is no asset with a known type. */
  contractOf(place: TypePlace, question?: TypeQuestion): Promise<TypeAnswer<Contract | null>>;
  /** Of an asset that makes an array of records: their properties, at most 200; null for every other value. */
  columnsOf(place: TypePlace, question?: TypeQuestion): Promise<TypeAnswer<readonly TypeColumn[] | null>>;
  /** Type errors of this file that come from an input: each names the asset that makes it. Files are relative to the project. */
  mismatches(file: string, question?: TypeQuestion): Promise<TypeAnswer<readonly Problem[]>>;
  /** Where TypeScript would write the new name. */
  renameLocations(place: TypePlace, question?: TypeQuestion): Promise<TypeAnswer<RenamePlaces>>;
  /** Every mention of what stands there, its declaration included. */
  referencesTo(place: TypePlace, question?: TypeQuestion): Promise<TypeAnswer<readonly NameReference[]>>;
  /** Ends the thread; questions that wait are answered `known: false`. */
  dispose(): void;
}
