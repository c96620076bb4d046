// One thing an editor can offer to write at the cursor.
import type { AssetKey } from '@headwater/graph';
import type { FileEdit } from './code-action.ts';

export interface FileCursor {
  /** Absolute path. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

export interface Completions {
  readonly items: readonly Completion[];
  /** There are more: to be asked for again with the next letter. */
  readonly isIncomplete: boolean;
}

export interface Completion {
  readonly label: string;
  readonly kind: 'asset' | 'resource' | 'value' | 'attribute' | 'operator';
  /** What is written in the place of what is there. */
  readonly edit: FileEdit;
  /** What has been typed is compared with this. */
  readonly filter: string;
  /** A few words beside the label: from where it is imported, the group. */
  readonly detail?: string;
  /** An import that it needs. */
  readonly more: readonly FileEdit[];
  /** The asset it stands for, for what is said of it. */
  readonly key?: AssetKey;
  /** Typing may go on at once. */
  readonly isOpen?: boolean;
}
