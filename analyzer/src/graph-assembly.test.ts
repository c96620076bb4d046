// Edits that move things and change bodies, which leave most of the last graph as it is: the rest of it has to be right, too.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Analysis } from './analysis.ts';
import { createAnalyzer } from './analyzer.ts';
import { ROOT } from './test/fixture.ts';
import { memoryDisk } from './test/memory-disk.ts';
import { project } from './test/random-project.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
/** `FUZZ=n` runs n times as much. */
const times = Number(process.env['FUZZ'] ?? 1);
const at = (file: string): string => `${ROOT}/${file}`;
const said = ({ document, unparsed, sources }: Analysis) => ({ document, unparsed, sources });

const EDITS: readonly ((text: string) => string)[] = [
  (text) => `// A line more.\n${text}`,
  (text) => text.replace('=> 1', '=> 2'),
  (text) => text.replaceAll('export const', '\n/** What it is. */ export const'),
  (text) => text.replace("group: 'far'", "group: 'near'"),
  (text) => text.replace('inputs: { x:', 'inputs: { y:'),
  (text) => text.replace('[x,', '[x, x,'),
];

test('whatever moves, the graph is that of the texts as they are', async () => {
  await fc.assert(
    fc.asyncProperty(
      project,
      fc.array(fc.tuple(fc.nat(), fc.nat(EDITS.length - 1)), { minLength: 1, maxLength: 8 }),
      async (files, edits) => {
        const manifest = JSON.stringify({ name: 'shop', dependencies: { headwater: '*' } });
        const disk = memoryDisk(
          Object.fromEntries(
            Object.entries({ 'package.json': manifest, ...files }).map(([file, text]) => [at(file), text]),
          ),
        );
        const open = () => createAnalyzer({ project: { root: ROOT, name: 'shop' }, disk });
        const analyzer = open();
        const names = Object.keys(files);
        // What does not parse shows what it last was, and that depends on the way.
        for (let broken = names; broken.length > 0; broken = [...(await analyzer.analyze()).unparsed]) {
          if (broken !== names) for (const file of broken) disk.write(at(file), '');
          analyzer.invalidate('all');
        }
        if (names.length === 0) return;
        for (const [pick, how] of edits) {
          const path = at(names[pick % names.length] ?? '');
          disk.write(path, EDITS[how]?.(disk.read(path) ?? '') ?? '');
          analyzer.invalidate([path]);
          expect(said(await analyzer.analyze())).toEqual(said(await open().analyze()));
        }
      },
    ),
    { seed, numRuns: 150 * times },
  );
});

test('nodes of files that did not change keep their identity, and the order stays that of the keys', async () => {
  const disk = memoryDisk({
    [at('package.json')]: '{ "name": "shop", "dependencies": { "headwater": "*" } }',
    [at('a.ts')]:
      `import { asset } from 'headwater';\nexport const z = asset(() => 1);\nexport const b = asset(() => 2);`,
    [at('b.ts')]:
      `import { asset } from 'headwater';\nimport { z } from './a';\nexport const m = asset({ inputs: { z } }, ({ z }) => z);`,
  });
  const analyzer = createAnalyzer({ project: { root: ROOT, name: 'shop' }, disk });
  const before = (await analyzer.analyze()).document;
  analyzer.setOpenFile(at('a.ts'), `// moved\n${disk.read(at('a.ts'))?.replace('=> 2', '=> 3')}`);
  const after = (await analyzer.analyze()).document;
  expect(after.assets.map(({ key, line }) => `${key} ${line}`)).toEqual(['b 4', 'm 3', 'z 3']);
  expect(after.assets[1]).toBe(before.assets[1]);
  expect(after.problems).toBe(before.problems);
  expect(after.assets[0]?.codeVersion).not.toBe(before.assets[0]?.codeVersion);
  expect(before.assets[0]?.line).toBe(3);
});
