// Reads the description from the nearest documentation comment above a statement.
import { ts } from 'ts-morph';

/** The text up to the first `@tag`, Markdown kept; null when there is none. */
export function docComment(text: string, fullStart: number): string | null {
  const comments = ts.getLeadingCommentRanges(text, fullStart) ?? [];
  const nearest = comments.findLast(({ pos, end }) => text.startsWith('/**', pos) && end - pos > 4);
  if (nearest === undefined) return null;
  const description = markdown(text.slice(nearest.pos + 3, nearest.end - 2));
  return description === '' ? null : description;
}

/** The comment at the first of these places that has one. */
export function nearestComment(text: string, places: readonly number[]): string | null {
  for (const place of places) {
    const comment = docComment(text, place);
    if (comment !== null) return comment;
  }
  return null;
}

function markdown(comment: string): string {
  // One space after the star belongs to the star; further ones are Markdown (lists, code).
  const lines = comment
    .split(/\r?\n/)
    .map((line, index) => (index === 0 ? line.trimStart() : line.replace(/^\s*\*? ?/, '')).trimEnd());
  let fenced = false;
  const firstTag = lines.findIndex((line) => {
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced;
    return !fenced && /^\s*@[a-zA-Z]/.test(line);
  });
  return (firstTag === -1 ? lines : lines.slice(0, firstTag)).join('\n').trim();
}
