// Fixtures in one string: a project's files, the problems expected in them, a cursor; and what they describe when they are loaded.
import { posix } from 'node:path';
import { expect } from 'vitest';
import type { GraphDocument, Problem } from '@headwater/graph';
import type { Analysis } from '../analysis.ts';
import type { Analyzer } from '../analyzer-door.ts';
import { createAnalyzer } from '../analyzer.ts';
import { agreement, inFolder } from './agreement.ts';
import { memoryDisk } from './memory-disk.ts';
import type { MemoryDisk } from './memory-disk.ts';

export const ROOT = '/projects/shop';

export interface Fixture {
  readonly files: ReadonlyMap<string, string>;
  /** Links, and where they lead to. */
  readonly links: ReadonlyMap<string, string>;
  /** Expected problems: `file:line:column-endColumn code`, and a part of the message. */
  readonly expected: readonly { readonly at: string; readonly text: string }[];
  readonly cursor: { readonly file: string; readonly line: number; readonly column: number } | null;
}

/**
 * `//- path` starts a file (without one, it is src/assets.ts), `//- path -> target` is a link; a line `// ^^^ code: part of the message` expects a problem
 * under the carets, in the line above; `$0` is the cursor.
 */
export function parseFixture(text: string): Fixture {
  const files = new Map<string, string>();
  const links = new Map<string, string>();
  const expected: { at: string; text: string }[] = [];
  let cursor: Fixture['cursor'] = null;
  const whole = text.replace(/^\n/, '');
  const parts = whole.startsWith('//- ') ? whole.slice(4).split(/^\/\/- /m) : [`src/assets.ts\n${whole}`];
  for (const part of parts) {
    const [header = '', ...lines] = part.split('\n');
    const [file = '', link] = header.trim().split(' -> ');
    if (link !== undefined) {
      links.set(file, link);
      continue;
    }
    let code = 0;
    const kept = lines.map((line, index) => {
      const marker = /^\s*\/\/ *(\^+) ([a-z-]+)(?:: (.*))?$/.exec(line);
      if (marker === null) {
        code = index + 1;
        const column = line.indexOf('$0');
        if (column === -1) return line;
        cursor = { file: `${ROOT}/${file}`, line: index + 1, column: column + 1 };
        return line.replace('$0', '');
      }
      const [, carets = '', problem = '', message = ''] = marker;
      const column = line.indexOf('^') + 1;
      expected.push({ at: `${file}:${code}:${column}-${column + carets.length} ${problem}`, text: message });
      return line;
    });
    files.set(file, kept.join('\n'));
  }
  return { files, links, expected, cursor };
}

export interface Checked {
  readonly analyzer: Analyzer;
  readonly disk: MemoryDisk;
  readonly analysis: Analysis;
  readonly document: GraphDocument;
  readonly problems: readonly Problem[];
  readonly cursor: { readonly file: string; readonly line: number; readonly column: number };
}

export interface CheckOptions {
  /** True: its modules must load and describe what the source says. False: they are not loaded. Else they are held to it if they load. */
  readonly loads?: boolean;
  /** Export name → const name, where they differ. */
  readonly constNames?: Readonly<Record<string, string>>;
}

/** Analyzes the fixture and expects exactly the problems that its carets name, and what its modules describe when they are loaded. */
export async function check(text: string, options: CheckOptions = {}): Promise<Checked> {
  const { files: written, links, expected, cursor } = parseFixture(text);
  const files = new Map([['package.json', MANIFEST], ...written]);
  const disk = memoryDisk(
    Object.fromEntries([...files].map(([file, content]) => [posix.join(ROOT, file), content] as const)),
  );
  for (const [link, to] of links) disk.link(posix.join(ROOT, link), to);
  const analyzer = createAnalyzer({ project: { root: ROOT, name: 'shop' }, disk });
  const analysis = await analyzer.analyze();
  const { problems } = analysis.document;
  expectProblems(problems, expected);
  await expectAgreement({ files, links, analysis, options });
  return {
    analyzer,
    disk,
    analysis,
    document: analysis.document,
    problems,
    cursor: cursor ?? { file: '', line: 0, column: 0 },
  };
}

/** What is wrong in the source need not load, and if it does, need not agree. */
async function expectAgreement(of: {
  readonly files: ReadonlyMap<string, string>;
  readonly links: ReadonlyMap<string, string>;
  readonly analysis: Analysis;
  readonly options: CheckOptions;
}): Promise<void> {
  const { files, links, analysis, options } = of;
  const isWrong = analysis.document.problems.some(({ code, severity }) => severity === 'error' || code === 'syntax');
  if (options.loads === false || (options.loads !== true && isWrong)) return;
  const found = await inFolder(files, (root) => agreement({ root, analysis, ...options }), links);
  if (options.loads === true || 'differs' in found) expect(found).toEqual({ differs: [] });
}

function expectProblems(problems: readonly Problem[], expected: Fixture['expected']): void {
  const found = problems.map((each) => ({
    at: `${each.file}:${each.line}:${each.column}-${each.endColumn} ${each.code}`,
    text: each.message,
  }));
  const sorted = expected.toSorted(
    (a, b) => found.findIndex(({ at }) => at === a.at) - found.findIndex(({ at }) => at === b.at),
  );
  expect(found).toEqual(sorted.map(({ at, text }) => ({ at, text: expect.stringContaining(text) as string })));
}

/** `upstream → key` for each edge (`⇢` for order-only deps), sorted. */
export function edges(document: GraphDocument): string[] {
  return document.assets
    .flatMap(({ key, inputs, deps }) => [
      ...Object.values(inputs).map((each) => `${each} → ${key}`),
      ...deps.map((each) => `${each} ⇢ ${key}`),
    ])
    .sort();
}

export function keys(document: GraphDocument): string[] {
  return document.assets.map(({ key }) => key);
}

export const MANIFEST = JSON.stringify({ name: 'shop', dependencies: { headwater: '*' } });
