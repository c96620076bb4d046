// Checks a key as it is written and gives its printed form.
import { printKey } from '@headwater/graph';
import type { AssetKey } from '@headwater/graph';

export type KeyAnswer = { readonly key: AssetKey } | { readonly reason: string };

/** `value` is what `key:` folded to: a string, which is one segment, or several. */
export function readKey(value: unknown): KeyAnswer {
  const segments = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(segments) || !segments.every((each) => typeof each === 'string'))
    return { reason: 'A key is a string or an array of strings' };
  if (segments.length === 0) return { reason: 'A key has at least one segment' };
  const bad = segments.map(badSegment).find((reason) => reason !== null);
  return bad == null ? { key: printKey(segments) } : { reason: bad };
}

/** Why no asset can have had this key; null where one can. */
export function badFormerKey(key: AssetKey): string | null {
  return (
    key
      .split('/')
      .map(badSegment)
      .find((reason) => reason !== null) ?? null
  );
}

function badSegment(segment: string): string | null {
  if (segment.trim() === '') return 'A segment of a key cannot be empty';
  if (segment === '.' || segment === '..') return `A segment of a key cannot be \`${segment}\``;
  if (segment.includes('/')) return `A segment of a key cannot contain \`/\` (\`${segment}\`): write several segments`;
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return /[\u0000-\u001f\u007f]/.test(segment) ? 'A key cannot contain control characters' : null;
}
