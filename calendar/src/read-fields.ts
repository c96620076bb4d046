// Reads the five fields of a cron, or says in a sentence which field is wrong and what it may be.
import { daySet, type DaySet } from './day-set.ts';

export type FieldsReading =
  | { readonly ok: true; readonly days: DaySet; /** Of the day, sorted. */ readonly minutes: readonly number[] }
  | { readonly ok: false; readonly message: string };

interface Field {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly names?: readonly string[];
}

const MINUTE: Field = { name: 'minute', low: 0, high: 59 };
const HOUR: Field = { name: 'hour', low: 0, high: 23 };
const DAY_OF_MONTH: Field = { name: 'day of month', low: 1, high: 31 };
const MONTH_NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH: Field = { name: 'month', low: 1, high: 12, names: MONTHS };
/** Sunday is 0 and 7. */
const DAY_OF_WEEK: Field = {
  name: 'day of week',
  low: 0,
  high: 7,
  names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
};
const FIELDS = [MINUTE, HOUR, DAY_OF_MONTH, MONTH, DAY_OF_WEEK];

const NICKNAMES: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};

/** The longest each month can be. */
const LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The five fields a cron stands for: what a nickname is short for. */
export function spelledOut(cron: string): string {
  return NICKNAMES[cron.trim().toLowerCase()] ?? cron.trim();
}

export function readFields(cron: string): FieldsReading {
  const bad = (reason: string): FieldsReading => ({ ok: false, message: `Cron "${cron}" cannot be read: ${reason}` });
  const text = spelledOut(cron);
  if (text === '') return bad('it is empty. Write five fields, such as "0 8 * * *" for 08:00 each day.');
  if (text.startsWith('@')) return bad(`there is no ${text}. Nicknames are ${nicknames()}.`);
  const parts = text.split(/\s+/);
  if (parts.length === 6) return bad('it has 6 fields. Seconds are not read: leave the first field out.');
  if (parts.length !== 5) {
    const fields = parts.length === 1 ? '1 field' : `${parts.length} fields`;
    return bad(`it has ${fields}, and needs 5: minute, hour, day of month, month, day of week.`);
  }
  const sets: ReadonlySet<number>[] = [];
  for (const [index, field] of FIELDS.entries()) {
    const read = readField(parts[index] ?? '', field);
    if (!read.ok) return bad(read.reason);
    sets.push(read.values);
  }
  const [minutes = NONE, hours = NONE, daysOfMonth = NONE, months = NONE, daysOfWeek = NONE] = sets;
  const anyWeekday = isEvery(parts[4], daysOfWeek, 8);
  const shortest = Math.min(...daysOfMonth);
  if (anyWeekday && ![...months].some((month) => shortest <= (LENGTHS[month - 1] ?? 0))) {
    return bad(`it never comes, for ${monthsWords(months)} no ${shortest}${shortest === 31 ? 'st' : 'th'}.`);
  }
  return {
    ok: true,
    days: daySet({
      daysOfMonth: isEvery(parts[2], daysOfMonth, 31) ? null : daysOfMonth,
      months,
      daysOfWeek: anyWeekday ? null : new Set([...daysOfWeek].map((day) => day % 7)),
    }),
    minutes: [...hours].flatMap((hour) => [...minutes].map((minute) => hour * 60 + minute)).sort((a, b) => a - b),
  };
}

const NONE: ReadonlySet<number> = new Set();

/** `*`, however it was written: only then does the other of the two fields of days decide alone. */
function isEvery(text: string | undefined, values: ReadonlySet<number>, size: number): boolean {
  return text?.startsWith('*') === true && values.size === size;
}

type FieldReading =
  { readonly ok: true; readonly values: ReadonlySet<number> } | { readonly ok: false; readonly reason: string };

function readField(text: string, field: Field): FieldReading {
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const match = /^(?:\*|([^-/]+)(?:-([^-/]+))?)(?:\/(\d+))?$/.exec(item);
    const wrong = (reason: string): FieldReading => ({
      ok: false,
      reason: `in "${text}", its ${field.name} field, ${reason} ${mayBe(field)}`,
    });
    if (match === null)
      return wrong(item === '' ? 'something is missing beside a comma.' : `"${item}" is not understood.`);
    const step = match[3] === undefined ? 1 : Number(match[3]);
    if (step === 0 || step > field.high) return wrong(`a step of ${step} is not possible.`);
    const low = match[1] === undefined ? field.low : readValue(match[1], field);
    if (low === null) return wrong(`"${match[1]}" is not possible.`);
    const isOpen = match[1] === undefined || (match[2] === undefined && match[3] !== undefined);
    const high = match[2] === undefined ? (isOpen ? field.high : low) : readValue(match[2], field);
    if (high === null) return wrong(`"${match[2]}" is not possible.`);
    if (high < low) return wrong(`"${item}" ends before it begins.`);
    for (let value = low; value <= high; value += step) values.add(value);
  }
  return { ok: true, values };
}

function readValue(text: string, { low, high, names }: Field): number | null {
  const named = names?.indexOf(text.toLowerCase()) ?? -1;
  if (named >= 0) return named + low;
  const value = /^\d{1,2}$/.test(text) ? Number(text) : NaN;
  return value >= low && value <= high ? value : null;
}

function mayBe({ name, low, high, names }: Field): string {
  const words = names === undefined ? '' : ` or ${names[0]}–${names.at(-1)}`;
  const sunday = name === 'day of week' ? ' (0 and 7 are Sunday)' : '';
  return `It may be *, or numbers ${low}–${high}${words}${sunday}, with lists 1,2, ranges 1-3 and steps */2.`;
}

function monthsWords(months: ReadonlySet<number>): string {
  const names = [...months].sort((a, b) => a - b).map((month) => MONTH_NAMES[month - 1]);
  return names.length === 1 ? `${names[0]} has` : `${names.join(' and ')} have`;
}

function nicknames(): string {
  const names = Object.keys(NICKNAMES);
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
