// What the search box offers for a text: assets by name, what can stand next in a selection, and the filters it could be.
import {
  completeSelection,
  counted,
  parseSelection,
  select,
  selectionAttributes,
  type AssetKey,
  type AssetNode,
  type NamedSelections,
  type SelectionPiece,
} from '@headwater/graph';
import { bestOf } from './best-of.ts';
import { countStatuses } from './count-statuses.ts';
import { findAssets } from './find-assets.ts';
import { nameMatcher, WORD_MATCH } from './match-name.ts';
import type { StatusOf } from './narrow-assets.ts';
import { projectValues, type ProjectValue } from './project-values.ts';

export type Answer =
  | { readonly kind: 'asset'; readonly key: AssetKey; readonly group: string; readonly at: readonly number[] }
  | { readonly kind: 'piece'; readonly label: string; readonly detail: string; readonly edit: Edit }
  | { readonly kind: 'filter'; readonly text: string; readonly count: number };

/** The text after a piece was taken, and where the cursor stands in it. */
export interface Edit {
  readonly text: string;
  readonly cursor: number;
}

export interface Answers {
  readonly rows: readonly Answer[];
  /** The row that Enter takes unless another one is chosen. */
  readonly first: number;
  /** Why the text is no selection, or means nothing; null also while it may become one. */
  readonly problem: SearchProblem | null;
}

export interface SearchProblem {
  readonly message: string;
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
}

export interface Searched {
  readonly assets: readonly AssetNode[];
  readonly statusOf: StatusOf;
  readonly named: NamedSelections;
}

const MOST_NAMES = 8;
const MOST_NAMES_BESIDE = 3;
const MOST_PIECES = 8;
const MOST_VALUES = 3;
const MOST_WRITTEN = 3;
/** What only the grammar understands begins so. */
const SELECTION_START = /^[\s(]*(?:\+|\d+\s*\+|\*|not\s|(?:roots|sinks)\s*\(|[\p{L}_]+\s*:)/iu;

export function searchAnswers({ text, cursor }: Edit, searched: Searched): Answers {
  const trimmed = text.trim();
  if (trimmed === '') return { rows: beginnings(text, searched), first: 0, problem: null };
  const selection = parseSelection(trimmed);
  const names = findAssets(searched.assets, trimmed, MOST_NAMES).map(({ asset: { key, group }, at }): Answer => ({
    kind: 'asset',
    key,
    group,
    at,
  }));
  const isSelection = selection.kind !== 'error' || SELECTION_START.test(text);
  if (!isSelection) {
    const rows = [...names, ...wordPieces(text, searched), ...valueFilters(trimmed, searched)];
    return { rows, first: 0, problem: null };
  }
  const { pieces, start, isWhole } = piecesAt({ text, cursor }, searched);
  const beside = names.slice(0, MOST_NAMES_BESIDE);
  const filter = selection.kind === 'error' ? null : readFilter(trimmed, searched);
  const rows = [...beside, ...pieces, ...(filter?.rows ?? [])];
  const isUnfinished = pieces.length > 0 && cursor > start && !isWhole && (filter?.count ?? 0) === 0;
  const problem = selection.kind === 'error' ? parseProblem(text, selection) : (filter?.problem ?? null);
  const mayBecome = pieces.length > 0 && (problem === null || problem.start >= start || problem.end >= cursor);
  return {
    rows,
    first: filter === null || filter.rows.length === 0 || isUnfinished ? 0 : rows.length - 1,
    problem: mayBecome || (selection.kind === 'error' && beside.length > 0) ? null : problem,
  };
}

/** Why a text cannot be the filter; null where it can, also where it means no asset now. */
export function filterProblem(text: string): SearchProblem | null {
  const selection = parseSelection(text.trim());
  return selection.kind === 'error' ? parseProblem(text, selection) : null;
}

function parseProblem(
  text: string,
  { message, column }: { readonly message: string; readonly column: number },
): SearchProblem {
  const start = Math.min(column - 1 + (text.length - text.trimStart().length), text.length);
  const [word = ''] = /^[^\s()]+/u.exec(text.slice(start)) ?? [];
  return { message: sentence(message.replace(/^selection, /, '')), start, end: start + Math.max(1, word.length) };
}

function readFilter(
  text: string,
  { assets, statusOf, named }: Searched,
): { readonly rows: readonly Answer[]; readonly count: number; readonly problem: SearchProblem | null } {
  const selection = parseSelection(text);
  if (selection.kind === 'error') return { rows: [], count: 0, problem: null };
  const { keys, warnings } = select(assets, selection, { statusOf, ...named });
  const count = keys.length;
  const rows: readonly Answer[] = [{ kind: 'filter', text, count }];
  const [warning] = warnings;
  if (warning !== undefined) {
    const placed = selectionAttributes(text);
    const meant = placed.find(({ value }) => value !== null && warning.includes(`"${value}"`)) ?? placed[0];
    return {
      rows,
      count,
      problem: { message: sentence(warning), start: meant?.start ?? 0, end: meant?.end ?? text.length },
    };
  }
  return { rows, count, problem: null };
}

/** What can stand at the cursor, the best first. */
function piecesAt({ text, cursor }: Edit, searched: Searched) {
  const { start, end, pieces } = completeSelection(text, cursor, { assets: searched.assets, ...searched.named });
  const typed = text.slice(start, cursor).replace(/^"/, '');
  const written = text.slice(start, end);
  const isWhole = pieces.some((piece) => piece.text === written || piece.label === typed);
  const counts = isStatus(pieces)
    ? new Map<string, number>(countStatuses(keysOf(searched.assets), searched.statusOf))
    : null;
  const offered = pieces.filter(
    (piece) =>
      piece.text !== written && !isVain(piece.label, searched.named) && (counts === null || counts.has(piece.label)),
  );
  const { score } = nameMatcher(typed);
  const ranked =
    typed === ''
      ? offered.slice(0, MOST_PIECES)
      : bestOf(offered, { points: ({ filter }) => score(filter.replace(/^"/, '')), most: MOST_PIECES }).map(
          ({ item }) => item,
        );
  return {
    start,
    isWhole,
    pieces: ranked.map((piece) => {
      const count = counts?.get(piece.label);
      const detail = count === undefined ? (piece.detail ?? '') : counted(count, 'asset');
      return answerOf({ ...piece, detail }, { text, start, end });
    }),
  };
}

function answerOf(
  { label, text: written, detail = '' }: SelectionPiece,
  { text, start, end }: { readonly text: string; readonly start: number; readonly end: number },
): Answer {
  const edit = { text: text.slice(0, start) + written + text.slice(end), cursor: start + written.length };
  return { kind: 'piece', label, detail: detail.replaceAll('`', ''), edit };
}

/** A word that begins an attribute or an operator: so the grammar is found by whoever does not know it. */
function wordPieces(text: string, searched: Searched): Answer[] {
  const typed = text.trim();
  return typed.length < 2 || /\s/.test(typed) ? [] : beginnings(text, searched);
}

function beginnings(text: string, { named }: Searched): Answer[] {
  const typed = text.trim().toLowerCase();
  const { pieces } = completeSelection('', 0, { assets: [], ...named });
  return pieces
    .filter(({ label, filter }) => label !== '*' && !isVain(label, named) && filter.startsWith(typed))
    .map((piece) => answerOf(piece, { text, start: 0, end: text.length }));
}

/** Groups, badges, tags, owners and statuses by that name, and all keys with it. */
function valueFilters(typed: string, { assets, statusOf }: Searched): Answer[] {
  const { score } = nameMatcher(typed);
  const statuses = [...countStatuses(keysOf(assets), statusOf)].map(([value, count]): ProjectValue => ({
    text: `status:${value}`,
    value,
    count,
  }));
  const named = bestOf([...projectValues(assets), ...statuses], {
    points: ({ value }) => Math.max(0, score(value) - WORD_MATCH),
    isBefore: (a, b) => a.count > b.count,
    most: MOST_VALUES,
  });
  const filters = named.map(({ item: { text, count } }): Answer => ({ kind: 'filter', text, count }));
  const inKeys = keysWith(typed, assets);
  return inKeys === null ? filters : [...filters, inKeys];
}

/** The text as the keys write it: the grammar looks at case. */
function keysWith(typed: string, assets: readonly AssetNode[]): Answer | null {
  const lower = typed.toLowerCase();
  const written = new Set<string>();
  let count = 0;
  for (const { key } of assets) {
    const place = key.toLowerCase().indexOf(lower);
    if (place < 0) continue;
    const piece = key.slice(place, place + typed.length);
    if (written.size < MOST_WRITTEN) written.add(piece);
    if (written.has(piece)) count++;
  }
  const text = Array.from(written, (piece) => `key:*${piece}*`).join(' or ');
  return count < 2 || parseSelection(text).kind === 'error' ? null : { kind: 'filter', text, count };
}

/** A project without jobs has nothing to complete `job:` with. */
function isVain(label: string, { jobs, schedules, sensors }: NamedSelections): boolean {
  const named = { 'job:': jobs, 'schedule:': schedules, 'sensor:': sensors }[label];
  return named?.length === 0;
}

function isStatus(pieces: readonly SelectionPiece[]): boolean {
  return pieces[0]?.kind === 'value' && pieces[0].detail === 'status';
}

const keysOf = (assets: readonly AssetNode[]): AssetKey[] => assets.map(({ key }) => key);

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.?!:]$/.test(words) ? '' : '.'}`;
}
