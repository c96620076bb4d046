// Tells what is wrong with words of the SDK that stand under names of their own: once, where they are written.
import { readCondition } from './fold-condition.ts';
import type { StaticValue } from './file-record.ts';
import { readFreshness } from './fold-freshness.ts';
import { readMapping } from './fold-mapping.ts';
import { readPartitions } from './fold-partitions.ts';
import { folded, wordAt } from './fold-words.ts';
import type { WordReading } from './fold-words.ts';
import type { LinkQuestion } from './upstream.ts';

export function reportWords(question: LinkQuestion): void {
  for (const binding of question.world.record(question.path)?.bindings.values() ?? []) {
    const value = binding.kind === 'call' ? binding.word : binding.value;
    if (value !== null) reportIn(question, value);
  }
}

/** Also in a record or a list of them. */
function reportIn(question: LinkQuestion, value: StaticValue): void {
  if (value.kind === 'list') for (const item of value.items) reportIn(question, item);
  if (value.kind === 'fields') for (const field of value.fields.values()) reportIn(question, field);
  if (value.kind !== 'call') return;
  const word = wordAt(question, value);
  const read =
    word === null ? undefined : READERS[word.name.startsWith('.') ? 'automation' : (word.name.split('.')[0] ?? '')];
  if (read !== undefined) folded(() => read(question, value));
}

type Reader = (reading: WordReading, value: StaticValue) => object;

const READERS: Readonly<Record<string, Reader | undefined>> = {
  automation: readCondition,
  freshness: readFreshness,
  partitions: readPartitions,
  mapping: readMapping,
  fromPartitions: (reading, value) => {
    const needed = wordAt(reading, value)?.args[1];
    return needed === undefined ? {} : readMapping(reading, needed.value);
  },
};
