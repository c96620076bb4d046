// A place in the source as the protocol writes it.
import type { SourceRange } from '@headwater/graph';
import type { Range } from 'vscode-languageserver';

/** The protocol counts lines and columns from 0. */
export function toRange({ startLine, startColumn, endLine, endColumn }: SourceRange): Range {
  return {
    start: { line: startLine - 1, character: startColumn - 1 },
    end: { line: endLine - 1, character: endColumn - 1 },
  };
}
