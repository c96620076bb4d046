// Reads which partitions were asked for, `2026-01-01..2026-01-31|us`, or says in a sentence why there is no such partition.
import { nearestName } from '@headwater/graph';
import { DAY } from './day-set.ts';
import { all, setOf, union, type PartitionSet } from './partition-set.ts';
import type { Partitions } from './partitions.ts';
import { setOfRectangles } from './rectangles.ts';
import { momentOf, momentText, readWall, wallDate } from './wall-clock.ts';

export type ChoiceReading =
  { readonly ok: true; readonly set: PartitionSet } | { readonly ok: false; readonly message: string };

/** Each text is a key, a range `from..to`, or `*` for all; of two dimensions one of these for each, joined by `|`. */
export function readChoice(texts: readonly string[], partitions: Partitions): ChoiceReading {
  const sets: PartitionSet[] = [];
  for (const text of texts) {
    const reading = readOne(text.trim(), partitions);
    if (!reading.ok) return reading;
    sets.push(reading.set);
  }
  return { ok: true, set: union(...sets) };
}

function readOne(text: string, partitions: Partitions): ChoiceReading {
  const { dimensions } = partitions;
  if (text === '*') return { ok: true, set: all(partitions) };
  if (dimensions === null) return readSpan(text, partitions);
  const sides = byDimension(text);
  const [one, other] = dimensions;
  if (sides === null) {
    const example = partitions.count > 0 ? `, such as "${partitions.keyAt(0)}"` : '';
    return bad(`Partition "${text}" needs a ${one.name} and a ${other.name}, joined by "|"${example}.`);
  }
  const rows = readSpan(sides[0], one.partitions);
  if (!rows.ok) return bad(`${rows.message} It was read as the ${one.name} of "${text}".`);
  const columns = readSpan(sides[1], other.partitions);
  if (!columns.ok) return bad(`${columns.message} It was read as the ${other.name} of "${text}".`);
  const rectangles = rows.set.map((range) => ({ rows: range, columns: columns.set }));
  return { ok: true, set: setOfRectangles(rectangles, other.partitions.count) };
}

/** `a..b|x..y`, and `a|x..b|y` from corner to corner, which means the same. */
function byDimension(text: string): readonly [string, string] | null {
  const corners = /^([^|]+?)\|([^|]+?)\.\.([^|]+)\|([^|]+)$/.exec(text);
  if (corners !== null) return [`${corners[1]}..${corners[3]}`, `${corners[2]}..${corners[4]}`];
  const [one, other, ...more] = text.split('|');
  return one === undefined || other === undefined || more.length > 0 ? null : [one, other];
}

function readSpan(text: string, partitions: Partitions): ChoiceReading {
  if (text === '*') return { ok: true, set: all(partitions) };
  const ends = endsOf(text, partitions);
  if (ends.length > 2) return bad(`"${text}" is no range: write from..to, with both keys.`);
  const [from = '', to = from] = ends;
  if (from === '' || to === '') {
    return bad(text === '' ? 'A partition key is missing.' : `"${text}" is no range: write from..to, with both keys.`);
  }
  const first = partitions.indexOf(from);
  if (first === null) return bad(unknownKey(from, partitions));
  const last = partitions.indexOf(to);
  if (last === null) return bad(unknownKey(to, partitions));
  if (last < first) return bad(`"${text}" ends before it begins. Did you mean "${to}..${from}"?`);
  return { ok: true, set: setOf([[first, last]]) };
}

/** Names can end or begin with a dot, as in `Acme Inc...Bolt Ltd.`: it is cut where that makes two keys of it. */
function endsOf(text: string, { indexOf }: Partitions): readonly string[] {
  const cuts = [...text.matchAll(/\.(?=\.)/g)].map(({ index }) => [text.slice(0, index), text.slice(index + 2)]);
  const trimmed = [...cuts, text.split('..')].map((keys) => keys.map((key) => key.trim()));
  return trimmed.find((keys) => keys.every((key) => indexOf(key) !== null)) ?? trimmed.at(-1) ?? [];
}

/** How many keys are looked through for one that was mistyped. */
const LOOKED_THROUGH = 10_000;

function unknownKey(key: string, partitions: Partitions): string {
  const { count, keyAt, definition } = partitions;
  const early = tooEarly(key, partitions);
  if (early !== null) return early;
  const what = `There is no partition "${key}".`;
  if (count === 0) {
    if (definition.is === 'dynamic') return `${what} No key was added to "${definition.name}" yet.`;
    return `${what} None exists yet${firstWords(partitions)}.`;
  }
  const looked =
    definition.is === 'time' ? [] : Array.from({ length: Math.min(count, LOOKED_THROUGH) }, (_, index) => keyAt(index));
  const nearest = nearestName(key, looked);
  const hint = nearest === null ? '' : ` Did you mean "${nearest}"?`;
  if (definition.is !== 'time' && count <= 10) return `${what}${hint} They are ${looked.join(', ')}.`;
  return `${what}${hint} They go from ${keyAt(0)} to ${keyAt(count - 1)}${definition.is === 'time' ? dateWords(key, partitions) : ''}.`;
}

/** For a key whose window has not ended: when it will have. */
function tooEarly(key: string, { time, count, definition }: Partitions): string | null {
  const index = time?.indexOfKey(key) ?? null;
  if (time === null || index === null || index < count || definition.is !== 'time') return null;
  const { start, end } = time.windowOf(index);
  if (time.end !== null && end > time.end) {
    return `There is no partition "${key}": they end before ${momentText(time.zone, time.end)}, where "end" is.`;
  }
  const exists = time.startOf(index + 1 - definition.endOffset);
  const why = definition.endOffset === 0 ? 'when its window ends' : `with an endOffset of ${definition.endOffset}`;
  const begins = definition.endOffset === 0 ? '' : ` (its window begins at ${momentText(time.zone, start)})`;
  return `Partition "${key}" does not exist yet: it will at ${momentText(time.zone, exists)}, ${why}${begins}.`;
}

function firstWords({ time }: Partitions): string {
  return time === null
    ? ''
    : `: the first is ${time.keyOf(0)}, whose window ends at ${momentText(time.zone, time.startOf(1))}`;
}

/** For a date that is no key itself: the windows that begin on that day, or the one it lies in. */
function dateWords(key: string, { time, count }: Partitions): string {
  const wall = readWall(key.slice(0, 10));
  if (time === null || wall === null) return '';
  const start = momentOf(time.zone, wall);
  const last = time.indexAt(momentOf(time.zone, wall + DAY) - 1);
  const first = Math.min(last, time.indexAt(start - 1) + 1);
  if (first < 0 || last >= count || time.keyOf(last) === key) return '';
  const keys = first === last ? time.keyOf(last) : `${time.keyOf(first)}..${time.keyOf(last)}`;
  return `; ${wallDate(wall)} is ${time.startOf(first) < start ? 'in ' : ''}${keys}`;
}

function bad(message: string): ChoiceReading {
  return { ok: false, message };
}
