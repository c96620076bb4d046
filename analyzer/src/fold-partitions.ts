// Folds the words of `partitions` to the slices they define, without running them.
import { isTimezone, openPartitions, readCron } from '@headwater/calendar';
import type { OneDimension, PartitionsDefinition, TimePartitions } from '@headwater/graph';
import type { StaticValue } from './file-record.ts';
import { isText, isTexts } from './folded-option.ts';
import { cronOf, timezoneOf } from './fold-cron.ts';
import { argumentData, computed, optionData, optionsAt, placeIn, refuse, wordAt } from './fold-words.ts';
import type { Word, WordOptions, WordReading } from './fold-words.ts';

const EVERY: Readonly<Record<string, TimePartitions['every']>> = {
  'partitions.hourly': 'hour',
  'partitions.daily': 'day',
  'partitions.weekly': 'week',
  'partitions.monthly': 'month',
  'partitions.cron': 'cron',
};

/** To be caught by `folded`. */
export function readPartitions(reading: WordReading, value: StaticValue): PartitionsDefinition {
  const word = wordAt(reading, value);
  if (word === null) return computed();
  const definition = word.name === 'partitions.multi' ? twoDimensions(word) : oneDimension(word);
  reportDefinition(word, definition);
  return definition;
}

function oneDimension(word: Word): OneDimension {
  const every = EVERY[word.name];
  if (every !== undefined) return timePartitions(word, every);
  const given = argumentData(word, 0);
  switch (word.name) {
    case 'partitions.static':
      return isTexts(given) ? { is: 'static', keys: given } : notLoading(word, "keys, such as `['us', 'de']`");
    case 'partitions.dynamic':
      if (isText(given) && given.trim() !== '') return { is: 'dynamic', name: given };
      return notLoading(word, "the name of its set, such as `'customers'`");
    default:
      return computed();
  }
}

function timePartitions(word: Word, every: TimePartitions['every']): TimePartitions {
  const { reading, name: of } = word;
  const options = optionsAt(word, 0);
  const cron = { value: optionData(options, 'cron'), place: placeIn(word, 0, 'cron'), of };
  const timezone = { value: optionData(options, 'timezone'), place: placeIn(word, 0, 'timezone'), of };
  return {
    is: 'time',
    every,
    cron: every === 'cron' ? cronOf(reading, cron) : null,
    start: momentOf(word, options, 'start') ?? notLoading(word, "a `start`, such as `'2026-01-01'`"),
    end: momentOf(word, options, 'end'),
    timezone: timezoneOf(reading, timezone) ?? 'UTC',
    endOffset: offsetOf(word, options, 'endOffset'),
  };
}

/** Counting further would take longer than anybody waits; the SDK refuses it, too. */
const FARTHEST = 100_000;

/** So many partitions earlier or later; 0 when none are given. */
export function offsetOf(word: Word, options: WordOptions, name: string): number {
  const offset = optionData(options, name) ?? 0;
  if (typeof offset === 'number' && Number.isInteger(offset) && Math.abs(offset) <= FARTHEST) return offset;
  return notLoading(word, `a whole number of partitions as \`${name}\`, ${FARTHEST} at most`, name);
}

function momentOf(word: Word, options: WordOptions, name: 'start' | 'end'): string | null {
  const moment = optionData(options, name);
  if (moment === undefined) return null;
  if (isText(moment) && /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2})?$/.test(moment)) return moment;
  return notLoading(word, `local time as \`${name}\`, such as \`'2026-01-01'\` or \`'2026-01-01T06:00'\``, name);
}

function twoDimensions(word: Word): PartitionsDefinition {
  const { fields, reading } = optionsAt(word, 0);
  const dimensions = [...fields].map(([name, value]): readonly [string, OneDimension] => {
    const dimension = readPartitions(reading, value);
    if (dimension.is !== 'multi') return [name, dimension];
    const message = `The dimension \`${name}\` is of two dimensions itself, so the module cannot load. Write one of one.`;
    return refuse(word.reading, placeIn(word, 0, name), ['bad-partitions', message]);
  });
  if (dimensions.length !== 2) return notLoading(word, 'two dimensions, each under its name');
  return { is: 'multi', dimensions: Object.fromEntries(dimensions) };
}

/** TypeScript says most of it, too. */
export function notLoading(word: Word, what: string, option?: string): never {
  const message = `\`${word.name}\` takes ${what}, so the module cannot load as it is.`;
  return refuse(word.reading, placeIn(word, 0, option), ['bad-partitions', message]);
}

/** The dimensions of two are looked at on their own; crons and time zones where they stand. */
function reportDefinition({ reading, name, ...word }: Word, definition: PartitionsDefinition): void {
  if (reading.report === null || definition.is === 'multi') return;
  if (definition.is === 'time' && !hasGoodClock(definition)) return;
  const opened = openPartitions(definition, { now: 0, dynamicKeys: () => [] });
  if (!opened.ok) reading.report('bad-partitions', word.place, `\`${name}\`: ${opened.message}`);
}

function hasGoodClock({ cron, timezone }: TimePartitions): boolean {
  return isTimezone(timezone) && (cron === null || readCron(cron, null).ok);
}
