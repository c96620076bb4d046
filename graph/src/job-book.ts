// The jobs, schedules and sensors of a document while one selection is answered: each read once, and none that leads back to itself.
import type { AssetKey, NamedSelection } from './model.ts';
import { nearestName } from './nearest-name.ts';
import { parseSelection, type Selection } from './selection.ts';

/** What a selection can name that selects in its turn. */
export type Listed = 'job' | 'schedule' | 'sensor';

export interface JobBook {
  /** The names of those of one sort. */
  readonly names: (sort: Listed) => Iterable<string>;
  /** Its selection, or the sentence that says why it has none. */
  readonly read: (sort: Listed, name: string) => Selection | JobProblem;
  /** The answers so far, by sort and name: `job "nightly"`. */
  readonly assets: Map<string, ReadonlySet<AssetKey>>;
}

export interface JobProblem {
  readonly kind: 'problem';
  readonly message: string;
}

export function jobBook(listed: Readonly<Record<Listed, readonly NamedSelection[]>>): JobBook {
  const byLabel = new Map(
    LISTED.flatMap((sort) => listed[sort].map((each) => [labelOf(sort, each.name), each.selection] as const)),
  );
  const names = (sort: Listed): string[] => listed[sort].map(({ name }) => name);
  const parsed = new Map<string, ReturnType<typeof parseSelection>>();
  const parse = (label: string): ReturnType<typeof parseSelection> | null => {
    const selection = byLabel.get(label);
    if (selection === undefined) return null;
    const known = parsed.get(label) ?? parseSelection(selection);
    parsed.set(label, known);
    return known;
  };
  const namedBy = (label: string): readonly string[] => {
    const selection = parse(label);
    return selection === null || selection.kind === 'error' ? [] : namedIn(selection);
  };
  return {
    names,
    assets: new Map(),
    read(sort, name) {
      const label = labelOf(sort, name);
      const selection = parse(label);
      if (selection === null) {
        const near = nearestName(name, names(sort));
        return problem(`there is no ${label}${near === null ? '' : `; did you mean "${near}"?`}`);
      }
      if (selection.kind === 'error') return problem(`${label} selects nothing: ${selection.message}`);
      const circle = wayBack(label, namedBy);
      if (circle !== null) return problem(`${label} selects nothing: it is defined by itself (${inWords(circle)})`);
      return selection;
    },
  };
}

const LISTED: readonly Listed[] = ['job', 'schedule', 'sensor'];

export function isListed(attribute: string): attribute is Listed {
  return LISTED.some((each) => each === attribute);
}

export function labelOf(sort: Listed, name: string): string {
  return `${sort} "${name}"`;
}

/** By their names alone where all are of one sort. */
function inWords(circle: readonly string[]): string {
  const names = circle.map((label) => /^job "(.*)"$/s.exec(label)?.[1]);
  return (names.includes(undefined) ? circle : names).join(' → ');
}

function problem(message: string): JobProblem {
  return { kind: 'problem', message };
}

/** The labels from `label` around to `label` again, or null where none leads back. */
function wayBack(label: string, namedBy: (label: string) => readonly string[]): string[] | null {
  const seen = new Set<string>();
  const ways: (readonly string[])[] = [[label]];
  for (let way = ways.pop(); way !== undefined; way = ways.pop())
    for (const next of namedBy(way.at(-1) ?? label)) {
      if (next === label) return [...way, label];
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  return null;
}

function namedIn(selection: Selection): readonly string[] {
  switch (selection.kind) {
    case 'all':
      return [];
    case 'attribute':
      return isListed(selection.name) && selection.value !== null ? [labelOf(selection.name, selection.value)] : [];
    case 'and':
    case 'or':
      return selection.of.flatMap(namedIn);
    default:
      return namedIn(selection.of);
  }
}
