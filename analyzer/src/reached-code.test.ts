// The code version follows what a body reads, across files and into packages, and says which piece changed.
import { describe, expect, test } from 'vitest';
import type { CodeParts } from '@headwater/graph';
import { createAnalyzer } from './analyzer.ts';
import { ROOT, check } from './test/fixture.ts';
import { memoryDisk } from './test/memory-disk.ts';

interface Read {
  readonly version: string | null;
  readonly ids: readonly string[];
  readonly parts: CodeParts;
}

/** What `orders` of a project reads; `files` without a header are src/assets.ts. */
async function read(files: string, key = 'orders'): Promise<Read> {
  const { document, analysis } = await check(files);
  const node = document.assets.find((each) => each.key === key);
  if (node === undefined) throw new Error(`There is no ${key}`);
  const ids = node.code ?? [];
  const parts = Object.fromEntries(ids.flatMap((id) => (analysis.code[id] ? [[id, analysis.code[id]]] : [])));
  return { version: node.codeVersion, ids, parts };
}

async function versions(files: readonly string[]): Promise<(string | null)[]> {
  return (await Promise.all(files.map((each) => read(each)))).map(({ version }) => version);
}

const SDK = `import { asset } from 'headwater';`;
const twoFiles = (price: string, assets = `export const orders = asset(() => [parsePrice('1')]);`): string =>
  `//- src/assets.ts\n${SDK}\nimport { parsePrice } from './price';\n${assets}\n//- src/price.ts\n${price}\n`;

describe('A22: what a body reads is part of its code', () => {
  test('a module constant, and no other asset that does not read it', async () => {
    const files = (value: number): string =>
      `${SDK}\nconst LIMIT = ${value};\nexport const orders = asset(() => LIMIT);\nexport const others = asset(() => 1);\n`;
    const [a, b] = [await read(files(1)), await read(files(2))];
    expect(a.version).not.toBe(b.version);
    expect((await read(files(1), 'others')).version).toBe((await read(files(2), 'others')).version);
    expect(a.ids).toEqual(['src/assets.ts#orders', 'src/assets.ts#LIMIT']);
  });

  test('a function of another file, transitively', async () => {
    const price = (digits: number): string =>
      `const DIGITS = ${digits};\nconst round = (n: number) => n.toFixed(DIGITS);\nexport function parsePrice(text: string) {\n  return round(Number(text));\n}`;
    const [a, b] = [await read(twoFiles(price(2))), await read(twoFiles(price(3)))];
    expect(a.ids).toEqual([
      'src/assets.ts#orders',
      'src/price.ts#parsePrice',
      'src/price.ts#round',
      'src/price.ts#DIGITS',
    ]);
    expect(a.version).not.toBe(b.version);
    const changed = a.ids.filter((id) => a.parts[id]?.version !== b.parts[id]?.version);
    expect(changed.map((id) => a.parts[id])).toMatchObject([{ name: 'DIGITS', file: 'src/price.ts', line: 1 }]);
  });

  test.each([
    ['comments', `/** Reads. */\nexport function parsePrice(text: string) { return Number(text); } // done`],
    ['types', `export function parsePrice<T>(text: unknown): number { return Number(text as string); }`],
    ['layout', `\n\nexport   function parsePrice(text) {\n\n  return Number(text)\n}`],
    ['code beside it', `export const other = 1;\nexport function parsePrice(text: string) { return Number(text); }`],
  ])('%s of what it reads do not count', async (_, price) => {
    const plain = `export function parsePrice(text: string) { return Number(text); }`;
    const [a, b] = await versions([twoFiles(plain), twoFiles(price)]);
    expect(a).toBe(b);
  });

  test('through barrels, namespaces, aliases and default exports', async () => {
    const files = (value: number): string => `
//- src/assets.ts
${SDK}
import { money } from './lib';
import * as all from './lib/money';
import fallback, { rate as euro } from './lib/rates';
export const orders = asset(() => money.parse(euro + fallback + all.parse(1)));
//- src/lib/index.ts
export * as money from './money';
//- src/lib/money.ts
export const parse = (n: number) => n * ${value};
//- src/lib/rates.ts
export const rate = 2;
export default 3;
`;
    const [a, b] = [await read(files(1)), await read(files(2))];
    expect(a.version).not.toBe(b.version);
    expect([...a.ids].sort()).toEqual([
      'src/assets.ts#orders',
      'src/lib/money.ts#parse',
      'src/lib/rates.ts#*default*',
      'src/lib/rates.ts#rate',
    ]);
  });

  test('only the field of a record that is read, where the record can be read', async () => {
    const files = (small: string, large: string): string =>
      `${SDK}\nconst small = ${small};\nconst large = ${large};\nconst sizes = { small, large };\nexport const orders = asset(() => sizes.small);\n`;
    const [a, b, c] = await versions([files('1', '2'), files('1', '3'), files('4', '2')]);
    expect(a).toBe(b);
    expect(a).not.toBe(c);
  });

  test('what changes a const at the top of its file is part of it', async () => {
    const files = (change: string): string =>
      `${SDK}\nconst limits = new Map();\n${change}\nexport const orders = asset(() => limits.size);\n`;
    const all = await versions(['', `limits.set('a', 1);`, `limits.set('a', 2);`, `String(limits);`].map(files));
    expect(new Set(all.slice(0, 3)).size).toBe(3);
    expect(all[3]).toBe(all[0]);
  });

  test('a class with what it extends, an enum, a destructured const, a call', async () => {
    const files = (one: string): string => `
${SDK}
import { make } from './make';
class Base { n = ${one}; }
class Parser extends Base { static of = () => new Parser(); }
enum Size { Small = ${one} }
const { a, ...rest } = make(${one});
export const orders = asset(() => [Parser.of(), Size.Small, a, rest]);
//- src/make.ts
export const make = (n: number) => ({ a: n });
`;
    const found = await read(`//- src/assets.ts${files('1')}`);
    expect([...found.ids].map((id) => id.replace(/\*.*\*/, '*')).sort()).toEqual([
      'src/assets.ts#*',
      'src/assets.ts#Base',
      'src/assets.ts#Parser',
      'src/assets.ts#Size',
      'src/assets.ts#orders',
      'src/assets.ts#rest',
      'src/make.ts#make',
    ]);
    expect(found.version).not.toBe((await read(`//- src/assets.ts${files('2')}`)).version);
  });

  test('a body that is a function of its own, here or elsewhere', async () => {
    const here = (n: number): string =>
      `${SDK}\nfunction build() { return ${n}; }\nexport const orders = asset(build);\n`;
    const [a, b] = await versions([here(1), here(2)]);
    expect(a).not.toBe(b);
    const there = (n: number): string =>
      twoFiles(`export const parsePrice = () => ${n};`, 'export const orders = asset(parsePrice);');
    const [c, d] = await versions([there(1), there(2)]);
    expect(c).not.toBe(d);
  });

  test('an op that the body calls counts with its body, not with its options', async () => {
    const files = (options: string, value: number): string =>
      `import { graphAsset, op } from 'headwater';\nconst up = op(${options}async () => ${value});\nexport const orders = graphAsset(async () => up());\n`;
    const [a, b, c] = await versions([files('', 1), files(`{ name: 'x' }, `, 1), files('', 2)]);
    expect(a).toBe(b);
    expect(a).not.toBe(c);
  });

  test('a file of data that is imported', async () => {
    const files = (rate: number): string =>
      `//- src/assets.ts\n${SDK}\nimport rates from './rates.json' with { type: 'json' };\nexport const orders = asset(() => rates.euro);\n//- src/rates.json\n{ "euro": ${rate} }\n`;
    const [a, b] = [await read(files(1)), await read(files(2))];
    expect(a.parts).toMatchObject({ 'src/rates.json': { name: 'src/rates.json', file: 'src/rates.json', line: 1 } });
    expect(a.version).not.toBe(b.version);
    const { analyzer, disk, document } = await check(files(1));
    disk.write('/projects/shop/src/rates.json', '{ "euro": 2 }\n');
    analyzer.invalidate(['/projects/shop/src/rates.json']);
    expect(document.assets[0]?.codeVersion).toBe(a.version);
    expect((await analyzer.analyze()).document.assets[0]?.codeVersion).toBe(
      (await read(files(1).replace('"euro": 1', '"euro": 2'))).version,
    );
  });

  test('two functions that read each other', async () => {
    const files = (n: number): string =>
      `${SDK}\nconst even = (n: number): boolean => n === 0 || odd(n - 1);\nconst odd = (n: number): boolean => n !== ${n} && even(n - 1);\nexport const orders = asset(() => even(4));\n`;
    const [a, b] = await versions([files(0), files(1)]);
    expect(a).not.toBe(b);
  });
});

describe('what a name leads to', () => {
  test('two consts that change places under the same names are another version', async () => {
    const files = (imports: string): string =>
      `//- src/assets.ts\n${SDK}\nimport { ${imports} } from './price';\nexport const orders = asset(() => first + 2 * second);\n//- src/price.ts\nexport const a = 1;\nexport const b = 2;\n`;
    const [one, other] = await versions([files('a as first, b as second'), files('b as first, a as second')]);
    expect(one).not.toBe(other);
  });

  test('moving a function to another file is no change', async () => {
    const parse = `parsePrice = (text: string) => Number(text);`;
    const inside = `//- src/assets.ts\n${SDK}\nconst ${parse}\nexport const orders = asset(() => [parsePrice('1')]);\n`;
    const [a, b] = await versions([inside, twoFiles(`export const ${parse}`)]);
    expect(a).toBe(b);
  });

  test('a parameter or a local of the same name is none of it', async () => {
    const found = await read(
      `${SDK}\nconst ctx = 1;\nconst row = 2;\nexport const orders = asset((ctx) => [1].map((row) => row + String(ctx)));\n`,
    );
    expect(found.ids).toEqual(['src/assets.ts#orders']);
  });

  test('a circle of re-exports ends', async () => {
    const found = await read(
      `//- src/assets.ts\n${SDK}\nimport { far } from './a';\nexport const orders = asset(() => far);\n//- src/a.ts\nexport * from './b';\n//- src/b.ts\nexport * from './a';\n`,
    );
    expect(found.version).toMatch(/^c1:/);
  });
});

describe('packages', () => {
  const files = (lock: string): string =>
    `
//- package.json
{ "name": "shop", "dependencies": { "headwater": "*", "papaparse": "*" } }
//- src/assets.ts
${SDK}
import papa from 'papaparse';
import { z } from '@scope/zod/mini';
import { readFileSync } from 'node:fs';
import path from 'path';
export const orders = asset(() => [papa.parse(''), z, readFileSync, path.sep]);
export const others = asset(() => 1);
${lock}`.slice(1);
  const npm = (version: string): string =>
    `//- package-lock.json\n${JSON.stringify({ lockfileVersion: 3, packages: { 'node_modules/papaparse': { version }, 'node_modules/@scope/zod': { version: '4.0.0' } } })}\n`;

  test('the locked version counts for those who read the package', async () => {
    const [a, b] = [await read(files(npm('5.4.1'))), await read(files(npm('5.5.0')))];
    expect(a.version).not.toBe(b.version);
    expect(a.parts).toMatchObject({
      'npm:papaparse': { name: 'papaparse', version: '5.4.1' },
      'npm:@scope/zod': { version: '4.0.0' },
    });
    expect(a.ids).toHaveLength(3);
    expect((await read(files(npm('5.4.1')), 'others')).version).toBe(
      (await read(files(npm('5.5.0')), 'others')).version,
    );
  });

  test('without a lock of npm, the installed version counts', async () => {
    const installed = (version: string): string =>
      `//- node_modules/papaparse/package.json\n${JSON.stringify({ version })}\n//- pnpm-lock.yaml\nlockfileVersion: '9.0'\n`;
    const [a, b] = [await read(files(installed('5.4.1'))), await read(files(installed('5.5.0')))];
    expect(a.parts['npm:papaparse']?.version).toBe('5.4.1');
    expect(a.parts['npm:@scope/zod']?.version).toBe('not installed');
    expect(a.version).not.toBe(b.version);
  });

  test('a new lock file is seen', async () => {
    const { analyzer, disk, document } = await check(files(npm('5.4.1')));
    disk.write('/projects/shop/package-lock.json', npm('5.5.0').split('\n')[1] ?? '');
    analyzer.invalidate(['/projects/shop/package-lock.json']);
    const after = (await analyzer.analyze()).document;
    const versionOf = (of: typeof document): string | null | undefined =>
      of.assets.find(({ key }) => key === 'orders')?.codeVersion;
    expect(versionOf(after)).not.toBe(versionOf(document));
  });
});

describe('versions by hand', () => {
  test('`codeVersion:` overrides all that is read', async () => {
    const found = await read(
      `${SDK}\nconst LIMIT = 1;\nexport const orders = asset({ codeVersion: '7' }, () => LIMIT);\n`,
    );
    expect(found).toEqual({ version: 'u1:7', ids: [], parts: {} });
  });

  test('an op with its own version counts by it', async () => {
    const files = (version: string, n: number): string =>
      `import { graphAsset, op } from 'headwater';\nconst step = op({ codeVersion: '${version}' }, async () => ${n});\nexport const orders = graphAsset(async () => step());\n`;
    const [a, b, c] = await versions([files('1', 1), files('1', 2), files('2', 1)]);
    expect(a).toBe(b);
    expect(a).not.toBe(c);
  });
});

test.each([
  ['a function of another file', 'src/price.ts', 'export const parse = () => 2;\n'],
  ['a file of data', 'src/rates.json', '{ "euro": 2 }\n'],
  ['a locked package', 'package-lock.json', '{ "packages": { "node_modules/papaparse": { "version": "2.0.0" } } }\n'],
])('a change of %s is seen by the next process, which starts from the stored index', async (_, file, text) => {
  const texts = {
    'package.json': '{ "name": "shop", "dependencies": { "headwater": "*" } }',
    'package-lock.json': '{ "packages": { "node_modules/papaparse": { "version": "1.0.0" } } }\n',
    'src/price.ts': 'export const parse = () => 1;\n',
    'src/rates.json': '{ "euro": 1 }\n',
    'src/assets.ts': `${SDK}\nimport papa from 'papaparse';\nimport { parse } from './price';\nimport rates from './rates.json';\nexport const orders = asset(() => [papa, parse(), rates]);\n`,
  };
  const disk = memoryDisk(Object.fromEntries(Object.entries(texts).map(([name, each]) => [`${ROOT}/${name}`, each])));
  let stored: string | null = null;
  const cache = { read: () => stored, write: (written: string) => void (stored = written) };
  const versionNow = async (isStored: boolean): Promise<string | null | undefined> => {
    const analyzer = createAnalyzer({ project: { root: ROOT, name: 'shop' }, disk, ...(isStored && { cache }) });
    const { document } = await analyzer.analyze();
    analyzer.save();
    return document.assets[0]?.codeVersion;
  };
  const before = await versionNow(true);
  expect(stored).not.toBeNull();
  expect(await versionNow(true)).toBe(before);
  disk.write(`${ROOT}/${file}`, text);
  const after = await versionNow(true);
  expect(after).not.toBe(before);
  expect(after).toBe(await versionNow(false));
});
