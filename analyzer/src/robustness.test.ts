// The analyzer never dies: mutated and truncated sources, in bounded time.
import { expect, test } from 'vitest';
import { createAnalyzer } from './analyzer.ts';
import { ROOT, edges, keys } from './test/fixture.ts';
import { memoryDisk } from './test/memory-disk.ts';

const SAMPLE = `import { asset, other as o } from 'headwater';
import * as hw from 'headwater';
import def, { a as b } from './other';
export * from './other';
export { x as y } from "./other";
const PREFIX = \`p_\${1 + 2}\` as const;
enum E { A = 'a' }
/** Doc **markdown**
 * @tag x
 */
export const orders = asset({ key: [PREFIX, 'x'], inputs: { b, c: def.d }, group: E.A, kinds: ['k'] }, async ({ b, c: { e } }, ctx) => {
  for (let i = 0, n = 20_000; i < n; i++) { if (/a[/]b/.test(\`\${i}\`)) continue; else break; }
  class K<T> extends Map implements I { static #p = 1; get x() { return this?.x ?? 1n; } }
  label: while (true) { try { await import('y'); } catch { break label; } finally { void 0; } }
  return <T,>(v: T) => ({ ...v, [k]: v!.z satisfies any });
});
export default asset({ key: 'd', deps: [orders, ...more] }, function* () { yield* orders; });
for (const n of [1]) hw.asset({ key: n }, () => n);
export const { p, q: [r] } = o();
`;

/** A small generator of numbers that repeat for a seed (mulberry32). */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

function mutate(text: string, below: (n: number) => number): string {
  const at = below(text.length);
  const length = below(12);
  const pieces = [
    '{',
    '}',
    '(',
    ')',
    '`',
    "'",
    '/*',
    '*/',
    '=>',
    'asset(',
    '${',
    '\0',
    '\u2028',
    '😀',
    '<',
    'export ',
    '...',
    '\n',
    '@',
    '#',
  ];
  const piece = pieces[below(pieces.length)] ?? '';
  switch (below(4)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(at + length);
    case 2:
      return text.slice(0, at) + piece + text.slice(at);
    default:
      return text.slice(0, at) + text.slice(below(text.length), at + length) + text.slice(at);
  }
}

test('mutated sources never throw, and the assets of another file stay', async () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
  console.log(`seed ${seed} (SEED=${seed} repeats it)`);
  const below = random(seed);
  const disk = memoryDisk({
    [`${ROOT}/package.json`]: '{ "dependencies": { "headwater": "*" } }',
    [`${ROOT}/other.ts`]:
      "import { asset } from 'headwater';\nexport const a = asset(() => 1);\nexport const good = asset({ inputs: { a } }, ({ a }) => a);",
  });
  const file = `${ROOT}/sample.ts`;
  const fresh = { project: { root: ROOT, name: 'shop' }, disk };
  const kept = createAnalyzer(fresh);
  for (let round = 0; round < 600; round++) {
    let text = SAMPLE;
    for (let times = below(3); times >= 0; times--) text = mutate(text, below);
    kept.setOpenFile(file, text);
    const { document } = await kept.analyze();
    expect(keys(document)).toContain('good');
    expect(edges(document)).toContain('a → good');
    const lines = text.split('\n').length;
    for (const { file: where, line, endLine } of document.problems.filter(({ code }) => code === 'syntax')) {
      expect(where).toBe('sample.ts');
      expect(line).toBeGreaterThan(0);
      expect(endLine).toBeLessThanOrEqual(lines + 1);
    }
    kept.assetAt({ file, line: 1 + below(lines), column: 1 + below(60) });
  }
  kept.setOpenFile(file, SAMPLE);
  const mended = await kept.analyze();
  const clean = createAnalyzer(fresh);
  clean.setOpenFile(file, SAMPLE);
  // Whatever was typed in between, the answer is that of an analyzer that never saw it.
  expect(mended.document).toEqual((await clean.analyze()).document);
});

test('every truncation of a file', async () => {
  const analyzer = createAnalyzer({ project: { root: ROOT, name: 'shop' }, disk: memoryDisk({}) });
  for (let end = 0; end <= SAMPLE.length; end += 3) {
    analyzer.setOpenFile(`${ROOT}/sample.ts`, SAMPLE.slice(0, end));
    await analyzer.analyze();
  }
  analyzer.setOpenFile(`${ROOT}/sample.ts`, SAMPLE);
  expect(keys((await analyzer.analyze()).document)).toEqual(['d', 'p_3/x']);
});

test('names that are missing are no names', async () => {
  const text =
    "import *  'headwater';\nimport { asset as } from 'headwater';\nimport { asset } from 'headwater';\nexport const = asset(() => 1);";
  const disk = memoryDisk({ [`${ROOT}/a.ts`]: text });
  const { document } = await createAnalyzer({ project: { root: ROOT, name: 'shop' }, disk }).analyze();
  expect([keys(document), document.problems.map(({ code }) => code)]).toEqual([[], ['syntax']]);
});

test('a large file', async () => {
  const rows = Array.from({ length: 60_000 }, (_, n) => `  { id: ${n}, name: 'row ${n}' },`).join('\n');
  const disk = memoryDisk({
    [`${ROOT}/a.ts`]: `import { asset } from 'headwater';\nconst table = [\n${rows}\n];\nexport const a = asset(() => table);`,
  });
  const { document } = await createAnalyzer({ project: { root: ROOT, name: 'shop' }, disk }).analyze();
  expect(keys(document)).toEqual(['a']);
});
