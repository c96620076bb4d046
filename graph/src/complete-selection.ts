// What can stand at a place of a selection: attributes, their values, keys and operators, wherever the grammar allows them.
import type { AssetKey } from './model.ts';
import { parseSelection, selectionValue } from './selection.ts';
import { SELECTION_ATTRIBUTES, selectionValues, valueCounts, type NamedValues } from './selection-values.ts';

export interface SelectionCompletion {
  /** What is replaced: offsets in the text. */
  readonly start: number;
  readonly end: number;
  readonly pieces: readonly SelectionPiece[];
}

export interface SelectionPiece {
  readonly label: string;
  /** What is written. */
  readonly text: string;
  readonly kind: 'asset' | 'value' | 'attribute' | 'operator';
  /** What has been typed is compared with this. */
  readonly filter: string;
  readonly detail?: string;
  /** The asset it stands for. */
  readonly key?: AssetKey;
  /** Typing may go on at once. */
  readonly isOpen?: boolean;
}

/** All that fits, whatever has been typed of it: whoever shows them compares. */
export function completeSelection(text: string, offset: number, names: NamedValues): SelectionCompletion {
  const { typed, rest, pieces } = piecesAt(text.slice(0, offset), text.slice(offset), names);
  return { start: offset - typed.length, end: offset + rest.length, pieces };
}

interface Here {
  /** What is replaced, before and behind the place. */
  readonly typed: string;
  readonly rest: string;
  readonly pieces: readonly SelectionPiece[];
}

function piecesAt(before: string, after: string, names: NamedValues): Here {
  const tagValue = /(?:^|[\s(+])tag\s*:\s*("?)([^"=\s()]+)\1\s*=\s*("?[^"\s()]*)$/iu.exec(before);
  if (tagValue !== null) {
    const [, , name = '', typed = ''] = tagValue;
    return values(
      typed,
      after,
      valueCounts(names.assets, ({ tags }) => tags[name] ?? []),
    );
  }
  const value = /(?:^|[\s(+])([\p{L}_]+)\s*:\s*("[^"]*|[^"\s()]*)$/iu.exec(before);
  if (value !== null) {
    const [, attribute = '', typed = ''] = value;
    return values(typed, after, selectionValues(attribute.toLowerCase(), names));
  }
  const [typed = ''] = /[\p{L}\p{N}_$./@-]*$/u.exec(before) ?? [];
  const [rest = ''] = /^[\p{L}\p{N}_$./@-]*/u.exec(after) ?? [];
  const start = before.slice(0, before.length - typed.length);
  return { typed, rest, pieces: [...(takes(start, 'key:a') ? operands(start, names) : []), ...operators(start)] };
}

/** Whether this could stand next, all parentheses closed. */
function takes(start: string, next: string): boolean {
  const text = start + next;
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, '');
  const open = (bare.match(/\(/g)?.length ?? 0) - (bare.match(/\)/g)?.length ?? 0);
  return parseSelection(text + ')'.repeat(Math.max(0, open))).kind !== 'error';
}

function operators(start: string): SelectionPiece[] {
  const words = ['and', 'or'].filter((word) => /[\s)"]$/.test(start) && takes(start, `${word} key:a`));
  const space = /\s$/.test(start) ? '' : ' ';
  return words.map((word) => ({ label: word, text: `${space}${word} `, kind: 'operator', filter: word, isOpen: true }));
}

function operands(start: string, { assets }: NamedValues): SelectionPiece[] {
  const keys = assets.map(({ key, group }): SelectionPiece => ({
    label: key,
    text: `key:${selectionValue(key)}`,
    kind: 'asset',
    filter: key,
    key,
    ...(group !== 'default' && { detail: group }),
  }));
  const attributes = Object.entries(SELECTION_ATTRIBUTES).map(([name, detail]): SelectionPiece => ({
    label: `${name}:`,
    text: `${name}:`,
    kind: 'attribute',
    filter: `${name}:`,
    detail,
    isOpen: true,
  }));
  // Behind a `+` stands no operator.
  const words = WORDS.filter(({ text }) => takes(start, text === '*' ? text : `${text}key:a`));
  return [...attributes, ...keys, ...words];
}

const WORDS: readonly SelectionPiece[] = [
  { label: 'not', text: 'not ', kind: 'operator', filter: 'not', detail: 'all others', isOpen: true },
  {
    label: 'roots(…)',
    text: 'roots(',
    kind: 'operator',
    filter: 'roots',
    detail: 'those that read no other of them',
    isOpen: true,
  },
  {
    label: 'sinks(…)',
    text: 'sinks(',
    kind: 'operator',
    filter: 'sinks',
    detail: 'those that no other of them reads',
    isOpen: true,
  },
  { label: '+', text: '+', kind: 'operator', filter: '+', detail: 'with everything upstream', isOpen: true },
  { label: '*', text: '*', kind: 'operator', filter: '*', detail: 'every asset' },
];

/** In quotes when they were begun, or when the value is more than a word. */
function values(typed: string, after: string, known: ReadonlyMap<string, string>): Here {
  const isQuoted = typed.startsWith('"');
  const [rest = ''] = (isQuoted ? /^[^"]*"?/u : /^[^"\s()]*/u).exec(after) ?? [];
  const pieces = [...known].map(([value, detail]): SelectionPiece => {
    const text = selectionValue(value);
    const quoted = isQuoted && !text.startsWith('"') ? `"${text}"` : text;
    return { label: value, text: quoted, filter: isQuoted ? `"${value}` : value, kind: 'value', detail };
  });
  return { typed, rest, pieces };
}
