// Reads the options that are words of the SDK: `partitions`, `automation`, `freshness` and `backfill`, or notes that only a run can tell.
import type { AssetNode } from '@headwater/graph';
import type { StaticValue } from './file-record.ts';
import { readCondition } from './fold-condition.ts';
import { foldValue } from './fold-value.ts';
import { readFreshness } from './fold-freshness.ts';
import { readPartitions } from './fold-partitions.ts';
import { folded } from './fold-words.ts';
import type { WordReading } from './fold-words.ts';
import type { OptionsQuestion } from './folded-option.ts';
import { givenOption, isRecord } from './folded-option.ts';
import type { Report } from './upstream.ts';

export interface WordsQuestion extends OptionsQuestion {
  readonly report: Report;
}

export type StepFacts = Pick<AssetNode, 'partitions' | 'automation' | 'backfill'>;

/** What is said of a body: of a multi-asset the same for all of its outputs. */
export function stepFacts(question: WordsQuestion): StepFacts {
  const partitions = foldedWords(question, 'partitions', readPartitions);
  const automation = foldedWords(question, 'automation', readCondition);
  const backfill = backfillOf(question);
  return { ...(partitions && { partitions }), ...(automation && { automation }), ...(backfill && { backfill }) };
}

/** Nothing of this project makes it, so nothing can run it. */
export function externalFacts(question: WordsQuestion): StepFacts {
  const partitions = foldedWords(question, 'partitions', readPartitions);
  const automation = question.options?.byName.get('automation');
  if (automation !== undefined)
    question.report(
      'bad-condition',
      automation.place,
      'An external asset is made elsewhere, so nothing can run it by itself. Take `automation` out, or automate what reads it.',
    );
  return { ...(partitions && { partitions }) };
}

export function freshnessOf(question: WordsQuestion): Pick<AssetNode, 'freshness'> {
  const freshness = foldedWords(question, 'freshness', readFreshness);
  return { ...(freshness && { freshness }) };
}

function foldedWords<Value extends object>(
  { world, path, options, unreadable, report }: WordsQuestion,
  name: string,
  read: (reading: WordReading, value: StaticValue) => Value,
): Value | undefined {
  const option = givenOption(options, name);
  if (option === undefined) return undefined;
  const value = option.kind === 'value' ? folded(() => read({ world, path, report }, option.value)) : 'computed';
  if (typeof value === 'object') return value;
  if (value === 'computed') unreadable.push({ reason: `its \`${name}\` is computed`, place: option.place });
  return undefined;
}

/** `'single-run'`, or `{ maxPartitionsPerRun }`. */
function backfillOf({ world, path, options, unreadable, report }: WordsQuestion): AssetNode['backfill'] {
  const option = givenOption(options, 'backfill');
  if (option === undefined) return undefined;
  const wrong = (message: string): undefined => {
    report('bad-partitions', option.place, message);
  };
  // Options that are not read may hold them.
  if (unreadable.length === 0 && givenOption(options, 'partitions') === undefined)
    return wrong(
      '`backfill` says how partitions are made, and there are none, so the module cannot load. Add `partitions`, or take `backfill` out.',
    );
  const given = option.kind === 'value' ? foldValue(world, path, option.value) : undefined;
  if (given === 'single-run') return { maxPartitionsPerRun: null };
  const most = isRecord(given) ? given['maxPartitionsPerRun'] : undefined;
  if (typeof most === 'number') {
    if (Number.isSafeInteger(most) && most >= 1) return { maxPartitionsPerRun: most };
    return wrong(
      `\`maxPartitionsPerRun\` of \`backfill\` is ${most}, so the module cannot load. Write a whole number, 1 or more.`,
    );
  }
  unreadable.push({ reason: 'its `backfill` is computed', place: option.place });
  return undefined;
}
