// How well a few letters fit a name, and which of its letters were meant: its start, a word's start, starts of words, then anywhere.

export interface NameMatcher {
  /** The larger, the better; 0 where it does not fit. Allocates nothing where it can: it is asked for every name of a project. */
  readonly score: (name: string) => number;
  /** Offsets of the meant letters in a name that fits, in order. */
  readonly letters: (name: string) => readonly number[];
}

const SCORES = {
  exact: 7000,
  lastExact: 6500,
  start: 6000,
  lastStart: 5500,
  word: 5000,
  words: 4000,
  pieces: 3000,
  inside: 2000,
  scattered: 1000,
};
/** A match of at least this is more than letters that happen to follow each other. */
export const GOOD_MATCH = 1500;
/** …and of at least this, a start of the name or of one of its words. */
export const WORD_MATCH = 4500;
const LONGEST_QUERY = 80;

/** Reads a query once for many names. Case does not matter; blanks and slashes part it into pieces that follow each other. */
export function nameMatcher(query: string): NameMatcher {
  const wanted = query.trim().toLowerCase().slice(0, LONGEST_QUERY);
  const pieces = wanted.split(/[\s/]+/u).filter((piece) => piece !== '');
  // Half a character is no letter.
  const hasHalves = /[\ud800-\udfff]/.test(wanted);

  const fit = (name: string): Fit | null => {
    const lower = name.toLowerCase();
    // Where lower case has other offsets, letters cannot be placed.
    if (wanted === '' || lower.length !== name.length) return null;
    const whole = wholeFit(name, lower, wanted);
    if (whole !== null || hasHalves) return whole;
    if (pieces.length > 1) return piecesFit(name, lower, pieces);
    if (!isInOrder(lower, wanted)) return null;
    return wordsFit(name, lower, wanted) ?? { rank: SCORES.scattered, letters: () => inOrder(lower, wanted) };
  };
  return {
    // Of two that fit alike, the shorter name is meant.
    score: (name) => {
      const rank = fit(name)?.rank;
      return rank === undefined ? 0 : rank - Math.min(name.length, 400);
    },
    letters: (name) => fit(name)?.letters() ?? [],
  };
}

interface Fit {
  readonly rank: number;
  readonly letters: () => readonly number[];
}

function wholeFit(name: string, lower: string, wanted: string): Fit | null {
  let best = -1;
  let rank = 0;
  const last = name.lastIndexOf('/') + 1;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + 1)) {
    const ends = at + wanted.length === name.length;
    let here = SCORES.inside;
    if (at === 0) here = ends ? SCORES.exact : SCORES.start;
    else if (at === last) here = ends ? SCORES.lastExact : SCORES.lastStart;
    else if (startsWord(name, at)) here = SCORES.word;
    if (here <= rank) continue;
    rank = here;
    best = at;
  }
  return best < 0 ? null : { rank, letters: () => run(best, wanted.length) };
}

/** Each piece behind the one before, at the start of a word where it can be. */
function piecesFit(name: string, lower: string, pieces: readonly string[]): Fit | null {
  const at: number[] = [];
  let starts = 0;
  let from = 0;
  for (const piece of pieces) {
    const first = lower.indexOf(piece, from);
    if (first < 0) return null;
    let place = first;
    while (place >= 0 && !startsWord(name, place)) place = lower.indexOf(piece, place + 1);
    if (place >= 0) starts++;
    else place = first;
    at.push(...run(place, piece.length));
    from = place + piece.length;
  }
  return { rank: SCORES.pieces + (starts === pieces.length ? 500 : 0), letters: () => at };
}

/** `gdr` and `golrev` for `goldDailyRevenue`: each letter follows the one before or starts a later word. */
function wordsFit(name: string, lower: string, wanted: string): Fit | null {
  const at: number[] = [];
  // A letter at a place from where the rest did not fit before.
  let dead: Set<number> | null = null;
  const fits = (letter: number, from: number): boolean => {
    if (letter === wanted.length) return true;
    const place = letter * (name.length + 1) + from;
    if (dead?.has(place) === true) return false;
    const searched = wanted[letter] ?? '';
    for (let index = lower.indexOf(searched, from); index >= 0; index = lower.indexOf(searched, index + 1)) {
      if (!((index === from && letter > 0) || startsWord(name, index))) continue;
      at.push(index);
      if (fits(letter + 1, index + 1)) return true;
      at.pop();
    }
    (dead ??= new Set()).add(place);
    return false;
  };
  if (!fits(0, 0)) return null;
  const words = at.filter((each, index) => each !== (at[index - 1] ?? -2) + 1).length;
  return { rank: SCORES.words - 10 * words, letters: () => at };
}

function inOrder(lower: string, wanted: string): number[] {
  const at: number[] = [];
  for (const letter of wanted) at.push(lower.indexOf(letter, (at.at(-1) ?? -1) + 1));
  return at;
}

function isInOrder(lower: string, wanted: string): boolean {
  let from = 0;
  for (let letter = 0; letter < wanted.length; letter++) {
    const at = lower.indexOf(wanted[letter] ?? '', from);
    if (at < 0) return false;
    from = at + 1;
  }
  return true;
}

function startsWord(name: string, at: number): boolean {
  if (at === 0) return true;
  const before = kindOf(name, at - 1);
  const here = kindOf(name, at);
  return here !== 'sign' && here !== before && !(here === 'small' && before === 'capital');
}

type CharacterKind = 'sign' | 'small' | 'capital' | 'digit';

function kindOf(name: string, at: number): CharacterKind {
  const code = name.charCodeAt(at);
  if (code >= 97 && code <= 122) return 'small';
  if (code >= 65 && code <= 90) return 'capital';
  if (code >= 48 && code <= 57) return 'digit';
  if (code < 128) return 'sign';
  const character = name[at] ?? '';
  if (/\p{Lu}/u.test(character)) return 'capital';
  if (/\p{N}/u.test(character)) return 'digit';
  return /[\p{L}\p{M}]/u.test(character) ? 'small' : 'sign';
}

function run(at: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => at + index);
}
