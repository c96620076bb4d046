// What the session of a project needs of the server around it.
import type { Diagnostic } from 'vscode-languageserver';
import type { GraphChanged } from './protocol.ts';

export interface SessionHost {
  /** The text in the editor, when the file is open. */
  openText(path: string): string | undefined;
  openPaths(): Iterable<string>;
  graphChanged(message: GraphChanged): void;
  /** All diagnostics of one file; an empty list takes them away. */
  publish(path: string, diagnostics: readonly Diagnostic[]): void;
  lensesChanged(): void;
  /** Inlay hints are no longer right. */
  hintsChanged(): void;
  failed(message: string): void;
}
