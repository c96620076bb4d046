// Completion inside a selection: attributes, their values, keys and operators, wherever the grammar allows them.
import type { AssetNode } from '@headwater/graph';
import { parseSelection, selectionValue, STATUS_NAMES } from '@headwater/graph';
import type { Completion } from './completion.ts';
import { insideLiteral } from './cursor-question.ts';
import type { CursorQuestion } from './cursor-question.ts';
import { counted } from './complete-values.ts';
import { escapedFor } from './literal-offsets.ts';
import type { LanguageProject } from './language-project.ts';
import { replaced } from './open-source.ts';

/** Of the grammar, each with what it selects. */
export const ATTRIBUTES: Readonly<Record<string, string>> = {
  key: 'assets whose key matches',
  group: 'assets of a group',
  kind: 'assets with a badge',
  tag: 'assets with a tag, also `tag:name=value`',
  owner: 'assets that somebody answers for',
  is: 'what an asset is',
  job: 'assets of a job',
  status: 'how assets stand',
};
const NODE_KINDS: readonly AssetNode['kind'][] = ['asset', 'external', 'multi', 'graph'];

interface Piece {
  readonly label: string;
  readonly text: string;
  readonly kind: Completion['kind'];
  readonly detail?: string;
  readonly filter?: string;
  readonly key?: string;
  readonly isOpen?: boolean;
}

export function selectionCompletions(question: CursorQuestion): readonly Completion[] {
  const { source, offset } = question;
  const inside = insideLiteral(question);
  const before = source.text.slice(inside.start, offset);
  const after = source.text.slice(offset, inside.end);
  const { typed, rest, pieces } = piecesAt(question, before, after);
  const quote = source.text[inside.start - 1] ?? "'";
  const span = { start: offset - typed.length, end: offset + rest.length };
  return pieces.map(({ label, text, kind, detail, filter = label, key, isOpen }) => ({
    label,
    kind,
    edit: replaced(source, span, escapedFor(quote, text)),
    filter,
    more: [],
    ...(detail !== undefined && { detail }),
    ...(key !== undefined && { key }),
    ...(isOpen === true && { isOpen }),
  }));
}

interface Here {
  /** What is replaced, before and behind the cursor. */
  readonly typed: string;
  readonly rest: string;
  readonly pieces: readonly Piece[];
}

function piecesAt(question: CursorQuestion, before: string, after: string): Here {
  const tagValue = /(?:^|[\s(+])tag\s*:\s*("?)([^"=\s()]+)\1\s*=\s*("?[^"\s()]*)$/iu.exec(before);
  if (tagValue !== null) {
    const [, , name = '', typed = ''] = tagValue;
    return values(typed, after, tagValues(question, name));
  }
  const value = /(?:^|[\s(+])([\p{L}_]+)\s*:\s*("[^"]*|[^"\s()]*)$/iu.exec(before);
  if (value !== null) {
    const [, attribute = '', typed = ''] = value;
    return values(typed, after, attributeValues(question.project, attribute.toLowerCase()));
  }
  const [typed = ''] = /[\p{L}\p{N}_$./@-]*$/u.exec(before) ?? [];
  const [rest = ''] = /^[\p{L}\p{N}_$./@-]*/u.exec(after) ?? [];
  const start = before.slice(0, before.length - typed.length);
  return { typed, rest, pieces: [...(takes(start, 'key:a') ? operands(question) : []), ...operators(start)] };
}

/** Whether this could stand next, all parentheses closed. */
function takes(start: string, next: string): boolean {
  const bare = start.replace(/"(?:[^"\\]|\\.)*"/g, '');
  const open = (bare.match(/\(/g)?.length ?? 0) - (bare.match(/\)/g)?.length ?? 0);
  return parseSelection(start + next + ')'.repeat(Math.max(0, open))).kind !== 'error';
}

function operators(start: string): Piece[] {
  const words = ['and', 'or'].filter((word) => /[\s)"]$/.test(start) && takes(start, `${word} key:a`));
  return words.map((word) => ({ label: word, text: `${word} `, kind: 'operator', isOpen: true }));
}

function operands({ project }: CursorQuestion): Piece[] {
  const keys = project.document.assets.map(({ key, group }): Piece => ({
    label: key,
    text: `key:${selectionValue(key)}`,
    kind: 'asset',
    key,
    ...(group !== 'default' && { detail: group }),
  }));
  const attributes = Object.entries(ATTRIBUTES).map(([name, detail]): Piece => ({
    label: `${name}:`,
    text: `${name}:`,
    kind: 'attribute',
    detail,
    isOpen: true,
  }));
  const words: readonly Piece[] = [
    { label: 'not', text: 'not ', kind: 'operator', detail: 'all others', isOpen: true },
    {
      label: 'roots(…)',
      text: 'roots(',
      filter: 'roots',
      kind: 'operator',
      detail: 'those that read no other of them',
      isOpen: true,
    },
    {
      label: 'sinks(…)',
      text: 'sinks(',
      filter: 'sinks',
      kind: 'operator',
      detail: 'those that no other of them reads',
      isOpen: true,
    },
    { label: '+', text: '+', kind: 'operator', detail: 'with everything upstream', isOpen: true },
    { label: '*', text: '*', kind: 'operator', detail: 'every asset' },
  ];
  return [...attributes, ...keys, ...words];
}

/** In quotes when they were begun, or when the value is more than a word. */
function values(typed: string, after: string, known: ReadonlyMap<string, string>): Here {
  const isQuoted = typed.startsWith('"');
  const [rest = ''] = (isQuoted ? /^[^"]*"?/u : /^[^"\s()]*/u).exec(after) ?? [];
  const pieces = [...known].map(([value, detail]): Piece => {
    const text = selectionValue(value);
    const quoted = isQuoted && !text.startsWith('"') ? `"${text}"` : text;
    return { label: value, text: quoted, filter: isQuoted ? `"${value}` : value, kind: 'value', detail };
  });
  return { typed, rest, pieces };
}

/** What a project has of an attribute, each with a word on it. */
export function attributeValues(
  { document }: Pick<LanguageProject, 'document'>,
  attribute: string,
): ReadonlyMap<string, string> {
  const { assets, jobs } = document;
  const plain = (names: readonly string[]): Map<string, string> => new Map(names.map((name) => [name, attribute]));
  switch (attribute) {
    case 'key':
      return new Map(assets.map(({ key, group }) => [key, group]));
    case 'group':
      return counted(assets, ({ group }) => group);
    case 'kind':
      return counted(assets, ({ kinds }) => kinds);
    case 'tag':
      return counted(assets, ({ tags }) => Object.keys(tags));
    case 'owner':
      return counted(assets, ({ owners }) => owners);
    case 'is':
      return plain(NODE_KINDS);
    case 'job':
      return plain(jobs.map(({ name }) => name));
    case 'status':
      return plain(STATUS_NAMES);
    default:
      return new Map();
  }
}

function tagValues({ project }: CursorQuestion, name: string): ReadonlyMap<string, string> {
  return counted(project.document.assets, ({ tags }) => tags[name] ?? []);
}
