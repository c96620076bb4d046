// Where the cursor is, in the text and in a tree of it, and the word that stands there.
import { ts } from 'ts-morph';
import type { LanguageProject } from './language-project.ts';
import type { OpenSource } from './open-source.ts';
import type { FactoryCall } from './option-edits.ts';

/** The cursor in the text, and in a tree of the text where a word stands at the cursor: so every half-typed place has a node. */
export interface CursorQuestion {
  readonly project: LanguageProject;
  /** The text as it is. */
  readonly source: OpenSource;
  readonly offset: number;
  /** Node of the tree with the word in it. */
  readonly node: ts.Identifier | ts.StringLiteralLike;
  readonly call: FactoryCall;
  /** The option that holds the node, and the names on the way to it: `['tags', 'domain']`. */
  readonly option: readonly string[];
}

/** Ends a name as any other letter would, and stands in no source. */
export const WORD = '__headwater_cursor__';

/** As editors match: every letter, in order, in any case. */
export function fits(name: string, typed: string): boolean {
  const letters = name.toLowerCase();
  let at = 0;
  for (const letter of typed.toLowerCase()) {
    at = letters.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** The span of the word around the cursor, in the text as it is. */
export function wordSpan(
  { source, offset }: CursorQuestion,
  letter = /[\p{L}\p{N}_$]/u,
): { start: number; end: number } {
  let start = offset;
  let end = offset;
  while (start > 0 && letter.test(source.text[start - 1] ?? '')) start -= 1;
  while (end < source.text.length && letter.test(source.text[end] ?? '')) end += 1;
  return { start, end };
}

/** The node's place in the text as it is, without the word: what is between the quotes. */
export function insideLiteral({ source, offset, node }: Pick<CursorQuestion, 'source' | 'offset' | 'node'>): {
  readonly start: number;
  readonly end: number;
} {
  const start = node.getStart() + 1;
  const quote = source.text[start - 1];
  const last = node.end - WORD.length - 1;
  const isClosed = last >= offset && source.text[last] === quote;
  // Without its other quote a literal takes the rest of the line along.
  return { start, end: isClosed ? last : offset };
}

/** The node is the name of a property, not its value. */
export function isPropertyName(node: ts.Node): boolean {
  return (
    ts.isShorthandPropertyAssignment(node.parent) || (ts.isPropertyAssignment(node.parent) && node.parent.name === node)
  );
}
