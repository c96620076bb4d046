// One file opened for editing: its tree with parents, how it is written (quotes, semicolons, indentation, line ends), edits by offset.
import { ts } from 'ts-morph';
import type { SourceRange } from '@headwater/graph';
import { parseSource, placeOf } from '../syntax-tree.ts';
import type { FileEdit } from './code-action.ts';
import { escapedFor } from './literal-offsets.ts';

export interface OpenSource {
  readonly path: string;
  /** As it stands in answers. */
  readonly file: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  readonly eol: '\n' | '\r\n';
  readonly quote: "'" | '"';
  readonly semicolon: ';' | '';
  /** One level of it. */
  readonly indent: string;
}

export function openSource(of: { readonly path: string; readonly file: string; readonly text: string }): OpenSource {
  const { text } = of;
  const tree = parseSource({ ...of, parents: true });
  let quote: "'" | '"' | null = null;
  return {
    ...of,
    tree,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
    // Looks at every literal, and most questions write none.
    get quote() {
      return (quote ??= quoteOf(tree, text));
    },
    semicolon: semicolonOf(tree, text),
    indent: /[{([]\r?\n([ \t]+)\S/.exec(text)?.[1] ?? '  ',
  };
}

/** `text` may hold `\n`; it becomes the file's line end. */
export function replaced(
  source: OpenSource,
  span: { readonly start: number; readonly end: number },
  text: string,
): FileEdit {
  const range = placeOf(source.tree, span.start, span.end);
  return { file: source.file, range, text: text.replace(/\r?\n/g, source.eol) };
}

export function inserted(source: OpenSource, at: number, text: string): FileEdit {
  return replaced(source, { start: at, end: at }, text);
}

export function spanOf(node: ts.Node): { readonly start: number; readonly end: number } {
  return { start: node.getStart(), end: node.end };
}

/** Of a statement with its comments: those without an empty line between them and it. */
export function startWithComments({ text, tree }: OpenSource, statement: ts.Node): number {
  let start = statement.getStart(tree);
  for (const { pos, end } of (ts.getLeadingCommentRanges(text, statement.pos) ?? []).toReversed()) {
    if (/\n[ \t]*\r?\n/.test(text.slice(end, start))) break;
    start = pos;
  }
  return start;
}

/** Null where the text has no such place. */
export function offsetAt({ tree }: OpenSource, line: number, column: number): number | null {
  const start = tree.getLineStarts()[line - 1];
  return start === undefined ? null : start + column - 1;
}

/** The innermost node that stands at exactly this place, else the innermost around it. */
export function nodeAt(source: OpenSource, place: SourceRange): ts.Node | null {
  const start = offsetAt(source, place.startLine, place.startColumn);
  const end = offsetAt(source, place.endLine, place.endColumn);
  if (start === null || end === null) return null;
  let found: ts.Node | null = null;
  const visit = (node: ts.Node): void => {
    if (node.getStart(source.tree) > start || node.end < end) return;
    found = node;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source.tree, visit);
  return found;
}

/** A string literal in the file's quotes. */
export function quoted({ quote }: OpenSource, text: string): string {
  return quote + escapedFor(quote, text) + quote;
}

/** A property's name, in quotes where it must be. */
export function propertyName(source: OpenSource, name: string): string {
  return isIdentifierName(name) ? name : quoted(source, name);
}

export function isIdentifierName(name: string): boolean {
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name);
}

/** The white space that the line of this offset begins with. */
export function indentAt({ text }: OpenSource, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
}

function quoteOf(tree: ts.SourceFile, text: string): "'" | '"' {
  let single = 0;
  let double = 0;
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node)) {
      if (text[node.getStart(tree)] === '"') double += 1;
      else single += 1;
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return double > single ? '"' : "'";
}

function semicolonOf(tree: ts.SourceFile, text: string): ';' | '' {
  const ends = tree.statements.filter((each) => ts.isImportDeclaration(each) || ts.isVariableStatement(each));
  const withOut = ends.filter((each) => text[each.end - 1] !== ';');
  return withOut.length > ends.length / 2 ? '' : ';';
}
