// Folds the words of `mapping` to which partitions of an input are needed, without running them.
import type { PartitionMapping } from '@headwater/graph';
import type { StaticValue } from './file-record.ts';
import { isRecord, isText, isTexts } from './folded-option.ts';
import { notLoading, offsetOf } from './fold-partitions.ts';
import { argumentData, computed, optionsAt, wordAt } from './fold-words.ts';
import type { Word, WordReading } from './fold-words.ts';

/** To be caught by `folded`. */
export function readMapping(reading: WordReading, value: StaticValue): PartitionMapping {
  const word = wordAt(reading, value);
  switch (word?.name) {
    case 'mapping.identity':
      return { is: 'identity' };
    case 'mapping.all':
      return { is: 'all' };
    case 'mapping.last':
      return { is: 'last' };
    case 'mapping.window':
      return windowOf(word);
    case 'mapping.static':
      return { is: 'static', keys: keysOf(word) };
    case 'mapping.dimension': {
      const name = argumentData(word, 0);
      return isText(name) && name.trim() !== ''
        ? { is: 'dimension', name }
        : notLoading(word, "the name of a dimension, such as `'day'`");
    }
    default:
      return computed();
  }
}

function windowOf(word: Word): PartitionMapping {
  const options = optionsAt(word, 0);
  return {
    is: 'window',
    startOffset: offsetOf(word, options, 'startOffset'),
    endOffset: offsetOf(word, options, 'endOffset'),
  };
}

function keysOf(word: Word): Readonly<Record<string, readonly string[]>> {
  const keys = argumentData(word, 0);
  const entries = isRecord(keys) ? Object.entries(keys) : [];
  if (entries.length === 0) return notLoading(word, "keys, such as `{ us: ['usa'] }`");
  return Object.fromEntries(
    entries.map(([key, upstream]) => [
      key,
      isTexts(upstream) ? [...new Set(upstream)] : notLoading(word, "an array of keys for each, such as `['usa']`"),
    ]),
  );
}
