// The analyzer never dies: mutated and truncated sources, in bounded time.
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Analysis } from './analysis.ts';
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
export const { u: v, w = 1, ...z } = hw.multiAsset({ outputs: { u: hw.output({ key: 'u', checks: ['k'] }), ...q }, canSubset: true }, async function* ({ b }, ctx) { yield ctx.result('u', 1, { checks: { k: true, j } }); });
const step = hw.op({ name: 's' }, async (ctx, n) => n), twice = async () => [await step(1)].map(step);
export const graph = hw.graphAsset({ inputs: { b } }, async ({ b }) => twice(await step(b)));
export const far = hw.externalAsset({ io: E.A, tags: { a: '1' } });
export const full = hw.assetCheck(far, { blocks: [graph, v], severity: 'warn' }, (value, { log }) => ({ passed: true }));
export const nightly = hw.job('nightly', { selection: [graph, far] });
export const defs = hw.definitions({ assets: { ...def, far, v }, jobs: [nightly, hw.job('x', { selection: 'key:"a" ang' })], resources: { [k]: 1, x() {} }, env: { prod: { resources: { y: 1 } } } });
`;

/** `FUZZ=n` runs n times as much; `npm run torture` does. */
const ROUNDS = 2_000 * Number(process.env['FUZZ'] ?? 1);

/** Files that are mutated between two analyses. */
const AT_ONCE = 8;

/** What is mutated: all that can be written, and the sources of the examples, but for the longest. */
const EXAMPLES = fileURLToPath(new URL('../../examples', import.meta.url));
const CORPUS = [
  SAMPLE,
  ...readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' })
    .filter((file) => /^\w+[\\/]src[\\/].*\.ts$/.test(file))
    .map((file) => readFileSync(`${EXAMPLES}/${file}`, 'utf8'))
    .filter((text) => text.includes('headwater') && text.length < 3000),
];

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

/** As TypeScript counts them. */
const LINE_END = /\r\n|[\n\r\u2028\u2029]/;

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

function mutated(below: (n: number) => number): string {
  let text = CORPUS[below(5) === 0 ? 0 : below(CORPUS.length)] ?? SAMPLE;
  for (let times = below(3); times >= 0; times--) text = mutate(text, below);
  return text;
}

test('thousands of mutated and truncated sources never throw, and the assets of another file stay', async () => {
  expect(CORPUS.length).toBeGreaterThan(10);
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
  const sources = Array.from({ length: AT_ONCE }, (_, n) => `sample${n}.ts`);
  for (let round = 0; round < ROUNDS; round += AT_ONCE) {
    const texts = new Map(sources.map((name) => [name, mutated(below)]));
    for (const [name, text] of texts) kept.setOpenFile(`${ROOT}/${name}`, text);
    const { document } = await kept.analyze();
    // Definitions may leave it out.
    if (document.definitions === null) {
      expect(keys(document)).toContain('good');
      expect(edges(document)).toContain('a → good');
    }
    for (const { file: where, line, endLine } of document.problems.filter(({ code }) => code === 'syntax')) {
      expect(line).toBeGreaterThan(0);
      expect(endLine).toBeLessThanOrEqual((texts.get(where)?.split(LINE_END).length ?? 0) + 1);
    }
    const asked = `${ROOT}/${sources[below(AT_ONCE)] ?? ''}`;
    kept.assetAt({ file: asked, line: 1 + below(40), column: 1 + below(60) });
  }
  for (const name of sources) kept.setOpenFile(`${ROOT}/${name}`, null);
  kept.setOpenFile(file, SAMPLE);
  const mended = await kept.analyze();
  const clean = createAnalyzer(fresh);
  clean.setOpenFile(file, SAMPLE);
  // Whatever was typed in between, the answer is that of an analyzer that never saw it.
  expect(mended.document).toEqual((await clean.analyze()).document);
}, 300_000);

test('every truncation of a file', async () => {
  const analyzer = createAnalyzer({ project: { root: ROOT, name: 'shop' }, disk: memoryDisk({}) });
  for (let end = 0; end <= SAMPLE.length; end += 5) {
    analyzer.setOpenFile(`${ROOT}/sample.ts`, SAMPLE.slice(0, end));
    await analyzer.analyze();
  }
  analyzer.setOpenFile(`${ROOT}/sample.ts`, SAMPLE);
  expect(keys((await analyzer.analyze()).document)).toEqual(['d', 'far', 'graph', 'p_3/x', 'u', 'w']);
});

test.each([
  [
    'asset',
    "export const x = asset({ key: ['a', 'b'], group: 'g', kinds: ['k'], tags: { a: 'b' }, owners: ['a@b'], io: 's', inputs: { a }, deps: [a], checks: ['c', { name: 'd' }] }, async ({ a }, ctx) => ctx.result(a, { checks: { c: true } }));",
  ],
  [
    'multiAsset',
    "export const { x, y: z } = multiAsset({ outputs: { x: output({ group: 'g' }), y: output<number[]>() }, inputs: { a }, canSubset: true }, async function* ({ a }, ctx) { yield ctx.result('x', a); });",
  ],
  [
    'a multi-asset kept whole',
    'export const api = multiAsset({ outputs: { x: output() } }, function* (ctx) {});\nexport const y = asset({ inputs: { x: api.x } }, ({ x }) => x);',
  ],
  [
    'graphAsset',
    'const one = op({ retry: 1 }, (ctx, n: number) => n);\nconst both = async () => [await one(1)];\nexport const x = graphAsset({ inputs: { a } }, async ({ a }) => one(await both()));',
  ],
  ['externalAsset', "export const x = externalAsset<number[]>({ key: ['x', 'y'], observe: async (ctx) => 'v' });"],
  [
    'assetCheck',
    "export const c = assetCheck(a, { name: 'n', blocking: true, blocks: [a], severity: 'warn' }, (a, ctx) => ({ passed: true, metadata: { n: 1 } }));",
  ],
  [
    'resource',
    'export const db = resource({ create: () => 1, dispose: (it) => it });\nexport const x = asset({ resources: { db } }, (ctx) => ctx.resources.db);',
  ],
  [
    'job',
    "export const j = job('j', { selection: 'key:\"a\" or group:x' });\nexport const k = job('k', { selection: [a] });",
  ],
  [
    'definitions',
    "import * as all from './other';\nexport const defs = definitions({ assets: { ...all, a }, jobs: [job('j', { selection: '*' })], resources: { io: 1 }, env: { prod: { resources: { io: 2 } } } });",
  ],
])('%s, typed letter by letter: what last parsed stays', async (_, code) => {
  const text = `import { asset, assetCheck, definitions, externalAsset, graphAsset, job, multiAsset, op, output, resource } from 'headwater';\nexport const a = asset(() => 1);\n${code}`;
  const file = `${ROOT}/sample.ts`;
  const disk = memoryDisk({
    [`${ROOT}/other.ts`]: "import { asset } from 'headwater';\nexport const o = asset(() => 1);",
  });
  const analyzer = createAnalyzer({ project: { root: ROOT, name: 'shop' }, disk });
  const shown = ({ document: { assets, checks, jobs, definitions } }: Analysis) => ({
    assets,
    checks,
    jobs,
    definitions,
  });
  analyzer.setOpenFile(file, text);
  let good = shown(await analyzer.analyze());
  let kept = 0;
  for (let end = text.indexOf(code); end < text.length; end++) {
    analyzer.setOpenFile(file, text.slice(0, end));
    const analysis = await analyzer.analyze();
    if (analysis.unparsed.length === 0) good = shown(analysis);
    else kept += 1;
    expect(shown(analysis)).toEqual(good);
  }
  expect(kept).toBeGreaterThan(code.length / 4);
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
