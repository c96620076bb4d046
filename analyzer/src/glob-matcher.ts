// Matches paths with git's patterns, in time that no pattern makes grow beyond pattern times path.

/** Any number of what is matched, none included. */
const ANY = '*';

type Fits = (letter: string) => boolean;

/** One pattern, for paths relative to the folder it is tied to. */
export function globMatcher(glob: string): (path: string) => boolean {
  const parts = glob.split('/').map((part) => (part === '**' ? ANY : partMatcher(part)));
  // What ends with `**` is everything inside, and not the folder.
  if (parts.at(-1) === ANY) parts.push(() => true);
  return (path) => matches(parts, path.split('/'));
}

function partMatcher(part: string): Fits {
  if (!/[*?[\\]/.test(part)) return (name) => name === part;
  const tokens = (part.match(/\*+|\\.|\[[^\]]+\]|[^]/gu) ?? []).map((token) =>
    token.startsWith('*') ? ANY : letterMatcher(token),
  );
  return (name) => matches(tokens, [...name]);
}

function letterMatcher(token: string): Fits {
  if (token === '?') return () => true;
  if (token.length === 1 || !token.startsWith('[')) return (letter) => letter === token.at(-1);
  try {
    const letters = new RegExp(`^${token.replace(/\\/g, '\\\\').replace(/^\[!/, '[^')}$`, 'u');
    return (letter) => letters.test(letter);
  } catch {
    // `[z-a]` is no pattern to git either.
    return () => false;
  }
}

/** After a mismatch only the last `*` needs to take more: whatever an earlier one took, the last one could take, too. */
function matches(pattern: readonly (Fits | typeof ANY)[], items: readonly string[]): boolean {
  let [at, item, star, taken] = [0, 0, -1, 0];
  while (item < items.length) {
    const token = pattern[at];
    if (token === ANY) {
      [star, taken] = [at, item];
      at += 1;
    } else if (token?.(items[item] ?? '') === true) {
      at += 1;
      item += 1;
    } else if (star >= 0) {
      taken += 1;
      [at, item] = [star + 1, taken];
    } else return false;
  }
  return pattern.slice(at).every((token) => token === ANY);
}
