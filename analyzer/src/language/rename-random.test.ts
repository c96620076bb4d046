// In random projects, broken ones among them: a rename that is not refused changes names and nothing else.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GraphDocument } from '@headwater/graph';
import { applyEdits, openFixture } from '../test/apply-edits.ts';
import { project } from '../test/random-project.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
/** `FUZZ=n` runs n times as much. */
const times = Number(process.env['FUZZ'] ?? 1);
/** One that is new, and some that others may have. */
const newName = fc.constantFrom('renamedOne', 's', 't', 'x', 'step', 'all');

/** Nodes, edges and problems, with the old key written as the new one. */
function shape({ assets, problems }: GraphDocument, [from, to]: readonly [string, string]): unknown {
  const key = (each: string): string => (each === from ? to : each);
  return {
    assets: assets
      .map(({ key: own, inputs, deps, file, exportName }) => [
        key(own),
        file,
        exportName === 'default',
        Object.entries(inputs).map(([name, each]) => [name, key(each)]),
        deps.map(key),
      ])
      .sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
    // Advice about names changes with names.
    problems: problems
      .filter(({ severity }) => severity !== 'hint')
      .map(({ file, code }) => `${file} ${code}`)
      .sort(),
  };
}

/** Most of what names an asset is refused while a file of it does not parse. */
function withoutCut(text: string): string {
  const lines = text.split('\n');
  return lines.filter((line) => /^(import|export|for|const)\b.*;$/.test(line)).join('\n');
}

test(`L6: a rename changes names alone, seed ${seed} (SEED=${seed} repeats it)`, async () => {
  let done = 0;
  await fc.assert(
    fc.asyncProperty(project, fc.boolean(), newName, async (files, isWhole, to) => {
      const texts = Object.entries(files).map(([file, text]) => [file, isWhole ? withoutCut(text) : text] as const);
      const before = await openFixture(new Map(texts));
      const { document } = before.analysis;
      for (const { key } of document.assets) {
        const answer = before.analyzer.navigation()?.rename({ key, of: 'const', newName: to });
        if (!answer || 'refused' in answer) continue;
        done += 1;
        const after = await openFixture(applyEdits(before.texts, answer.edits));
        expect(shape(after.analysis.document, [answer.from, answer.to])).toEqual(
          shape(document, [answer.from, answer.to]),
        );
      }
    }),
    { seed, numRuns: 50 * times },
  );
  expect(done).toBeGreaterThan(0);
});
