// A cause taken apart, so that whoever can follow a link shows where it leads: to an asset, to a place in the source.
import type { AssetKey } from './model.ts';
import type { Cause } from './status-model.ts';

export type CausePart =
  { readonly type: 'text' | 'place'; readonly text: string } | { readonly type: 'asset'; readonly text: AssetKey };

/** The parts in order make up the message; a place that it does not name comes last, as `file:line`. */
export function causeParts({ message, asset, file, line }: Omit<Cause, 'kind'>): CausePart[] {
  const place = file === undefined ? null : line === undefined ? file : `${file}:${line}`;
  const marks = [
    mark(message, { type: 'asset', name: asset, before: /^$|\s$/, after: /^(?:$|[\s:,)])/ }),
    mark(message, { type: 'place', name: place ?? undefined, before: /^$|[\s(]$/, after: /^(?!\d)/ }),
  ]
    .filter((found) => found !== null)
    .sort((a, b) => a.start - b.start);
  const parts: CausePart[] = [];
  let end = 0;
  for (const { start, type, text } of marks) {
    if (start < end) continue;
    if (start > end) parts.push({ type: 'text', text: message.slice(end, start) });
    parts.push({ type, text });
    end = start + text.length;
  }
  if (end < message.length) parts.push({ type: 'text', text: message.slice(end) });
  if (place !== null && !parts.some(({ type }) => type === 'place'))
    parts.push({ type: 'text', text: ' ' }, { type: 'place', text: place });
  return parts;
}

interface Sought {
  readonly type: 'asset' | 'place';
  readonly name: string | undefined;
  /** What may stand on either side: an asset may be called `a`, and there are many of that in a sentence. */
  readonly before: RegExp;
  readonly after: RegExp;
}

function mark(message: string, { type, name, before, after }: Sought) {
  if (name === undefined || name === '') return null;
  for (let start = message.indexOf(name); start >= 0; start = message.indexOf(name, start + 1)) {
    const fits = before.test(message.slice(0, start).slice(-1)) && after.test(message.slice(start + name.length));
    if (fits) return { start, type, text: name };
  }
  return null;
}
