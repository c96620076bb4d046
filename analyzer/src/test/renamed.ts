// Renames in a fixture: the edits are made, and the graph must be the one from before with the new key.
import { expect } from 'vitest';
import type { GraphDocument, SourceRange } from '@headwater/graph';
import type { FileEdit } from '../language/code-action.ts';
import type { Navigation } from '../language/navigation.ts';
import { ROOT, check, parseFixture } from './fixture.ts';
import type { Checked } from './fixture.ts';

function offsetOf(text: string, line: number, column: number): number {
  const before = text.split('\n').slice(0, line - 1);
  return before.reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
}

export function sliced(text: string, { startLine, startColumn, endLine, endColumn }: SourceRange): string {
  return text.slice(offsetOf(text, startLine, startColumn), offsetOf(text, endLine, endColumn));
}

export function edited(text: string, edits: readonly FileEdit[]): string {
  const spans = edits
    .map(({ range, text: put }) => ({
      start: offsetOf(text, range.startLine, range.startColumn),
      end: offsetOf(text, range.endLine, range.endColumn),
      put,
    }))
    .sort((a, b) => b.start - a.start);
  for (const [index, { start }] of spans.entries())
    expect((spans[index + 1]?.end ?? 0) <= start, 'edits overlap').toBe(true);
  return spans.reduce((all, { start, end, put }) => all.slice(0, start) + put + all.slice(end), text);
}

/** Nodes and edges, with the old key written as the new one. */
function shape(document: GraphDocument, [from, to]: readonly [string, string]): unknown {
  const key = (each: string): string => (each === from ? to : each);
  return {
    assets: document.assets
      .map(({ key: own, inputs, deps, group, kind, codeVersion }) => ({
        key: key(own),
        inputs: Object.entries(inputs).map(([name, each]) => [name, key(each)]),
        deps: deps.map(key),
        group,
        kind,
        codeVersion,
      }))
      .sort((a, b) => (a.key < b.key ? -1 : 1)),
    checks: document.checks.map(({ asset, name }) => [key(asset), name]).sort(),
    jobs: document.jobs.map(({ name }) => name),
  };
}

/** The changed files after the rename. The graph must be as before, with the new key and without a problem. */
export async function renamed(fixture: string, newName: string): Promise<Record<string, string>> {
  const before = await check(fixture, { loads: false });
  const answer = renameAt(before, newName);
  if (!answer || 'refused' in answer) throw new Error(answer?.refused ?? 'there was nothing to rename');
  const { files } = parseFixture(fixture);
  const byFile = Map.groupBy(answer.edits, ({ file }) => file);
  const after = new Map([...files].map(([file, text]) => [file, edited(text, byFile.get(file) ?? [])]));
  expect([...byFile.keys()].filter((file) => !after.has(file))).toEqual([]);
  const again = await check([...after].map(([file, text]) => `//- ${file}\n${text}`).join('\n'), { loads: false });
  expect(shape(again.document, [answer.from, answer.to])).toEqual(shape(before.document, [answer.from, answer.to]));
  return Object.fromEntries([...byFile.keys()].map((file) => [file, after.get(file)?.trim() ?? '']));
}

/** As an editor does: what stands there first, then its new name. */
export function renameAt(
  { analyzer, cursor }: Pick<Checked, 'analyzer' | 'cursor'>,
  newName: string,
): ReturnType<Navigation['rename']> {
  const navigation = analyzer.navigation();
  const target = navigation?.renameTarget(cursor) ?? null;
  if (navigation === null || target === null) return null;
  if ('refused' in target) return target;
  return navigation.rename({ key: target.key, of: target.of, newName });
}

/** The project as it is typed, whatever is wrong in it. */
export async function opened(fixture: string) {
  const { files, cursor } = parseFixture(fixture);
  const { analyzer, cursor: none } = await check('//- src/none.ts\n', { loads: false });
  for (const [file, text] of files) analyzer.setOpenFile(`${ROOT}/${file}`, text);
  await analyzer.analyze();
  return { analyzer, cursor: cursor ?? none };
}

export async function refusal(fixture: string, newName: string): Promise<string | null> {
  const answer = renameAt(await opened(fixture), newName);
  if (answer === null) return null;
  return 'refused' in answer ? answer.refused : JSON.stringify(answer.edits);
}
