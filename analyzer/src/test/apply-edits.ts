// Carries out the edits of code actions on a fixture's texts, as an editor would: all at once, refusing overlaps.
import { expect } from 'vitest';
import type { Problem, SourceRange } from '@headwater/graph';
import { createAnalyzer } from '../analyzer.ts';
import type { Analysis } from '../analysis.ts';
import type { Analyzer } from '../analyzer-door.ts';
import type { Assistance } from '../language/assistance.ts';
import type { CodeAction, FileEdit } from '../language/code-action.ts';
import { parseFixture, ROOT } from './fixture.ts';
import { memoryDisk } from './memory-disk.ts';

export type Texts = ReadonlyMap<string, string>;

export function applyEdits(texts: Texts, edits: readonly FileEdit[]): Map<string, string> {
  const changed = new Map(texts);
  for (const [file, ofFile] of Map.groupBy(edits, (edit) => edit.file)) {
    const before = texts.get(file);
    if (before === undefined) throw new Error(`An edit names ${file}, which is not in the fixture`);
    changed.set(file, editedText(before, ofFile));
  }
  return changed;
}

function editedText(text: string, edits: readonly FileEdit[]): string {
  const starts = [0, ...[...text.matchAll(/\r?\n/g)].map(({ index, 0: end }) => index + end.length)];
  const offset = (line: number, column: number): number => (starts[line - 1] ?? NaN) + column - 1;
  const spans = edits.map(({ range, text: written }) => ({
    start: offset(range.startLine, range.startColumn),
    end: offset(range.endLine, range.endColumn),
    written,
  }));
  // Stable: what is put in at the same place keeps its order.
  const sorted = spans.toSorted((a, b) => a.start - b.start || a.end - b.end);
  let at = 0;
  let result = '';
  for (const { start, end, written } of sorted) {
    expect(start, 'edits do not overlap').toBeGreaterThanOrEqual(at);
    result += text.slice(at, start) + written;
    at = end;
  }
  return result + text.slice(at);
}

export interface Opened {
  readonly analyzer: Analyzer;
  readonly assistance: Assistance;
  readonly analysis: Analysis;
  readonly texts: Texts;
  readonly cursor: { readonly file: string; readonly line: number; readonly column: number };
}

/** The fixture's project without its markers of problems. */
export async function openFixture(fixture: string | Texts): Promise<Opened> {
  const parsed = typeof fixture === 'string' ? parseFixture(fixture) : { files: fixture, cursor: null };
  const texts = new Map([['package.json', MANIFEST], ...parsed.files]);
  const disk = memoryDisk(Object.fromEntries([...texts].map(([file, text]) => [`${ROOT}/${file}`, text])));
  const analyzer = createAnalyzer({ project: { root: ROOT, name: 'shop' }, disk });
  const analysis = await analyzer.analyze();
  const assistance = analyzer.assistance();
  if (assistance === null) throw new Error('The fixture was not analysed');
  return {
    analyzer,
    assistance,
    analysis,
    texts,
    cursor: parsed.cursor ?? { file: `${ROOT}/src/assets.ts`, line: 1, column: 1 },
  };
}

export function rangeOfProblem({ line, column, endLine, endColumn }: Problem): SourceRange {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

/** Every fix of every problem of the fixture. */
export function fixesOf({ assistance, analysis }: Opened): readonly CodeAction[] {
  const found = analysis.document.problems.flatMap((problem) =>
    assistance.codeActions({ file: `${ROOT}/${problem.file}`, range: rangeOfProblem(problem) }),
  );
  // Two problems at one place are answered with both their fixes each time.
  const known = new Set<string>();
  return found.filter((action) => {
    const text = JSON.stringify(action);
    return action.kind === 'quickfix' && !known.has(text) && known.add(text);
  });
}

/** Titles of all fixes; each is carried out, and its problem must be gone and no other new. The texts after the one of this title. */
export async function fixed(
  fixture: string,
  wanted: string,
): Promise<{ readonly titles: readonly string[]; readonly texts: Texts; readonly action: CodeAction }> {
  const opened = await openFixture(fixture);
  const fixes = fixesOf(opened);
  let answer: { readonly texts: Texts; readonly action: CodeAction } | null = null;
  for (const action of fixes) {
    const texts = applyEdits(opened.texts, action.edits);
    await expectSolved(opened, texts, action);
    if (action.title === wanted) answer ??= { texts, action };
  }
  const titles = fixes.map(({ title, isPreferred }) => `${title}${isPreferred === true ? ' *' : ''}`);
  if (answer === null) throw new Error(`No fix ${wanted} among:\n${titles.join('\n')}`);
  return { titles, ...answer };
}

export async function expectSolved({ analysis }: Opened, texts: Texts, { title, problem }: CodeAction): Promise<void> {
  if (problem === undefined) throw new Error(`${title} solves no problem`);
  const before = analysis.document.problems.map(nameOf);
  const after = (await openFixture(texts)).analysis.document.problems.map(nameOf);
  const left = [...before];
  left.splice(left.indexOf(nameOf(problem)), 1);
  for (const name of after) {
    const index = left.indexOf(name);
    expect(index, `${title}:\n${name}\nis still there or new in\n${[...texts.values()].join('\n---\n')}`).not.toBe(-1);
    left.splice(index, 1);
  }
}

/** By its first sentence: lines move when something is put in above, and advice follows what there is. */
function nameOf({ code, file, message }: Problem): string {
  return `${file} ${code} ${message.replace(/:\d+/g, '').replace(/\. .*/s, '')}`;
}

const MANIFEST = JSON.stringify({ name: 'shop', dependencies: { headwater: '*' } });
