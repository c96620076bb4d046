// Checks a key: a string, or its segments.
import { describeValue } from './describe-value.ts';
import { problem } from './option-problem.ts';

/** A name, or segments: `['weather', 'highs']` is `weather/highs`. */
export type KeyOption = string | readonly [string, ...string[]];

/** Frozen segments, or null when none was given. */
export function readKey(key: unknown, of: string): readonly string[] | null {
  if (key === undefined) return null;
  const segments: readonly unknown[] = Array.isArray(key) ? key : [key];
  if (segments.length === 0) throw problem(of, 'key is an empty array; give it at least one segment, or leave it out.');
  const inKey = Array.isArray(key) ? ` in key ${JSON.stringify(key)}` : '';
  return Object.freeze(segments.map((segment) => readSegment(segment, { of, inKey })));
}

/** Frozen printed keys, each once; of old ones, any that could be read. */
export function readFormerKeys(keys: unknown, of: string): readonly string[] {
  if (keys === undefined) return Object.freeze([]);
  const given: readonly unknown[] = Array.isArray(keys) ? keys : [keys];
  for (const key of given) {
    const isPrinted = typeof key === 'string' && key.split('/').every((each) => each !== '' && !/^\.\.?$/.test(each));
    if (!isPrinted || /[\p{Cc}\p{Cs}]/u.test(key))
      throw problem(
        of,
        `renamedFrom is the key it had before, such as 'orders' or 'crm/orders', or an array of them; got ${describeValue(key)}.`,
      );
  }
  return Object.freeze([...new Set(given as readonly string[])]);
}

function readSegment(segment: unknown, { of, inKey }: { readonly of: string; readonly inKey: string }): string {
  if (typeof segment !== 'string')
    throw problem(of, `key is a string or an array of strings; got ${describeValue(segment)}${inKey}.`);
  if (segment === '') throw problem(of, `key has an empty segment${inKey}; name it, or leave key out.`);
  if (segment.includes('/')) {
    const several = segment.split('/').filter((each) => each !== '');
    throw problem(
      of,
      `key segment ${JSON.stringify(segment)} has a slash; write several segments as an array: ${JSON.stringify(several)}.`,
    );
  }
  if (segment === '.' || segment === '..')
    throw problem(of, `key segment "${segment}" would leave its folder; give it a name.`);
  // Lone surrogates too: they have no form in a file's name.
  if (/[\p{Cc}\p{Cs}]/u.test(segment))
    throw problem(of, `key segment ${JSON.stringify(segment)} has a control character; use printable ones.`);
  return segment;
}
