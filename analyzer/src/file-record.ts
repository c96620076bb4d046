// What is kept of one source file once its syntax tree is dropped: names, values and asset declarations, still unlinked.
import type { SourceRange } from '@headwater/graph';

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
  /** `what` reads after "is": `a function`, `a call`. */
  | { readonly kind: 'opaque'; readonly what: string };

/** `name` is an export of the module, `default`, or `*` for all of it. */
export interface ImportedName {
  readonly module: string;
  readonly name: string;
}

export type ExportedName = { readonly local: string } | ImportedName;

/** A top-level name of the file. A call may turn out to be an asset once its callee is linked. */
export type Binding =
  | { readonly kind: 'value'; readonly value: StaticValue }
  | { readonly kind: 'call'; readonly callee: StaticValue; readonly declaration: AssetDeclaration };

/** A value with the place it is written at. */
export interface PlacedValue {
  readonly value: StaticValue;
  readonly place: SourceRange;
}

export interface InputDeclaration extends PlacedValue {
  readonly name: string;
}

/** A reason why part of a definition is known only when it runs, and where it stands. */
export interface Unreadable {
  readonly reason: string;
  readonly place: SourceRange;
}

export type FoldedOption = 'key' | 'group' | 'kinds' | 'description';

export interface AssetDeclaration {
  /** The const's name; null for `export default asset(…)`. */
  readonly name: string | null;
  readonly exportName: string | null;
  /** Of the name, or of the call where there is none. */
  readonly place: SourceRange;
  /** Of the whole statement. */
  readonly range: SourceRange;
  readonly comment: string | null;
  readonly options: Readonly<Partial<Record<FoldedOption, PlacedValue>>>;
  readonly inputs: readonly InputDeclaration[];
  readonly deps: readonly PlacedValue[];
  /** Input names the body is certain not to take, as far as the parameter list says; null when it takes what it likes. */
  readonly taken: ReadonlySet<string> | null;
  readonly codeVersion: string | null;
  readonly unreadable: readonly Unreadable[];
}

/** A call of the factory where the static contract does not look. */
export interface StrayCall {
  readonly kind: 'unnamed' | 'dynamic';
  readonly reason: string;
  readonly place: SourceRange;
}

export interface FileRecord {
  readonly imports: ReadonlyMap<string, ImportedName>;
  readonly exports: ReadonlyMap<string, ExportedName>;
  /** Modules of `export * from`. */
  readonly stars: readonly string[];
  readonly bindings: ReadonlyMap<string, Binding>;
  /** Local names whose stray calls were looked for. */
  readonly watched: ReadonlySet<string>;
  readonly strays: readonly StrayCall[];
  /** The file exports something of the SDK, so files that never name it may still make assets. */
  readonly passesSdkOn: boolean;
}

/** The binding's name of `export default <expression>`; no identifier can collide with it. */
export const DEFAULT_BINDING = '*default*';

/** The package users import, and those of its exports that make a node of the graph. */
export const SDK = 'headwater';
export const FACTORIES: ReadonlySet<string> = new Set(['asset']);
