// Reads the pages of docs/problems: what each says of its problem code, and the examples in it.
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const PAGES = fileURLToPath(new URL('../../../docs/problems', import.meta.url));

export interface Example {
  /** Words behind `ts` on the fence: `passes`, `loads`, `fails`, `types`. */
  readonly marks: ReadonlySet<string>;
  /** Of its fence in the page. */
  readonly line: number;
  /** As `parseFixture` reads it. */
  readonly text: string;
  /** What the page lists under "Headwater says:" behind it. */
  readonly says: readonly string[];
}

export interface ProblemPage {
  readonly code: string;
  /** The title behind the code. */
  readonly sentence: string;
  /** In the order in which they are named; the first is the usual one. */
  readonly severities: readonly string[];
  readonly examples: readonly Example[];
  /** Titles of what the editor offers for its failing examples. */
  readonly quickFixes: readonly string[];
}

/** In the order of their codes; the index is none of them. */
export function problemPages(): ProblemPage[] {
  return readdirSync(PAGES)
    .filter((name) => name !== 'README.md')
    .sort()
    .map((name) => readPage(name, readFileSync(`${PAGES}/${name}`, 'utf8')));
}

function readPage(name: string, text: string): ProblemPage {
  const title = /^# `([a-z-]+)`: (.+)\n/.exec(text);
  const severity = /^Severity: (.+)$/m.exec(text);
  if (title === null || `${title[1]}.md` !== name)
    throw new Error(`docs/problems/${name} begins with its code and a sentence: # \`${name.replace('.md', '')}\`: …`);
  return {
    code: title[1] ?? '',
    sentence: title[2] ?? '',
    severities: [...(severity?.[1] ?? '').matchAll(/\*\*(\w+)\*\*/g)].map(([, each = '']) => each),
    examples: examplesOf(text),
    quickFixes: [...(/^Quick fixes:\n\n((?:- .+\n)+)/m.exec(text)?.[1] ?? '').matchAll(/^- (.+)$/gm)].map(
      ([, title = '']) => title,
    ),
  };
}

function examplesOf(page: string): Example[] {
  return [...page.matchAll(/^```ts (.+)\n([\s\S]*?)^```\n(?:\nHeadwater says:\n\n((?:- .+\n)+))?/gm)].map(
    ({ index, 1: marks = '', 2: text = '', 3: says = '' }) => ({
      marks: new Set(marks.split(' ')),
      line: page.slice(0, index).split('\n').length,
      text,
      says: [...says.matchAll(/^- (.+)$/gm)].map(([, sentence = '']) => sentence),
    }),
  );
}
