// Matches a name with a pattern that has one `*`, as tsconfig `paths` and package.json `exports` have them.

/** What `*` stands for; the empty string where the pattern has none and matches whole. */
export function matchPattern(pattern: string, name: string): string | null {
  const [before = '', after] = pattern.split('*');
  if (after === undefined) return pattern === name ? '' : null;
  const fits = name.startsWith(before) && name.endsWith(after) && name.length >= before.length + after.length;
  return fits ? name.slice(before.length, name.length - after.length) : null;
}
