// Cron expressions in words, and time zones, where one of them is written.
import { cronWords, readCron } from '@headwater/calendar';
import type { Completion } from './completion.ts';
import { insideLiteral } from './cursor-question.ts';
import type { CursorQuestion } from './cursor-question.ts';
import { replaced } from './open-source.ts';
import type { TimeLiteral } from './time-literal.ts';

/** The nicknames, and what is often meant. */
const CRONS = [
  ...['@hourly', '@daily', '@weekly', '@monthly', '@yearly'],
  ...['*/15 * * * *', '0 8 * * *', '0 8 * * 1-5', '0 0 1 * *'],
];

export function timeCompletions(
  question: Pick<CursorQuestion, 'source' | 'offset' | 'node'>,
  { role, timezone }: TimeLiteral,
): readonly Completion[] {
  const span = insideLiteral(question);
  const words = role === 'cron' ? CRONS : ['UTC', ...Intl.supportedValuesOf('timeZone')];
  return words.map((label) => {
    const read = role === 'cron' ? readCron(label, timezone) : null;
    return {
      label,
      kind: 'value',
      edit: replaced(question.source, span, label),
      filter: label,
      ...(read?.ok === true && { detail: cronWords(read.cron) }),
      more: [],
    };
  });
}
