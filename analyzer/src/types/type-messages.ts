// What the type service and its thread say to each other: structured clones of plain data, nothing else.
import type { TypePlace } from './type-service.ts';

export type TypeRequest =
  | { readonly ask: 'contract' | 'columns' | 'rename' | 'references'; readonly place: TypePlace }
  | { readonly ask: 'mismatches'; readonly file: string };

export type ToTypeThread =
  | { readonly type: 'text'; readonly file: string; readonly text: string | null }
  | { readonly type: 'changed'; readonly files: readonly string[] | 'all' }
  | { readonly type: 'question'; readonly id: number; readonly request: TypeRequest };

export type FromTypeThread =
  /** A program is built from nothing, which takes longer than any question. */
  | { readonly type: 'opening' }
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'cancelled'; readonly id: number }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };

export interface TypeThreadData {
  /** Absolute path of the project. */
  readonly root: string;
  /** One number, shared: the id of a question that nobody waits for any more. */
  readonly cancelled: Int32Array;
}
