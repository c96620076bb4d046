// The pages of docs/problems are true: each code has one, its examples fail and pass as it says, and the index lists them.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { SEVERITY } from './problem-at.ts';
import { applyEdits, expectSolved, fixesOf, openFixture } from './test/apply-edits.ts';
import { compileExamples } from './test/compile-examples.ts';
import { check, parseFixture } from './test/fixture.ts';
import { PAGES, problemPages } from './test/problem-page.ts';

const pages = problemPages();
const severityOf = new Map<string, string>(Object.entries(SEVERITY));

test('L3 every problem code has its page, and no page is without a code', () => {
  expect(pages.map(({ code }) => code)).toEqual([...severityOf.keys()].sort());
});

test('the index lists the pages', () => {
  const rows = pages.map(({ code, severities, sentence }) => [
    `[\`${code}\`](${code}.md)`,
    severities.join(', '),
    sentence,
  ]);
  const lines = readFileSync(`${PAGES}/README.md`, 'utf8').split('\n');
  const listed = lines.filter((line) => line.startsWith('| ['));
  expect(listed.map((line) => line.slice(1, -1).split('|')).map((cells) => cells.map((cell) => cell.trim()))).toEqual(
    rows,
  );
});

describe.each(pages.map((page) => [page.code, page] as const))('%s', (code, { severities, quickFixes, examples }) => {
  const failing = examples.filter(({ marks }) => marks.has('fails') && !marks.has('types'));
  const passing = examples.filter(({ marks }) => marks.has('passes'));

  test('shows what fails and what passes', () => {
    expect(examples.filter(({ marks }) => marks.has('fails'))).not.toEqual([]);
    expect(passing).not.toEqual([]);
    expect(severities[0]).toBe(severityOf.get(code));
  });

  test.each(failing.map((each) => [each.line, each.text, each.says] as const))(
    'the example in line %i fails as it says',
    async (_, text, says) => {
      const { problems } = (await openFixture(text)).analysis.document;
      expect(problems.map((problem) => problem.code)).toEqual(says.map(() => code));
      expect(problems.map(({ file, line, message }) => `\`${file}:${line}\`: ${message}`)).toEqual(says);
    },
  );

  if (failing.length > 0)
    test('is as grave as it says, and each quick fix it names is offered and solves it', async () => {
      const graveness = new Set<string>();
      const titles = new Set<string>();
      for (const { text } of failing) {
        const opened = await openFixture(text);
        for (const { severity } of opened.analysis.document.problems) graveness.add(severity);
        for (const action of fixesOf(opened)) {
          titles.add(action.title);
          await expectSolved(opened, applyEdits(opened.texts, action.edits), action);
        }
      }
      expect([...graveness].sort()).toEqual([...severities].sort());
      expect(quickFixes).toEqual([...titles]);
    });

  test.each(passing.map((each) => [each.line, each] as const))(
    'the example in line %i passes, and loads where it says so',
    async (_, { text, marks }) => {
      await check(text, { loads: marks.has('loads') });
    },
  );
});

test('what passes compiles with the types of headwater, and what fails by its types does not', () => {
  const examples = pages.flatMap(({ code, examples: all }) =>
    all.map((example) => ({ ...example, at: `docs/problems/${code}.md:${example.line}` })),
  );
  const errors = compileExamples(new Map(examples.map(({ at, text }) => [at, parseFixture(text).files])));
  const passing = examples.filter(({ marks }) => marks.has('passes')).map(({ at }) => at);
  expect(passing.flatMap((at) => errors.get(at) ?? ['not compiled'])).toEqual([]);
  for (const { at, marks } of examples) if (marks.has('types')) expect(errors.get(at)).not.toEqual([]);
});
