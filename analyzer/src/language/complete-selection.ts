// Completion inside a selection that stands in a string of the source.
import { completeSelection } from '@headwater/graph';
import type { Completion } from './completion.ts';
import { insideLiteral } from './cursor-question.ts';
import type { CursorQuestion } from './cursor-question.ts';
import { escapedFor } from './literal-offsets.ts';
import { replaced } from './open-source.ts';

export function selectionCompletions(question: CursorQuestion): readonly Completion[] {
  const { source, offset, project } = question;
  const inside = insideLiteral(question);
  const text = source.text.slice(inside.start, inside.end);
  const { start, end, pieces } = completeSelection(text, offset - inside.start, project.document);
  const quote = source.text[inside.start - 1] ?? "'";
  const span = { start: inside.start + start, end: inside.start + end };
  return pieces.map(({ text: written, ...piece }) => ({
    ...piece,
    edit: replaced(source, span, escapedFor(quote, written)),
    more: [],
  }));
}
