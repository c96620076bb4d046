// What a cron expression in the source says: its words and its next ticks in its time zone.
import { cronWords, nextTick, readCron } from '@headwater/calendar';
import type { SourceRange } from '@headwater/graph';
import { ts } from 'ts-morph';
import { rangeOf } from '../syntax-tree.ts';
import type { FileCursor } from './completion.ts';
import { mayDeclare, sourceOf } from './language-project.ts';
import type { LanguageProject } from './language-project.ts';
import { offsetAt } from './open-source.ts';
import { timeLiteral } from './time-literal.ts';

export interface CronAt {
  /** Of the literal. */
  readonly range: SourceRange;
  /** `At 08:00 AM, Monday through Friday, Europe/Berlin`. */
  readonly words: string;
  /** `Mon 2026-03-30 08:00`, in its time zone. */
  readonly next: readonly string[];
}

const SHOWN = 3;

/** Null where no cron stands that can be read. `now` in epoch milliseconds. */
export function cronAt(project: LanguageProject, { file, line, column }: FileCursor, now: number): CronAt | null {
  const source = mayDeclare(project, file) ? sourceOf(project, file) : null;
  const offset = source === null ? null : offsetAt(source, line, column);
  if (source === null || offset === null) return null;
  const node = literalAt(source.tree, offset);
  const found = node === null ? null : timeLiteral(project.world, file, node);
  if (node === null || found?.role !== 'cron') return null;
  const read = readCron(node.text, found.timezone);
  if (!read.ok) return null;
  const next: string[] = [];
  for (let tick = nextTick(read.cron, now); tick !== null && next.length < SHOWN; tick = nextTick(read.cron, tick))
    next.push(localTime(tick, read.cron.timezone));
  return { range: rangeOf(source.tree, node), words: cronWords(read.cron), next };
}

function literalAt(tree: ts.SourceFile, offset: number): ts.StringLiteralLike | null {
  let found: ts.StringLiteralLike | null = null;
  const visit = (node: ts.Node): void => {
    if (node.pos > offset || node.end < offset) return;
    if (ts.isStringLiteralLike(node) && node.getStart(tree) <= offset) found = node;
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function localTime(time: number, timeZone: string): string {
  const two = '2-digit';
  const format = new Intl.DateTimeFormat('en-US', {
    ...({ timeZone, hourCycle: 'h23', weekday: 'short', year: 'numeric' } as const),
    ...({ month: two, day: two, hour: two, minute: two } as const),
  });
  const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
  return `${parts['weekday']} ${parts['year']}-${parts['month']}-${parts['day']} ${parts['hour']}:${parts['minute']}`;
}
