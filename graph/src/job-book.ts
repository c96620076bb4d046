// The jobs of a document while one selection is answered: each read once, and none that leads back to itself.
import type { AssetKey, NamedSelection } from './model.ts';
import { nearestName } from './nearest-name.ts';
import { parseSelection, type Selection } from './selection.ts';

export interface JobBook {
  readonly names: ReadonlySet<string>;
  /** A job's selection, or the sentence that says why it has none. */
  readonly read: (name: string) => Selection | JobProblem;
  /** The answers so far. */
  readonly assets: Map<string, ReadonlySet<AssetKey>>;
}

export interface JobProblem {
  readonly kind: 'problem';
  readonly message: string;
}

export function jobBook(jobs: readonly NamedSelection[]): JobBook {
  const byName = new Map(jobs.map((job) => [job.name, job]));
  const parsed = new Map<string, ReturnType<typeof parseSelection>>();
  const parse = (name: string): ReturnType<typeof parseSelection> | null => {
    const job = byName.get(name);
    if (job === undefined) return null;
    const known = parsed.get(name) ?? parseSelection(job.selection);
    parsed.set(name, known);
    return known;
  };
  const namedBy = (name: string): readonly string[] => {
    const selection = parse(name);
    return selection === null || selection.kind === 'error' ? [] : jobsIn(selection);
  };
  return {
    names: new Set(byName.keys()),
    assets: new Map(),
    read(name) {
      const selection = parse(name);
      if (selection === null) {
        const near = nearestName(name, byName.keys());
        return problem(`there is no job "${name}"${near === null ? '' : `; did you mean "${near}"?`}`);
      }
      if (selection.kind === 'error') return problem(`job "${name}" selects nothing: ${selection.message}`);
      const circle = wayBack(name, namedBy);
      if (circle !== null)
        return problem(`job "${name}" selects nothing: it is defined by itself (${circle.join(' → ')})`);
      return selection;
    },
  };
}

function problem(message: string): JobProblem {
  return { kind: 'problem', message };
}

/** The jobs from `name` around to `name` again, or null where none leads back. */
function wayBack(name: string, namedBy: (name: string) => readonly string[]): string[] | null {
  const seen = new Set<string>();
  const ways: (readonly string[])[] = [[name]];
  for (let way = ways.pop(); way !== undefined; way = ways.pop())
    for (const next of namedBy(way.at(-1) ?? name)) {
      if (next === name) return [...way, name];
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  return null;
}

function jobsIn(selection: Selection): readonly string[] {
  switch (selection.kind) {
    case 'all':
      return [];
    case 'attribute':
      return selection.name === 'job' && selection.value !== null ? [selection.value] : [];
    case 'and':
    case 'or':
      return selection.of.flatMap(jobsIn);
    default:
      return jobsIn(selection.of);
  }
}
