// Reads a source text into its record, whatever the text is.
import type { FileRecord, Watched } from './file-record.ts';
import { parsing } from './loaded-parsing.ts';
import type { SyntaxError } from './syntax-tree.ts';

const EMPTY: FileRecord = {
  imports: new Map(),
  exports: new Map(),
  stars: [],
  bindings: new Map(),
  columns: new Map(),
  code: new Map(),
  watched: new Map(),
  strays: [],
  passesSdkOn: false,
};

/** @throws where TypeScript is not loaded yet: do it in `withParsing`. */
export function readSource(source: { readonly path: string; readonly text: string; readonly watch: Watched }): {
  readonly record: FileRecord;
  readonly error: SyntaxError | null;
} {
  try {
    return parsing().readRecord({ ...source, text: source.text.replace(/^\uFEFF/, '') });
  } catch (error) {
    // TypeScript's parser goes as deep as the source does; no reader of the file could either.
    if (!(error instanceof RangeError)) throw error;
    const place = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
    return { record: EMPTY, error: { message: 'It is nested too deeply to be read.', place } };
  }
}
