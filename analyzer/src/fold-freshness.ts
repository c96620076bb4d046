// Folds the words of `freshness` to the policy they make, without running them.
import type { FreshnessPolicy } from '@headwater/graph';
import type { StaticValue } from './file-record.ts';
import { cronOf, durationOf, timezoneOf } from './fold-cron.ts';
import { argumentData, computed, optionData, optionsAt, placeIn, refuse, wordAt } from './fold-words.ts';
import type { Word, WordReading } from './fold-words.ts';

/** A shorter window would fail between two looks. */
const LEAST_WINDOW = 60_000;

/** To be caught by `folded`. */
export function readFreshness(reading: WordReading, value: StaticValue): FreshnessPolicy {
  const word = wordAt(reading, value);
  switch (word?.name) {
    case 'freshness.maxLag':
      return agePolicy(word, 'maxLag');
    case 'freshness.timeWindow':
      return agePolicy(word, 'timeWindow');
    case 'freshness.cron':
      return cronPolicy(word);
    default:
      return computed();
  }
}

function agePolicy(word: Word, is: 'maxLag' | 'timeWindow'): FreshnessPolicy {
  const of = `\`${word.name}\``;
  const given = { value: argumentData(word, 0), place: placeIn(word, 0), of };
  const failMs = durationOf(word.reading, given);
  if (is === 'timeWindow' && failMs < LEAST_WINDOW)
    return refuse(word.reading, given.place, [
      'bad-duration',
      `${of} is one minute or more, and this is less, so the module cannot load. Write '1m' or more.`,
    ]);
  const warn = optionData(optionsAt(word, 1), 'warn');
  if (warn === undefined) return { is, failMs, warnMs: null };
  const place = placeIn(word, 1, 'warn');
  const warnMs = durationOf(word.reading, { value: warn, place, of: `\`warn\` of ${of}` });
  if (warnMs < failMs) return { is, failMs, warnMs };
  const message = `${of} would warn no earlier than it fails, so the module cannot load. Make \`warn\` shorter.`;
  return refuse(word.reading, place, ['bad-duration', message]);
}

function cronPolicy(word: Word): FreshnessPolicy {
  const { reading, name: of } = word;
  const options = optionsAt(word, 1);
  const zone = { value: optionData(options, 'timezone'), place: placeIn(word, 1, 'timezone'), of };
  return {
    is: 'cron',
    cron: cronOf(reading, { value: argumentData(word, 0), place: placeIn(word, 0), of }),
    timezone: timezoneOf(reading, zone),
    lowerBoundMs: durationOf(reading, {
      value: optionData(options, 'lowerBound'),
      place: placeIn(word, 1, 'lowerBound'),
      of: `\`lowerBound\` of \`${of}\``,
    }),
  };
}
