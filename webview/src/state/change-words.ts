// Says in words what changed since the base of a diff.
import type { GraphDiff } from '@headwater/graph';
import { CHANGE_LOOKS, type AssetChange, type ChangeCount, type ChangeLook, type Changes } from './diff.ts';
import { firstFew } from './format.ts';

/** On a node, beside its glyph. */
export const CHANGE_WORDS: Readonly<Record<ChangeLook, string>> = {
  added: 'added',
  changed: 'changed',
  renamed: 'renamed',
  removed: 'removed',
  stale: 'becomes stale',
};

const COUNT_WORDS: Readonly<Record<ChangeLook, (count: number) => string>> = {
  added: () => 'added',
  changed: () => 'changed',
  renamed: () => 'renamed',
  removed: () => 'removed',
  stale: (count) => (count === 1 ? 'becomes stale' : 'become stale'),
};

const ASSETS_NAMED = 3;
const COMMIT_LETTERS = 7;

/** What is compared with, as short as it can be told: `main`, `a1b2c3d`. */
export function baseName({ ref, commit }: GraphDiff['base']): string {
  return ref === commit ? shortCommit(commit) : ref;
}

export const shortCommit = (commit: string): string => commit.slice(0, COMMIT_LETTERS);

/** `2 changed`, `1 becomes stale` */
export const countOf = ([look, count]: ChangeCount): string => `${count} ${COUNT_WORDS[look](count)}`;

/** Each look that there is, with `2 changed`, `1 becomes stale`. */
export function countWords(counts: Changes['counts']): (readonly [ChangeLook, string])[] {
  return CHANGE_LOOKS.filter((look) => counts[look] > 0).map((look) => [look, countOf([look, counts[look]])]);
}

/** `smallest plan: 7 steps`, `smallest plan: 7 steps, 2 of them made already`; `made`: how many of them are. */
export function planWords({ length }: Changes['plan'], made = 0): string {
  if (length === 0) return 'nothing to rebuild';
  const done = made === 0 ? '' : made === length ? ', made already' : `, ${made} of them made already`;
  return `smallest plan: ${length} ${length === 1 ? 'step' : 'steps'}${done}`;
}

/** `Compared with main: 1 added, 2 changed; smallest plan: 3 steps`, for who does not see the picture. */
export function summaryWords({ base, counts, plan }: Changes): string {
  const told = countWords(counts).map(([, words]) => words);
  const what = told.length === 0 ? 'no asset changed' : `${told.join(', ')}; ${planWords(plan)}`;
  return `Compared with ${baseName(base)}: ${what}`;
}

/** `added since main`, `renamed from "prices" since main`, `becomes stale since main because of orders`. */
export function changeSentence({ look, diff }: AssetChange, base: GraphDiff['base']): string {
  const since = `since ${baseName(base)}`;
  if (look === 'renamed') return `renamed from ${diff.was?.key ?? 'another name'} ${since}`;
  if (look === 'stale' && diff.because.length > 0)
    return `${CHANGE_WORDS.stale} ${since} because of ${firstFew(diff.because, ASSETS_NAMED)}`;
  return `${CHANGE_WORDS[look]} ${since}`;
}
