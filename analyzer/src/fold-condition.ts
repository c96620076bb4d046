// Folds the words of `automation` to the condition they make, without running them.
import { parseSelection } from '@headwater/graph';
import type { Condition, PlainCondition } from '@headwater/graph';
import type { StaticValue } from './file-record.ts';
import { isText } from './folded-option.ts';
import { cronOf, durationOf, timezoneOf } from './fold-cron.ts';
import { argumentData, computed, optionData, optionsAt, placeIn, refuse, wordAt } from './fold-words.ts';
import type { Word, WordReading } from './fold-words.ts';

const PLAIN: ReadonlySet<string> = new Set<PlainCondition>([
  ...(['eager', 'onMissing', 'onFreshness', 'missing', 'newlyMissing', 'newlyUpdated', 'newlyRequested'] as const),
  ...(['willBeRequested', 'inProgress', 'executionFailed', 'codeChanged', 'dataChanged', 'checksPassed'] as const),
  ...(['checksFailed', 'anyDepsUpdated', 'allDepsUpdated', 'anyDepsMissing', 'anyDepsInProgress'] as const),
  ...(['initialEvaluation', 'inLatestTimeWindow'] as const),
]);

/** To be caught by `folded`. */
export function readCondition(reading: WordReading, value: StaticValue): Condition {
  const word = wordAt(reading, value);
  if (word === null) return computed();
  if (word.of !== null) return readMethod(word, readCondition(word.reading, word.of));
  const [space, is = ''] = word.name.split('.');
  if (space !== 'automation') return computed();
  if (isPlain(is)) return { is };
  switch (is) {
    case 'onCron':
    case 'cronTickPassed':
      return {
        is,
        cron: cronOf(word.reading, { value: argumentData(word, 0), place: placeIn(word, 0), of: word.name }),
        timezone: timezoneOf(word.reading, { value: argumentData(word, 1), place: placeIn(word, 1), of: word.name }),
      };
    case 'olderThan': {
      const given = { value: argumentData(word, 0), place: placeIn(word, 0), of: `\`${word.name}\`` };
      return { is, ms: durationOf(word.reading, given) };
    }
    case 'anyDeps':
    case 'allDeps':
      return { is, of: conditionAt(word, 0), selection: selectionOf(word) };
    default:
      return computed();
  }
}

function isPlain(name: string): name is PlainCondition {
  return PLAIN.has(name);
}

function readMethod(word: Word, of: Condition): Condition {
  const others = (): Condition[] => word.args.map((_, index) => conditionAt(word, index));
  switch (word.name) {
    case '.and':
    case '.or': {
      const is = word.name === '.and' ? 'and' : 'or';
      if (word.args.length > 0) return { is, of: [of, ...others()] };
      const message = `\`${word.name}()\` combines this condition with others, and is given none, so the module cannot load. Write one, as in \`${word.name}(automation.onMissing())\`.`;
      return refuse(word.reading, word.place, ['bad-condition', message]);
    }
    case '.not':
    case '.newlyTrue':
      return { is: word.name === '.not' ? 'not' : 'newlyTrue', of };
    case '.since':
      return { is: 'since', of, until: conditionAt(word, 0) };
    default:
      return computed();
  }
}

/** Where something else than a condition is given, TypeScript says it, and the module cannot load. */
function conditionAt(word: Word, index: number): Condition {
  const argument = word.args[index];
  return argument === undefined ? computed() : readCondition(word.reading, argument.value);
}

/** Null: every direct upstream. */
function selectionOf(word: Word): string | null {
  const selection = optionData(optionsAt(word, 1), 'selection');
  if (selection === undefined) return null;
  if (!isText(selection)) return computed();
  const parsed = parseSelection(selection);
  if (parsed.kind === 'error')
    word.reading.report?.(
      'bad-condition',
      placeIn(word, 1, 'selection'),
      `The selection of \`${word.name}\` does not parse: ${parsed.message}.`,
    );
  return selection;
}
