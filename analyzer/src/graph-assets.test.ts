// Graph assets and external assets: the ops a body calls, near and far, and the code versions they make.
import { describe, expect, test } from 'vitest';
import type { GraphDocument } from '@headwater/graph';
import { check, edges } from './test/fixture.ts';

const SALES = `
import { asset, graphAsset, op } from 'headwater';
export const raw = asset(() => 'a,b');
const download = op(async (ctx) => 'path');
const parse = op(async (ctx, path: string) => [path]);
const validate = op({ retry: { maxRetries: 3 } }, (ctx, rows: string[]) => rows.filter(Boolean));
/** One node, three steps. */
export const validatedSales = graphAsset({ inputs: { raw }, group: 'silver' }, async ({ raw }) => validate(await parse(await download())));
`;

function ops(document: GraphDocument, key = 'x'): (string | undefined)[] | undefined {
  return document.assets.find((node) => node.key === key)?.ops?.map(({ name }) => name);
}

describe('a graph asset', () => {
  test('is one node with its ops in the order of their calls, each with its place and version', async () => {
    const { document } = await check(SALES, { loads: true });
    expect(edges(document)).toEqual(['raw → validatedSales']);
    const [, sales] = document.assets;
    expect(sales).toMatchObject({
      key: 'validatedSales',
      kind: 'graph',
      step: 'validatedSales',
      group: 'silver',
      description: 'One node, three steps.',
      exportName: 'validatedSales',
    });
    const version = expect.stringMatching(/^c1:[0-9a-f]{32}$/) as string;
    const op = { file: 'src/assets.ts', column: 7, codeVersion: version };
    expect(sales?.ops).toEqual([
      { ...op, name: 'download', constName: 'download', line: 3 },
      { ...op, name: 'parse', constName: 'parse', line: 4 },
      { ...op, name: 'validate', constName: 'validate', line: 5 },
    ]);
    expect(new Set(sales?.ops?.map(({ codeVersion }) => codeVersion)).size).toBe(3);
  });

  const body = (code: string, rest = ''): Promise<GraphDocument> =>
    check(
      `
//- src/ops.ts
import { op } from 'headwater';
export const far = op((ctx) => 1);
export const other = op((ctx) => 2);
export default op({ name: 'main' }, (ctx) => 3);
//- src/helpers.ts
import { far as renamed, other } from './ops';
export async function both() { return [await renamed(), inner()]; }
const inner = () => other();
export const table = { load: async () => renamed(), plain: 1 };
export default async () => renamed();
export class Loader { run() { return other(); } }
//- src/assets.ts
import { graphAsset, op } from 'headwater';
import byDefault, { both, table, Loader } from './helpers';
import * as helpers from './helpers';
import * as all from './ops';
import main from './ops';
const a = op(async (ctx, n?: unknown) => n);
const b = op({ name: 'second' }, async (ctx, n?: unknown) => n);
const { far: taken } = all;
${rest}
export const x = graphAsset(${code});
`,
      { loads: true },
    ).then(({ document }) => document);

  test.each([
    [
      'branches and loops, each op once',
      'async () => { for (const n of [1]) if (n) await a(); else await b(); return a(); }',
      ['a', 'second'],
    ],
    ['calls in parallel', 'async () => Promise.all([b(), a()])', ['second', 'a']],
    ['a chain of promises', 'async () => a().then(b)', ['a', 'second']],
    ['handed on as a function', 'async () => [1].map(a)', ['a']],
    ['in a nested function', 'async () => { const load = () => a(); return load(); }', ['a']],
    ['a property of a namespace', 'async () => all.far()', ['far']],
    ['a default import', 'async () => main()', ['main']],
    ['taken from a namespace', 'async () => taken()', ['far']],
    ['a function of another file', 'async () => both()', ['far', 'other']],
    ['a function by namespace', 'async () => helpers.both()', ['far', 'other']],
    ['a function in a record', 'async () => table.load()', ['far']],
    ['a default function', 'async () => byDefault()', ['far']],
    ['a method', 'async () => new Loader().run()', ['other']],
    ['an async function', 'async function () { return b(await a()); }', ['a', 'second']],
    ['none', 'async () => 1', []],
    ['a parameter of the same name is none', 'async () => [1].map((a) => a)', []],
    ['a local of the same name is none', 'async () => { const a = () => 1; return a(); }', []],
    ['a property of the same name is none', 'async (ctx) => ({ a: 1, b: ctx.a }).b', []],
  ])('%s', async (_, code, expected) => {
    expect(ops(await body(code))).toEqual(expected);
  });

  test('local functions are followed, also in circles, and a body by name', async () => {
    const rest = `
async function main2() { return again(1); }
function again(n: number): unknown { return n > 3 ? b() : again(n + 1) ?? main2; }`;
    expect(ops(await body('main2', rest))).toEqual(['second']);
    expect(ops(await body('async () => main2()', rest))).toEqual(['second']);
  });

  test('the same op in two graph assets, and no ops for other assets', async () => {
    const document = await body('async () => a()', 'export const y = graphAsset(async () => a());');
    expect([ops(document, 'x'), ops(document, 'y')]).toEqual([['a'], ['a']]);
    const plain = await check(
      `import { asset, op } from 'headwater';\nconst a = op((ctx) => 1);\nexport const x = asset(() => a());`,
    );
    expect(plain.document.assets[0]?.ops).toBeUndefined();
  });
});

describe('code version', () => {
  const version = async (declaration: string, rest = ''): Promise<string | null | undefined> => {
    const { document } = await check(
      `import { asset, graphAsset, multiAsset, op, output } from 'headwater';\n${rest}\nconst text = 'from a const';\nexport const x = ${declaration};\n`,
    );
    return document.assets[0]?.codeVersion;
  };
  const graph = 'graphAsset(async () => step())';

  test('that of a graph asset changes with its ops, also through functions', async () => {
    const one = await version(graph, 'const step = op((ctx) => 1);');
    expect(await version(graph, 'const step = op({ retry: 3 }, (ctx) => 1 /* the same */);')).toBe(one);
    expect(await version(graph, 'const step = op((ctx) => 2);')).not.toBe(one);
    const through = 'graphAsset(async () => f())';
    const f = 'const f = () => step();\n';
    expect(await version(through, `${f}const step = op((ctx) => 1);`)).not.toBe(
      await version(through, `${f}const step = op((ctx) => 2);`),
    );
    expect(await version('graphAsset(async () => 1)')).toBe(await version('asset(async () => 1)'));
  });

  test('null while the version of one op is computed: no version rather than a wrong one', async () => {
    expect(await version(graph, 'const step = op({ codeVersion: String(1) }, async () => 1);')).toBeNull();
  });

  test.each([
    ["asset({ codeVersion: '2' }, () => 1)", 'u1:2'],
    ["asset({ codeVersion: text + '!' }, () => 1)", 'u1:from a const!'],
    ["graphAsset({ codeVersion: '7' }, async () => 1)", 'u1:7'],
    ["multiAsset({ outputs: { a: output() }, codeVersion: '3' }, function* (ctx) {})", 'u1:3'],
  ])('`%s` overrides it', async (declaration, expected) => {
    expect(await version(declaration)).toBe(expected);
  });

  test('a computed one is known after a run', async () => {
    const { document } = await check(
      `
import { asset } from 'headwater';
export const x = asset({ codeVersion: String(1) }, () => 1);
//                                    ^^^^^^^^^ dynamic: its \`codeVersion\` is computed
`,
      { loads: true },
    );
    expect(document.assets[0]?.codeVersion).toBeNull();
  });
});

describe('an external asset', () => {
  test('is a node that nothing here makes, and can be read', async () => {
    const { document } = await check(
      `
import { asset, externalAsset } from 'headwater';
/** Measured elsewhere. */
export const readings = externalAsset<number[]>({ key: ['weather', 'readings'], kinds: ['csv'], observe: () => 'v1' });
export const bare = externalAsset<number[]>();
export const report = asset({ inputs: { readings }, deps: [bare] }, ({ readings }) => readings);
`,
      { loads: true },
    );
    expect(edges(document)).toEqual(['bare ⇢ report', 'weather/readings → report']);
    expect(document.assets[2]).toEqual({
      key: 'weather/readings',
      kind: 'external',
      step: 'weather/readings',
      inputs: {},
      deps: [],
      group: 'default',
      kinds: ['csv'],
      tags: {},
      owners: [],
      description: 'Measured elsewhere.',
      file: 'src/assets.ts',
      line: 3,
      column: 14,
      range: { startLine: 3, startColumn: 1, endLine: 3, endColumn: 120 },
      exportName: 'readings',
      io: null,
      checks: [],
      codeVersion: null,
    });
  });

  test('unexported, keyless and dynamic say what it is', async () => {
    await check(`
import { externalAsset } from 'headwater';
const readings = externalAsset();
//    ^^^^^^^^ unexported: \`readings\` is not exported, so nothing can load it. Write \`export const readings = externalAsset(…)\`.
export default externalAsset();
//             ^^^^^^^^^^^^^^^ keyless: \`externalAsset({ key: 'name', … }, …)\`
for (const key of ['a']) externalAsset({ key });
//                       ^^^^^^^^^^^^^^^^^^^^^^ dynamic: This external asset is not in the graph before a run: it is made in a loop.
`);
  });
});
