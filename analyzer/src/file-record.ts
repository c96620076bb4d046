// What is kept of one source file once its syntax tree is dropped: names, values and calls that may declare something, still unlinked.
import type { SourceRange } from '@headwater/graph';
import type { FactoryName } from './factories.ts';

/** As much of an expression as can be understood without running it. */
export type StaticValue =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'member'; readonly of: StaticValue; readonly name: string }
  /** A template's pieces, joined. */
  | { readonly kind: 'text'; readonly parts: readonly StaticValue[] }
  | { readonly kind: 'sum'; readonly left: StaticValue; readonly right: StaticValue }
  | { readonly kind: 'list'; readonly items: readonly StaticValue[] }
  | { readonly kind: 'fields'; readonly fields: ReadonlyMap<string, StaticValue> }
  | StaticCall
  /** `what` reads after "is": `a function`, `a call`. */
  | { readonly kind: 'opaque'; readonly what: string };

/** A call that may be one of the SDK's words, such as `automation.eager()`; to anything that wants no such word it is `what`. */
export interface StaticCall {
  readonly kind: 'call';
  readonly what: string;
  readonly callee: StaticValue;
  readonly args: readonly StaticArgument[];
  readonly place: SourceRange;
}

export interface StaticArgument {
  readonly value: StaticValue;
  readonly place: SourceRange;
  /** Of an object written in place, where each of its values stands. */
  readonly fields: ReadonlyMap<string, SourceRange>;
}

/** `name` is an export of the module, `default`, or `*` for all of it. */
export interface ImportedName {
  readonly module: string;
  readonly name: string;
}

export type ExportedName = { readonly local: string } | ImportedName;

/** A top-level name of the file. What a call declares, if anything, is known once its callee is linked. */
export type Binding =
  | { readonly kind: 'value'; readonly value: StaticValue }
  | {
      readonly kind: 'call';
      readonly callee: StaticValue;
      readonly declaration: CallDeclaration;
      /** Where it may be one of the SDK's words. */
      readonly word: StaticCall | null;
    };

/** A value with the place it is written at. */
export interface PlacedValue {
  readonly value: StaticValue;
  readonly place: SourceRange;
  /** The value is a call written in place, such as an output. */
  readonly call?: NestedCall;
  /** The value is a text that stands in the source letter for letter. */
  readonly isVerbatim?: boolean;
}

/** A reason why part of a definition is known only when it runs, and where it stands. */
export interface Unreadable {
  readonly reason: string;
  readonly place: SourceRange;
}

/** A call that initialises a top-level name. */
export interface CallDeclaration {
  /** The const's name; null for `export default asset(…)` and where the value is taken apart. */
  readonly name: string | null;
  readonly exportName: string | null;
  /** Of the name, or of the call where there is none. */
  readonly place: SourceRange;
  /** Of the whole statement. */
  readonly range: SourceRange;
  readonly comment: string | null;
  readonly args: readonly CallArgument[];
  /** `const { users: people } = …`, also `const people = api.users`: consts that stand for one property of the value. */
  readonly parts: readonly DeclaredPart[];
  readonly isTakenApart: boolean;
  readonly unreadable: readonly Unreadable[];
}

export interface DeclaredPart {
  readonly property: string;
  readonly name: string;
  readonly exportName: string | null;
  /** Of the name. */
  readonly place: SourceRange;
  readonly comment: string | null;
}

export interface NestedCall {
  readonly callee: StaticValue;
  readonly args: readonly CallArgument[];
  readonly comment: string | null;
}

export interface CallArgument {
  readonly value: StaticValue;
  readonly place: SourceRange;
  /** Of an object written in place. */
  readonly options: WrittenOptions | null;
  /** Of a function, of the name of one, or of whatever else may give one. */
  readonly body: Body | null;
}

/** An options object: what the analyzer knows how to read of it, by name. */
export interface WrittenOptions {
  readonly byName: ReadonlyMap<string, WrittenOption>;
  /** What `columns` says; null where it is not there, or cannot be read. */
  readonly columns: readonly WrittenColumn[] | null;
  readonly unreadable: readonly Unreadable[];
}

export type WrittenOption =
  | ({ readonly kind: 'value' } & PlacedValue)
  | { readonly kind: 'record'; readonly entries: readonly WrittenEntry[]; readonly place: SourceRange }
  | { readonly kind: 'list'; readonly items: readonly WrittenItem[]; readonly place: SourceRange };

/** What says the columns of a table, one after the other: what comes later stands. */
export type WrittenColumn =
  /** `cell` is the word for a kind; null where only the name can be read. */
  | { readonly kind: 'column'; readonly name: string; readonly cell: StaticValue }
  /** All those of a const. */
  | { readonly kind: 'spread'; readonly of: StaticValue }
  /** Only these of what comes before, or all but these. */
  | { readonly kind: 'pick' | 'omit'; readonly names: readonly string[] };

export type WrittenEntry =
  | ({ readonly kind: 'named'; readonly name: string; readonly namePlace: SourceRange } & PlacedValue)
  | ({ readonly kind: 'spread' } & PlacedValue)
  /** A method, an accessor, or a computed name (null). */
  | { readonly kind: 'computed'; readonly name: string | null; readonly place: SourceRange };

export type WrittenItem = ({ readonly kind: 'item' } & PlacedValue) | ({ readonly kind: 'spread' } & PlacedValue);

/** What runs at one place of a file, and which other places of the project it leads to. */
export interface Code {
  /** Hash of what it means: comments, layout and types do not count. */
  readonly meaning: string;
  /** Of its name, from 1. */
  readonly line: number;
  /** The file's own top-level names and imports that it mentions, in the order of their calls. */
  readonly reads: readonly StaticValue[];
}

export interface Body extends Code {
  /** The properties its first parameter takes apart; null when it may take any. */
  readonly taken: ReadonlySet<string> | null;
  /** Where each of `reads` is first mentioned, in their order. */
  readonly readAt: readonly SourceRange[];
  /** Checks in the literals it hands to `ctx.result` and `ctx.materialized`. */
  readonly returnedChecks: readonly ReturnedCheck[];
  /** It may return outcomes that are not among these. */
  readonly mayReturnMore: boolean;
}

export interface ReturnedCheck {
  readonly name: string;
  readonly place: SourceRange;
  /** The first argument when it is a text: in a multi-asset the output's name. */
  readonly first: string | null;
}

/** A call of a factory where the static contract does not look. */
export interface StrayCall {
  readonly kind: 'unnamed' | 'dynamic';
  readonly factory: FactoryName;
  readonly reason: string;
  readonly place: SourceRange;
}

export interface FileRecord {
  readonly imports: ReadonlyMap<string, ImportedName>;
  readonly exports: ReadonlyMap<string, ExportedName>;
  /** Modules of `export * from`. */
  readonly stars: readonly string[];
  readonly bindings: ReadonlyMap<string, Binding>;
  /** Top-level consts that are written as a schema of rows, or as columns that are put together. */
  readonly columns: ReadonlyMap<string, readonly WrittenColumn[]>;
  /** What is behind each top-level name that is no call of one of the SDK's own factories. */
  readonly code: ReadonlyMap<string, Code>;
  /** Local names whose stray calls were looked for, with what they stand for; `*` is the whole SDK. */
  readonly watched: Watched;
  readonly strays: readonly StrayCall[];
  /** The file exports something of the SDK, so files that never name it may still make assets. */
  readonly passesSdkOn: boolean;
}

export type Watched = ReadonlyMap<string, FactoryName | '*'>;

/** The binding's name of `export default <expression>`; no identifier can collide with it. */
export const DEFAULT_BINDING = '*default*';

/** The binding's name of `module.exports = <expression>`, where a CommonJS file is one value. */
export const MODULE_EXPORTS = '*module.exports*';
/** The name that stands for all exports of the file itself. */
export const WHOLE_MODULE = '*exports*';
