// What no project should hold and some do: every answer comes, says what it must, and the rest of the project is unharmed.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Analysis } from './analysis.ts';
import { createAnalyzer } from './analyzer.ts';
import type { Disk } from './disk.ts';
import { ROOT, edges, keys } from './test/fixture.ts';
import { memoryDisk } from './test/memory-disk.ts';

const MANIFEST = JSON.stringify({ name: 'shop', dependencies: { headwater: '*' } });
/** The rest of the project. */
const GOOD =
  "import { asset } from 'headwater';\nexport const a = asset(() => 1);\nexport const good = asset({ inputs: { a } }, ({ a }) => a);\n";
const SDK = "import { asset } from 'headwater';\n";
const repeat = (text: string, times: number): string => text.repeat(times);
const lines = (count: number, line: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => line(n)).join('\n');

function disk(files: Readonly<Record<string, string>>) {
  const all = { 'package.json': MANIFEST, 'good.ts': GOOD, ...files };
  return memoryDisk(Object.fromEntries(Object.entries(all).map(([file, text]) => [`${ROOT}/${file}`, text])));
}

const project = { root: ROOT, name: 'shop' };
const analyze = (files: Readonly<Record<string, string>>): Promise<Analysis> =>
  createAnalyzer({ project, disk: disk(files) }).analyze();
const codes = ({ document }: Analysis): string[] => document.problems.map(({ file, code }) => `${file} ${code}`);

function expectUnharmed({ document }: Analysis): void {
  expect(keys(document)).toEqual(expect.arrayContaining(['a', 'good']));
  expect(edges(document)).toContain('a → good');
  expect(document.problems.filter(({ file }) => file === 'good.ts')).toEqual([]);
}

describe('a file', () => {
  test.each<[string, string, { readonly finds?: readonly string[]; readonly says?: readonly string[] }]>([
    ['with nothing in it', '', {}],
    ['of NUL bytes', repeat('\0', 5000), {}],
    ['with NUL bytes between', `${SDK}\0export const x = asset(() => 1);\0`, { says: ['bad.ts syntax'] }],
    ['with unpaired surrogates', `${SDK}export const x = asset({ key: 'x\ud800' }, () => '\udfff');`, {}],
    ['read as another encoding', `\ufffd\ufffd${[...GOOD].join('\0')}`, {}],
    ['with Windows line ends', `${SDK}export const x = asset(() => 1);`.replaceAll('\n', '\r\n'), { finds: ['x'] }],
    ['with a byte order mark', `\ufeff${SDK}export const x = asset(() => 1);`, { finds: ['x'] }],
    ['with the separators of JSON', `${SDK}\u2028export const x = asset(() => 1);\u2029`, { finds: ['x'] }],
    [
      'of one line of a million letters',
      `${SDK}export const x = asset(() => '${repeat('x', 1e6)}');`,
      { finds: ['x'] },
    ],
    [
      'in conflict',
      `${SDK}<<<<<<< HEAD\nexport const x = asset(() => 1);\n=======\n>>>>>>> b`,
      { says: ['bad.ts syntax'] },
    ],
    ['that is a script of the shell', `#!/usr/bin/env node\n${SDK}export const x = asset(() => 1);`, { finds: ['x'] }],
    ['that is JSON', '{ "headwater": [1, 2', { says: ['bad.ts syntax'] }],
    ['that is a transport stream', `G${repeat('\ufffd\0\u0010headwater', 2000)}`, { says: ['bad.ts syntax'] }],
  ])('%s', async (_, text, { finds = [], says = [] }) => {
    const analysis = await analyze({ 'bad.ts': text });
    expectUnharmed(analysis);
    expect(keys(analysis.document)).toEqual(expect.arrayContaining([...finds]));
    expect(codes(analysis)).toEqual(expect.arrayContaining([...says]));
    if (finds.length > 0) expect(codes(analysis)).toEqual([]);
  });

  test.each<[string, (n: number) => string]>([
    ['brackets', (n) => `${repeat('[', n)}${repeat(']', n)}`],
    ['open brackets', (n) => repeat('(', n)],
    ['calls', (n) => `${repeat('f(', n)}${repeat(')', n)}`],
    ['records', (n) => `${repeat('{ a: ', n)}1${repeat(' }', n)}`],
    ['functions', (n) => `${repeat('() => ', n)}1`],
    ['templates', (n) => `${repeat('`${', n)}1${repeat('}`', n)}`],
    ['a sum', (n) => `0${repeat(' + 1', n)}`],
    ['joined words', (n) => `''${repeat(" + 'x'", n)}`],
    ['members', (n) => `a${repeat('.a', n)}`],
    ['conditions', (n) => `${repeat('a ? 1 : ', n)}2`],
    ['types', (n) => `1 as ${repeat('Array<', n)}1${repeat('>', n)}`],
    ['not', (n) => `${repeat('!', n)}1`],
  ])('%s, ten thousand deep, as a value, an option and in a body', async (_, nested) => {
    for (const depth of [300, 1500, 10_000]) {
      const deep = nested(depth);
      const analysis = await analyze({
        'value.ts': `${SDK}export const value = ${deep};\nexport const x = asset({ key: value }, () => 1);`,
        'option.ts': `${SDK}export const y = asset({ group: ${deep} }, () => 1);`,
        'body.ts': `${SDK}import { value } from './value';\nexport const z = asset(() => [value, ${deep}]);`,
        'inputs.ts': `${SDK}export const w = asset({ inputs: { a: ${deep} } }, ({ a }) => a);`,
      });
      expectUnharmed(analysis);
    }
  });

  test.each<[string, string]>([
    ['blocks', `${repeat('{', 10_000)}${repeat('}', 10_000)}`],
    ['if and else', `${repeat('if (1) {} else ', 10_000)}{}`],
    ['names of names', lines(10_000, (n) => `export const v${n + 1} = v${n};`)],
    ['names of names, last first', lines(10_000, (n) => `export const v${10_000 - n} = v${9999 - n};`)],
    ['folded names of names', lines(10_000, (n) => `export const v${n + 1} = \`\${v${n}}\`;`)],
    ['functions that name each other', lines(10_000, (n) => `function v${n + 1}() { return v${n}(); }`)],
    ['names in a circle', 'const v10000 = v1; const v1 = v2; const v2 = `${v10000}`;'],
  ])('%s', async (_, text) => {
    const v0 = "export const v0 = 'deep';";
    const used =
      'export const x = asset({ key: v10000 }, () => v10000);\nexport const y = asset({ inputs: { v10000 } }, () => 1);';
    expectUnharmed(await analyze({ 'bad.ts': `${SDK}${v0}\n${text}\n${used}` }));
  });

  test('5 MB of rows', async () => {
    const rows = lines(110_000, (n) => `  { id: ${n}, name: 'row number ${n}' },`);
    const analysis = await analyze({
      'bad.ts': `${SDK}const table = [\n${rows}\n];\nexport const x = asset(() => table);`,
    });
    expectUnharmed(analysis);
    expect(keys(analysis.document)).toContain('x');
  });

  test('10,000 assets in one file', async () => {
    const analysis = await analyze({ 'bad.ts': SDK + lines(10_000, (n) => `export const x${n} = asset(() => ${n});`) });
    expectUnharmed(analysis);
    expect(analysis.document.assets).toHaveLength(10_002);
  });

  test('one asset with 5,000 inputs, and 5,000 assets in a row', async () => {
    const row = lines(5000, (n) => `export const x${n + 1} = asset({ inputs: { x${n} } }, ({ x${n} }) => x${n});`);
    const all = Array.from({ length: 5000 }, (_, n) => `x${n}`).join(', ');
    const whole = `export const all = asset({ inputs: { ${all} } }, (all) => all);`;
    const analysis = await analyze({ 'bad.ts': `${SDK}export const x0 = asset(() => 1);\n${row}\n${whole}` });
    expectUnharmed(analysis);
    expect(edges(analysis.document)).toHaveLength(10_001);
    // A circle of all of them is one problem, and its path is shown.
    const circle = await analyze({
      'bad.ts': `${SDK}export const x0 = asset({ inputs: { x5000 } }, ({ x5000 }) => x5000);\n${row}`,
    });
    expectUnharmed(circle);
    expect(codes(circle)).toEqual(['bad.ts cycle']);
  });

  test('300 files that pass a name on', async () => {
    const barrels = Object.fromEntries(
      Array.from({ length: 300 }, (_, n) => [`b${n + 1}.ts`, `export * from './b${n}';`]),
    );
    const analysis = await analyze({
      ...barrels,
      'b0.ts': "export { a as far } from './good';",
      'bad.ts': `${SDK}import { far } from './b300';\nexport const x = asset({ inputs: { far } }, ({ far }) => far);`,
    });
    expectUnharmed(analysis);
    expect(edges(analysis.document)).toContain('a → x');
  });
});

describe('half-typed', () => {
  test('every token taken out: what parses is read, what does not stays as it was', async () => {
    const text = `${SDK}import { a } from './good';\nexport const x = asset({ key: ['p', 'x'], inputs: { a }, group: 'g' }, async ({ a }, ctx) => { ctx.log.info(\`\${a}\`); return [a]; });\nexport const y = asset({ inputs: { x } }, ({ x }) => x);\n`;
    const analyzer = createAnalyzer({ project, disk: disk({ 'bad.ts': text }) });
    const file = `${ROOT}/bad.ts`;
    const before = await analyzer.analyze();
    for (const token of text.matchAll(/\w+|[^\s\w]/g)) {
      analyzer.setOpenFile(file, text.slice(0, token.index) + text.slice(token.index + token[0].length));
      const analysis = await analyzer.analyze();
      expectUnharmed(analysis);
      if (analysis.unparsed.length > 0) expect(analysis.document.assets).toEqual(before.document.assets);
      analyzer.setOpenFile(file, text);
      await analyzer.analyze();
    }
  });
});

describe('configuration', () => {
  test.each([
    '',
    '{',
    '[]',
    'null',
    '"x"',
    '{ "include": 5, "exclude": {}, "files": "x" }',
    '{ "include": [null, 7, "src/**/**/**/*", "../..", "[", "**"] }',
    '{ "compilerOptions": null }',
    '{ "compilerOptions": { "paths": 3, "baseUrl": [] } }',
    '{ "compilerOptions": { "paths": { "*": [], "@/*": "x", "a*b*c": [null] } } }',
    '{ "extends": 5 }',
    '{ "extends": "./tsconfig.json" }',
    '{ "extends": ["./tsconfig.json", "nowhere", "./good.ts"] }',
    '{ "references": [null, {}, { "path": 3 }, { "path": "." }, { "path": "./nowhere" }] }',
    '{ "references": "x", "files": [] }',
    '{ "compilerOptions": { "outDir": ".", "declarationDir": "/" } }',
    `${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`,
    '\0\ufffd',
  ])('tsconfig.json: %j', async (text) => {
    const analysis = await analyze({
      'tsconfig.json': text,
      'bad.ts': `${SDK}import { x } from '@/x';\nexport const y = asset({ inputs: { x } }, ({ x }) => x);`,
    });
    expectUnharmed(analysis);
  });

  test.each([
    '[]',
    '7',
    '{ "name": 7, "imports": [], "exports": 3, "dependencies": { "headwater": null } }',
    '{ "name": "", "imports": { "#x": { "default": { "default": 5 } }, "#*": "*", "#y": ["./y.ts"] }, "exports": null }',
    '{ "name": "shop", "exports": { ".": {}, "./*": ["", null, "./*.ts"] }, "workspaces": 5 }',
    '{',
  ])('package.json: %j', async (text) => {
    const bad =
      "import x from '#x';\nimport y from 'shop/y';\nimport z from '';\nimport w from 'shop';\nimport v from './';\n";
    expectUnharmed(
      await analyze({
        'package.json': text,
        'bad.ts': `${SDK}${bad}export const q = asset({ inputs: { x, y, z, w, v } }, (all) => all);`,
      }),
    );
  });

  test.each([
    ['patterns that are none', '[\n[]\n\\\n!\n!!\n/\n//\n{a\n(\n+\n?'],
    ['patterns that match slowly', `${repeat('*a', 30)}b\n${repeat('**/', 30)}x\n${repeat('[a-z]*', 20)}Q`],
    ['ten thousand patterns', lines(10_000, (n) => `never-${n}*`)],
  ])('.gitignore: %s', async (_, text) => {
    const name = `${repeat('a', 60)}.ts`;
    const analysis = await analyze({ '.gitignore': text, [name]: `${SDK}export const x = asset(() => 1);` });
    expectUnharmed(analysis);
  });
});

describe('the disk', () => {
  /** Refuses some, as a disk without permission does; root reads everything, so a real one proves nothing. */
  function refusing(inner: Disk, refuses: (path: string) => boolean): Disk {
    return {
      ...inner,
      read: (path) => (refuses(path) ? null : inner.read(path)),
      list: (path) => (refuses(path) ? [] : inner.list(path)),
    };
  }

  test('a file and a folder that may not be read, and then may', async () => {
    const inner = disk({
      'secret.ts': `${SDK}export const x = asset(() => 1);`,
      'locked/y.ts': `${SDK}export const y = asset(() => 1);`,
      'bad.ts': `${SDK}import { x } from './secret';\nexport const z = asset({ inputs: { x } }, ({ x }) => x);`,
    });
    let isLocked = true;
    const analyzer = createAnalyzer({
      project,
      disk: refusing(inner, (path) => isLocked && /secret|locked/.test(path)),
    });
    const analysis = await analyzer.analyze();
    expectUnharmed(analysis);
    expect(keys(analysis.document)).toEqual(['a', 'good', 'z']);
    isLocked = false;
    analyzer.invalidate('all');
    const { document } = await analyzer.analyze();
    expect(keys(document)).toEqual(['a', 'good', 'x', 'y', 'z']);
    expect(edges(document)).toContain('x → z');
  });

  test('files that vanish between the list and the look', async () => {
    const inner = disk({
      'gone.ts': SDK,
      'bad.ts': `${SDK}import { x } from './gone';\nexport const z = asset({ inputs: { x } }, ({ x }) => x);`,
    });
    const vanishing: Disk = {
      ...inner,
      stat: (path) => (path.endsWith('gone.ts') ? null : inner.stat(path)),
      read: (path) => (path.endsWith('gone.ts') ? null : inner.read(path)),
    };
    expectUnharmed(await createAnalyzer({ project, disk: vanishing }).analyze());
  });

  function folder(files: Readonly<Record<string, string | Uint8Array>>): string {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'headwater-bad-')));
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    for (const [file, content] of Object.entries({ 'package.json': MANIFEST, 'good.ts': GOOD, ...files })) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), content);
    }
    return root;
  }

  test.each(['', '{ "include": ["**/*"] }'])('links in a circle, to nowhere and to themselves %j', async (config) => {
    const root = folder({
      'src/x.ts': `${SDK}export const x = asset(() => 1);`,
      ...(config !== '' && { 'tsconfig.json': config }),
    });
    symlinkSync(root, join(root, 'src/up'), 'junction');
    symlinkSync(join(root, 'src'), join(root, 'src/self'), 'junction');
    symlinkSync(join(root, 'b.ts'), join(root, 'a.ts'), 'file');
    symlinkSync(join(root, 'a.ts'), join(root, 'b.ts'), 'file');
    symlinkSync(join(root, 'nowhere.ts'), join(root, 'c.ts'), 'file');
    const analysis = await createAnalyzer({ project: { root, name: 'shop' } }).analyze();
    expectUnharmed(analysis);
    expect(keys(analysis.document)).toEqual(['a', 'good', 'x']);
  });

  test('a folder by the name of a file, and a file that is no text', async () => {
    const root = folder({
      'x.ts/inside.ts': `${SDK}export const x = asset(() => 1);`,
      'binary.ts': Uint8Array.from({ length: 70_000 }, (_, n) => (n * 7919) % 256),
      'use.ts': `${SDK}import { x } from './x';\nimport { x as y } from './x.ts';\nimport { x as z } from './x.ts/inside';\nexport const w = asset({ inputs: { z } }, ({ z }) => [z, x, y]);`,
    });
    const analyzer = createAnalyzer({ project: { root, name: 'shop' } });
    const analysis = await analyzer.analyze();
    expectUnharmed(analysis);
    expect(edges(analysis.document)).toEqual(['a → good', 'x → w']);
    rmSync(join(root, 'x.ts'), { recursive: true });
    analyzer.invalidate([join(root, 'x.ts')]);
    expect(keys((await analyzer.analyze()).document)).toEqual(['a', 'good', 'w']);
  });

  test('UTF-16, as some editors on Windows write it', async () => {
    const text = `\ufeff${SDK}export const x = asset(() => 'é');`;
    const little = Buffer.from(text, 'utf16le');
    const root = folder({
      'little.ts': little,
      'big.ts': Buffer.from(`\ufeff${SDK}export const y = asset(() => 'é');`, 'utf16le').swap16(),
    });
    const analysis = await createAnalyzer({ project: { root, name: 'shop' } }).analyze();
    expectUnharmed(analysis);
    expect(keys(analysis.document)).toEqual(['a', 'good', 'x', 'y']);
  });
});
