// The selection grammar: text such as `+key:"gold/revenue" and not tag:slow` becomes a tree, or an error with its column.
import { PARTITION_KINDS, automationType, expectedAutomationType } from './automation-types.ts';
import type { AssetNode } from './model.ts';
import { nearestName } from './nearest-name.ts';
import { STATUS_NAMES } from './status-model.ts';

/** What an attribute is compared with; null is `<null>`: the asset has none. */
export interface AttributeSelection {
  readonly kind: 'attribute';
  readonly name: (typeof ATTRIBUTES)[number];
  readonly value: string | null;
  /** Of `tag:name=value`. */
  readonly tagValue?: string;
}

/** A selection as a tree. `up` and `down` count steps; `Infinity` is all of them. */
export type Selection =
  | { readonly kind: 'all' }
  | AttributeSelection
  | { readonly kind: 'roots' | 'sinks' | 'not'; readonly of: Selection }
  | { readonly kind: 'traversal'; readonly up: number; readonly down: number; readonly of: Selection }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Selection[] };

export interface SelectionError {
  readonly kind: 'error';
  /** `selection, column 5: expected …` */
  readonly message: string;
  /** From 1. */
  readonly column: number;
  readonly expression: string;
}

const ATTRIBUTES = [
  ...(['key', 'group', 'kind', 'tag', 'owner', 'is', 'job', 'schedule', 'sensor'] as const),
  ...(['automation_type', 'partitions', 'status'] as const),
] as const;
/** What an asset can be, and `is:` asks for. */
const NODE_KINDS: readonly AssetNode['kind'][] = ['asset', 'external', 'multi', 'graph'];
/** Attributes of the grammar that need features this version does not have. */
const LATER = ['column', 'table_name', 'column_tag', 'code_location', 'changed_in_branch', 'not_materialized_in_hours'];
const EXPECTED_OPERAND = 'an attribute such as key:"orders", roots(…), sinks(…), `(`, `not` or `*`';
const WORD = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const DIGITS = /\d+/y;
const VALUE = /[\p{L}\p{N}_$./@-]+/uy;
const KEY_VALUE = /[\p{L}\p{N}_$./@*-]+/uy;
/** Would move a terminal's cursor, or show nothing. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}]/u;
/** Deep enough for any person or generator, far from the end of the stack. */
const DEEPEST = 200;

/** Reads a selection. Words are case-blind; `not` binds before `and`, `and` before `or`. */
export function parseSelection(text: string): Selection | SelectionError {
  try {
    return readSelection(text);
  } catch (thrown) {
    if (thrown instanceof Unexpected) return selectionError(text, thrown);
    throw thrown;
  }
}

/** The error for a terminal: message, expression and a caret under the column. */
export function formatSelectionError(error: SelectionError): string {
  const shown = [...error.expression].map((character) => (HIDDEN.test(character) ? ' ' : character)).join('');
  return `${error.message}\n  ${shown}\n  ${' '.repeat(error.column - 1)}^`;
}

/** An attribute as it stands in the text: what it is compared with, and where that is written, quotes included. */
export interface PlacedAttribute extends AttributeSelection {
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
}

/** The attributes of a selection in the order of the text; of one with an error those before it. */
export function selectionAttributes(text: string): readonly PlacedAttribute[] {
  const found: PlacedAttribute[] = [];
  try {
    readSelection(text, (attribute) => found.push(attribute));
  } catch (thrown) {
    if (!(thrown instanceof Unexpected)) throw thrown;
  }
  return found;
}

/** A value as a selection says it: in quotes where it is more than a word. */
export function selectionValue(value: string): string {
  VALUE.lastIndex = 0;
  return VALUE.exec(value)?.[0] === value ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}

/** Unwinds the reader; never leaves this file. */
class Unexpected extends Error {
  readonly index: number;
  constructor(index: number, expected: string) {
    super(expected);
    this.index = index;
  }
}

function selectionError(expression: string, { index, message }: Unexpected): SelectionError {
  const column = index + 1;
  return { kind: 'error', message: `selection, column ${column}: expected ${message}`, column, expression };
}

function readSelection(text: string, note: (attribute: PlacedAttribute) => void = () => undefined): Selection {
  let at = 0;
  let depth = 0;

  const space = (): number => {
    while (/\s/.test(text[at] ?? '')) at++;
    return at;
  };
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? null;
  };
  const eat = (character: string): boolean => {
    space();
    if (text[at] !== character) return false;
    at++;
    return true;
  };
  const eatWord = (word: string): boolean => {
    space();
    // `and:` or `not(`: only the first is not the operator.
    if (match(WORD)?.toLowerCase() !== word || text[at + word.length] === ':') return false;
    at += word.length;
    return true;
  };
  /** Runs a deeper reader; `start` is where an error about depth points. */
  const deeper = <T>(start: number, read: () => T): T => {
    if (++depth > DEEPEST) throw new Unexpected(start, `no more than ${DEEPEST} levels of parentheses and \`not\``);
    const result = read();
    depth--;
    return result;
  };

  const chain = (kind: 'or' | 'and', operand: () => Selection): Selection => {
    const first = operand();
    const all = [first];
    while (eatWord(kind)) all.push(operand());
    return all.length === 1 ? first : { kind, of: all };
  };
  const or = (): Selection => chain('or', and);
  const and = (): Selection => chain('and', not);
  const not = (): Selection => {
    const start = space();
    if (!eatWord('not')) return operand();
    return { kind: 'not', of: deeper(start, not) };
  };

  const operand = (): Selection => {
    const start = space();
    if (eat('*')) return { kind: 'all' };
    const digits = match(DIGITS);
    if (digits !== null) {
      at += digits.length;
      if (!eat('+')) throw new Unexpected(at, `\`+\` after ${digits}: ${digits}+ goes that many steps upstream`);
    }
    const up = digits !== null ? Number(digits) : eat('+') ? Infinity : 0;
    const of = traversable();
    let down = 0;
    if (eat('+')) {
      space();
      const steps = match(DIGITS);
      at += steps?.length ?? 0;
      down = steps === null ? Infinity : Number(steps);
    }
    return at > start && (up > 0 || down > 0) ? { kind: 'traversal', up, down, of } : of;
  };

  const parenthesized = (start: number): Selection => {
    const inner = deeper(start, or);
    space();
    if (!eat(')')) throw new Unexpected(at, '`and`, `or` or `)`');
    return inner;
  };

  const traversable = (): Selection => {
    const start = space();
    if (eat('(')) return parenthesized(start);
    const word = match(WORD);
    if (word === null) throw new Unexpected(start, `${EXPECTED_OPERAND}, ${found(text, start)}`);
    at += word.length;
    const after = space();
    const name = word.toLowerCase();
    if ((name === 'roots' || name === 'sinks') && text[after] === '(') {
      at++;
      return { kind: name, of: parenthesized(after) };
    }
    if (text[after] !== ':')
      throw new Unexpected(start, `${EXPECTED_OPERAND}, not ${word}${insteadOf(word, text[after])}`);
    at++;
    return attribute(name, start);
  };

  const attribute = (word: string, start: number): AttributeSelection => {
    const name = ATTRIBUTES.find((each) => each === word);
    if (name === undefined) {
      if (LATER.includes(word))
        throw new Unexpected(start, `one of ${ATTRIBUTES.join(', ')}: \`${word}:\` is not supported yet`);
      const near = nearestName(word, ATTRIBUTES);
      throw new Unexpected(
        start,
        `one of ${ATTRIBUTES.join(', ')}, not ${word}:${near === null ? '' : ` (did you mean ${near}:?)`}`,
      );
    }
    const valueAt = space();
    const value = readValue(name === 'key' ? KEY_VALUE : VALUE, name);
    if (name === 'status' && !STATUS_NAMES.some((each) => each === value)) {
      throw new Unexpected(valueAt, `one of ${STATUS_NAMES.join(', ')} after status:`);
    }
    if (name === 'is' && !NODE_KINDS.some((each) => each === value))
      throw new Unexpected(valueAt, `one of ${NODE_KINDS.join(', ')} after is:`);
    if (name === 'partitions' && value !== null && !PARTITION_KINDS.some((each) => each === value))
      throw new Unexpected(valueAt, `one of ${PARTITION_KINDS.join(', ')} after partitions:`);
    if (name === 'automation_type' && value !== null && automationType(value) === null)
      throw new Unexpected(valueAt, expectedAutomationType(value));
    if (value === null && (name === 'key' || name === 'group'))
      throw new Unexpected(valueAt, `a value: every asset has a ${name}`);
    const place = { start: valueAt, end: at };
    const plain = { kind: 'attribute', name, value } as const;
    const whole = name === 'tag' && value !== null && eat('=') ? { ...plain, tagValue: tagged() } : plain;
    note({ ...whole, ...place });
    return whole;
  };

  const tagged = (): string => {
    space();
    return readValue(VALUE, 'the tag') ?? '';
  };

  const readValue = (pattern: RegExp, of: string): string | null => {
    if (text.startsWith('<null>', at)) {
      at += '<null>'.length;
      return null;
    }
    if (text[at] === '"') return quoted();
    const value = match(pattern);
    if (value === null)
      throw new Unexpected(at, `a value for ${of}, ${found(text, at)}; quote it with "…" if it is more than a word`);
    at += value.length;
    return value;
  };

  const quoted = (): string => {
    const start = at++;
    let value = '';
    for (; text[at] !== '"'; at++) {
      if (at >= text.length) throw new Unexpected(start, 'a closing `"` for the quote that opens here');
      if (text[at] === '\\') at++;
      value += text[at] ?? '';
    }
    at++;
    return value;
  };

  const selection = or();
  if (space() < text.length) throw new Unexpected(at, `\`and\`, \`or\` or the end, ${found(text, at)}`);
  return selection;
}

function found(text: string, at: number): string {
  const code = text.codePointAt(at);
  if (code === undefined) return 'not the end';
  const character = String.fromCodePoint(code);
  return `not \`${HIDDEN.test(character) ? `U+${code.toString(16).toUpperCase().padStart(4, '0')}` : character}\``;
}

/** The older form of the grammar named assets by a bare word; a person who writes it wants to know the new one. */
function insteadOf(word: string, next: string | undefined): string {
  if (/^(and|or|not)$/i.test(word)) return '';
  return next === '(' ? ' (the functions are roots and sinks)' : `; to select the asset write key:"${word}"`;
}
