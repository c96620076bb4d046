// Where a call stands that may declare something.
import type { ts } from 'ts-morph';
import type { Unreadable } from './file-record.ts';

/** A call found where a declaration may stand. */
export interface CallSite {
  /** The name it is bound to; a made-up one where its value is taken apart. */
  readonly binding: string;
  readonly call: ts.CallExpression;
  readonly statement: ts.Statement;
  /** Null for `export default asset(…)`. */
  readonly declaration: ts.VariableDeclaration | null;
  /** Of `exports.name = asset(…)`. */
  readonly name?: ts.Identifier | null;
  /** What about its place makes the definition unreadable. */
  readonly unreadable: readonly Unreadable[];
}

export interface Initializer extends Pick<CallSite, 'binding' | 'statement' | 'declaration' | 'name'> {
  readonly expression: ts.Expression;
  readonly reasons: readonly string[];
}
