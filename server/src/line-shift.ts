// Where lines of the text that last parsed are in the text as it is now.

/** A line (from 0) of the old text in the new one. */
export type LineShift = (line: number) => number;

export const noShift: LineShift = (line) => line;

/** Lines before the first and behind the last difference are certain; those between keep their place as far as there is one. */
export function lineShift(before: string, after: string): LineShift {
  if (before === after) return noShift;
  const [old, now] = [before.split('\n'), after.split('\n')];
  const shortest = Math.min(old.length, now.length);
  let same = 0;
  while (same < shortest && old[same] === now[same]) same += 1;
  let sameAtEnd = 0;
  while (sameAtEnd < shortest - same && old[old.length - 1 - sameAtEnd] === now[now.length - 1 - sameAtEnd])
    sameAtEnd += 1;
  const shift = now.length - old.length;
  return (line) => {
    if (line < same) return line;
    if (line >= old.length - sameAtEnd) return line + shift;
    return Math.min(line, Math.max(same, now.length - sameAtEnd - 1), now.length - 1);
  };
}
