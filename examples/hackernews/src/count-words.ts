// Counts the words of titles, without those that say nothing.
import { STOP_WORDS } from './stop-words.ts';

export interface WordCount {
  readonly word: string;
  readonly count: number;
}

/** Most frequent first, of equally frequent ones the first seen. A word is written as it is written most often. */
export function countWords(titles: readonly string[]): WordCount[] {
  const spellings = titles.flatMap(wordsOf);
  const words = Map.groupBy(spellings, (spelling) => spelling.toLowerCase());
  return Array.from(words.values(), (same) => ({ word: mostFrequent(same), count: same.length })).sort(
    (a, b) => b.count - a.count,
  );
}

/** Two characters or more, no bare numbers; `city's` is `city`. */
function wordsOf(title: string): string[] {
  const words = title.replaceAll('’', "'").match(/[\p{L}\p{N}][\p{L}\p{N}']+/gu) ?? [];
  return words
    .map((word) => word.replace(/('s|')$/i, ''))
    .filter((word) => word.length > 1 && !/^\p{N}+$/u.test(word) && !STOP_WORDS.has(word.toLowerCase()));
}

function mostFrequent(spellings: readonly string[]): string {
  const counts = [...Map.groupBy(spellings, (spelling) => spelling)];
  const [first = ['']] = counts.sort(([, a], [, b]) => b.length - a.length);
  return first[0];
}
