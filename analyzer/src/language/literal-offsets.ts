// Where the characters of a string literal's value stand in the source: escapes make them differ.
import { ts } from 'ts-morph';

/** The source offset of each character of the value, and of its end; null where the two do not match up. */
export function literalOffsets(literal: ts.StringLiteralLike, tree: ts.SourceFile): readonly number[] | null {
  const [start, end] = [literal.getStart(tree) + 1, literal.end - 1];
  const isTemplate = ts.isNoSubstitutionTemplateLiteral(literal);
  const offsets: number[] = [];
  for (let at = start; at < end;) {
    const { length, characters } = pieceAt(tree.text, at, isTemplate);
    for (let each = 0; each < characters; each += 1) offsets.push(at);
    at += length;
  }
  return offsets.length === literal.text.length ? [...offsets, end] : null;
}

/** One piece of the source between the quotes, and of how many characters of the value it is written. */
function pieceAt(
  text: string,
  at: number,
  isTemplate: boolean,
): { readonly length: number; readonly characters: number } {
  const rest = text.slice(at, at + 12);
  if (isTemplate && rest.startsWith('\r\n')) return { length: 2, characters: 1 };
  if (!rest.startsWith('\\')) return { length: 1, characters: 1 };
  const point = /^\\u\{([0-9a-fA-F]+)\}/.exec(rest);
  if (point !== null) return { length: point[0].length, characters: parseInt(point[1] ?? '', 16) > 0xffff ? 2 : 1 };
  if (rest.startsWith('\\\r\n')) return { length: 3, characters: 0 };
  if (/^\\[\n\r\u2028\u2029]/.test(rest)) return { length: 2, characters: 0 };
  if (rest.startsWith('\\u')) return { length: 6, characters: 1 };
  return { length: rest.startsWith('\\x') ? 4 : 2, characters: 1 };
}

/** A text as it is written between these quotes. */
export function escapedFor(quote: string, text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  const safe = escaped.replaceAll(quote, `\\${quote}`);
  return quote === '`' ? safe.replaceAll('${', '\\${') : safe;
}
