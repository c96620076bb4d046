// Writes a time zone or the nickname of a cron as it was meant.
import { isTimezone, readCron } from '@headwater/calendar';
import { nearestName } from '@headwater/graph';
import { ts } from 'ts-morph';
import { quoted, replaced, spanOf } from '../open-source.ts';
import type { Fix, FixQuestion } from './fix-question.ts';

const NICKNAMES = ['@hourly', '@daily', '@weekly', '@monthly', '@yearly'] as const;

export function fixBadCron({ source, node }: FixQuestion): readonly Fix[] {
  if (!ts.isStringLiteralLike(node)) return [];
  const meant = meantCron(node.text) ?? meantTimezone(node.text);
  if (meant === null) return [];
  const text = quoted(source, meant);
  return [{ title: `Change to ${text}`, edits: [replaced(source, spanOf(node), text)], isPreferred: true }];
}

function meantCron(text: string): string | null {
  if (readCron(text, null).ok || text.includes('/')) return null;
  const bare = text.trim().toLowerCase();
  const nickname = bare.startsWith('@') ? bare : `@${bare}`;
  return NICKNAMES.find((each) => each === nickname) ?? nearestName(nickname, NICKNAMES);
}

/** Also by its city alone: `Berlin`. */
function meantTimezone(text: string): string | null {
  if (isTimezone(text) || readCron(text, null).ok) return null;
  const all = Intl.supportedValuesOf('timeZone');
  const city = text.trim().replaceAll(' ', '_').toLowerCase();
  return all.find((each) => each.toLowerCase().endsWith(`/${city}`)) ?? nearestName(text, ['UTC', ...all]);
}
