// Projects as people have them, built and then loaded by a real Node as a worker would.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildBundle, type Bundle } from './user-bundle.ts';

let root: string;
let project: string;
beforeEach(() => {
  root = mkdtempSync(join(realpathSync(tmpdir()), 'headwater-build-'));
  project = join(root, 'app');
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(files: Readonly<Record<string, string>>, folder = project): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}
const esm = (more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ name: 'app', type: 'module', ...more });

const build = (files: readonly string[] = ['assets.ts']): Promise<Bundle> =>
  buildBundle({ project, outDir: join(project, '.headwater/cache/build'), files, names: {} });

async function built(files?: readonly string[]): Promise<Extract<Bundle, { ok: true }>> {
  const bundle = await build(files);
  if (!bundle.ok) throw new Error(bundle.problems.map(({ message }) => message).join('\n'));
  return bundle;
}

/** What `expression` (of the bundle's exports: m0, m1, …) gives in a Node of its own, with the project as its folder. */
function evaluate(url: string, expression: string): Promise<unknown> {
  const code = `const { m0, m1, m2 } = await import(${JSON.stringify(url)}); console.log('\\n' + JSON.stringify(await (${expression})));`;
  return new Promise((done, fail) => {
    execFile(
      process.execPath,
      ['--enable-source-maps', '--input-type=module', '-e', code],
      { cwd: project },
      (error, stdout, stderr) => {
        if (error) fail(new Error(stderr));
        else done(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? 'null'));
      },
    );
  });
}
const give = async (expression: string, files?: readonly string[]): Promise<unknown> =>
  evaluate((await built(files)).url, expression);

describe('what a project may be', () => {
  test('an ES module project: top-level await, enums, JSON, text, and one instance of a module that two files share', async () => {
    write({
      'package.json': esm(),
      'assets.ts': `import { seen } from './shared.ts'; import rates from './rates.json' with { type: 'json' }; import query from './q.sql'; import note from './note.txt';
enum Size { S, L = 'large' } const enum Level { Low = 3 }
export const waited = await Promise.resolve(7);
seen.push('assets');
export const all = { waited, size: [Size.S, Size.L, Size[0]], level: Level.Low, rate: rates.eur, query, note };`,
      'other.ts': `import { seen } from './shared'; seen.push('other'); export { seen };`,
      'shared.ts': `export const seen: string[] = [];`,
      'rates.json': '{"eur": 1.1}',
      'q.sql': 'select 1',
      'note.txt': 'a note\n',
      'broken.ts': 'export const = ;',
    });
    expect(await give('({ ...m0.all, seen: m1.seen })', ['assets.ts', 'other.ts'])).toEqual({
      waited: 7,
      size: [0, 'large', 'S'],
      level: 3,
      rate: 1.1,
      query: 'select 1',
      note: 'a note\n',
      seen: ['assets', 'other'],
    });
  });

  test('a CommonJS project: require, module.exports, and a TypeScript file that uses both', async () => {
    write({
      'package.json': JSON.stringify({ name: 'app' }),
      'assets.ts': `import old = require('./old.cjs'); const path = require('node:path') as typeof import('node:path'); const pkg = require('plain');
export const all = { old: old.name, base: path.basename('/a/b'), pkg };`,
      'old.cjs': `module.exports = { name: 'old', here: __dirname };`,
      'node_modules/plain/package.json': '{"name":"plain"}',
      'node_modules/plain/index.js': `module.exports = 'plain one';`,
    });
    expect(await give('m0.all')).toEqual({ old: 'old', base: 'b', pkg: 'plain one' });
  });

  test('paths of tsconfig.json, JSX with its import source, decorators as TypeScript had them', async () => {
    write({
      'package.json': esm(),
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          paths: { '@lib/*': ['./src/lib/*'] },
          jsx: 'react-jsx',
          jsxImportSource: 'tiny',
          experimentalDecorators: true,
        },
      }),
      'src/lib/double.ts': `export const double = (n: number) => n * 2;`,
      'assets.tsx': `import { double } from '@lib/double';
const names: string[] = []; function named(target: unknown, name: string) { names.push(name); }
class Model { @named total() { return 1; } }
export const all = { four: double(2), page: <b>hi</b>, names, at: import.meta.filename, made: new Model().total() };`,
      'node_modules/tiny/package.json': '{"name":"tiny","type":"module","exports":{"./jsx-runtime":"./jsx.js"}}',
      'node_modules/tiny/jsx.js': `export const jsx = (tag, props) => tag + ':' + props.children; export const jsxs = jsx;`,
    });
    expect(await give('m0.all', ['assets.tsx'])).toEqual({
      four: 4,
      page: 'b:hi',
      names: ['total'],
      made: 1,
      at: join(project, 'assets.tsx'),
    });
  });

  test('a file elsewhere that does not parse stops nothing', async () => {
    write({ 'package.json': esm(), 'assets.ts': 'export const one = 1;', 'broken.ts': 'const const;' });
    expect(await give('m0.one')).toBe(1);
  });
});

describe('where code thinks it is', () => {
  test('import.meta and __dirname are the source file’s, in every kind of file', async () => {
    const tell = `{ url: import.meta.url, dirname: import.meta.dirname, filename: import.meta.filename, old: [__dirname, __filename] }`;
    write({
      'package.json': esm(),
      'deep/a.ts': `export const at = ${tell};`,
      'deep/b.js': `export const at = ${tell};`,
      'deep/c.mts': `export const at = ${tell};`,
    });
    const files = ['deep/a.ts', 'deep/b.js', 'deep/c.mts'];
    const at = (file: string) => ({
      url: pathToFileURL(join(project, file)).href,
      dirname: join(project, 'deep'),
      filename: join(project, file),
      old: [join(project, 'deep'), join(project, file)],
    });
    expect(await give('[m0.at, m1.at, m2.at]', files)).toEqual(files.map(at));
  });

  test('a file that makes its own __dirname and require, as ES modules must', async () => {
    write({
      'package.json': esm(),
      'data.json': '{"n":5}',
      'assets.ts': `import { createRequire } from 'node:module'; import { dirname } from 'node:path'; import { fileURLToPath } from 'node:url';
const require = createRequire(import.meta.url);
const __filename = fileURLToPath(import.meta.url); const __dirname = dirname(__filename);
export const all = { n: require('./data.json').n, __dirname };`,
      'other.ts': `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url); export const n = require('./data.json').n + 1;`,
    });
    expect(await give('({ ...m0.all, m: m1.n })', ['assets.ts', 'other.ts'])).toEqual({
      n: 5,
      m: 6,
      __dirname: project,
    });
  });

  test('a file that names its place and passes types on is still TypeScript', async () => {
    write({
      'package.json': esm(),
      'types.ts': `export interface Row { id: number } export const kept = 1;`,
      'assets.ts': `import { Row, kept } from './types'; export { Row } from './types'; export const rows: Row[] = [{ id: kept }]; export const here = import.meta.dirname;`,
    });
    expect(await give('({ rows: m0.rows, here: m0.here })')).toEqual({ rows: [{ id: 1 }], here: project });
  });
});

describe('packages', () => {
  test('an installed one is loaded from its place, not built in, and is the one instance Node has', async () => {
    write({
      'package.json': esm(),
      'assets.ts': `import { box } from 'counter'; box.n += 1; export { box };`,
      'node_modules/counter/package.json': JSON.stringify({
        name: 'counter',
        type: 'module',
        exports: { '.': { module: './bundler.js', import: './node.js', require: './old.cjs' } },
      }),
      'node_modules/counter/node.js': `export const box = { n: 0, at: import.meta.url };`,
      'node_modules/counter/bundler.js': `throw new Error('for bundlers');`,
      'node_modules/counter/old.cjs': `throw new Error('for require');`,
    });
    const own = pathToFileURL(join(project, 'node_modules/counter/node.js')).href;
    expect(await give(`import(${JSON.stringify(own)}).then(({ box }) => [m0.box, m0.box === box])`)).toEqual([
      { n: 1, at: own },
      true,
    ]);
  });

  test('a workspace package in TypeScript is built in; what only it can resolve is loaded from its place (pnpm)', async () => {
    write(
      {
        'app/package.json': esm({ dependencies: { '@shop/shared': 'workspace:*' } }),
        'app/assets.ts': `import { greet, where } from '@shop/shared'; export const said = greet('you'); export { where };`,
        'packages/shared/package.json': JSON.stringify({
          name: '@shop/shared',
          type: 'module',
          exports: './src/index.ts',
        }),
        'packages/shared/src/index.ts': `import { only } from 'only-here'; import { old } from './old.cjs'; export const greet = (who: string): string => only(who) + old; export const where = import.meta.dirname;`,
        'packages/shared/src/old.cjs': `exports.old = require('only-old');`,
        'store/only-here/package.json': '{"name":"only-here","type":"module","exports":"./main.js"}',
        'store/node_modules/only-here/package.json': '{"name":"only-here","type":"module","exports":"./main.js"}',
        'store/node_modules/only-here/main.js': `export const only = (who) => 'hello ' + who;`,
        'store/node_modules/only-old/package.json': '{"name":"only-old"}',
        'store/node_modules/only-old/index.js': `module.exports = '!';`,
      },
      root,
    );
    mkdirSync(join(project, 'node_modules/@shop'), { recursive: true });
    symlinkSync(join(root, 'packages/shared'), join(project, 'node_modules/@shop/shared'), 'junction');
    mkdirSync(join(root, 'packages/shared/node_modules'), { recursive: true });
    for (const name of ['only-here', 'only-old'])
      symlinkSync(join(root, 'store/node_modules', name), join(root, 'packages/shared/node_modules', name), 'junction');
    const { url, sources } = await built();
    expect(await evaluate(url, '[m0.said, m0.where]')).toEqual(['hello you!', join(root, 'packages/shared/src')]);
    expect(Object.keys(sources).sort()).toEqual([
      '../packages/shared/src/index.ts',
      '../packages/shared/src/old.cjs',
      'assets.ts',
    ]);
  });

  test('one that is not installed is said with the place', async () => {
    write({ 'package.json': esm(), 'assets.ts': `export const a = 1;\nimport 'not-there';` });
    expect(await build()).toEqual({
      ok: false,
      problems: [
        expect.objectContaining({
          message: expect.stringMatching(/^assets\.ts:2: Could not resolve "not-there"/) as string,
          file: 'assets.ts',
          line: 2,
          column: 8,
        }),
      ],
    });
  });
});

describe('what goes wrong', () => {
  test('a file that does not parse is a sentence with file, line and column', async () => {
    write({
      'package.json': esm(),
      'assets.ts': `import './inner/bad.ts';\nexport const a = 1;`,
      'inner/bad.ts': '\n\nexport const x = [1, 2;',
    });
    expect(await build()).toEqual({
      ok: false,
      problems: [{ message: 'inner/bad.ts:3: Expected "]" but found ";"', file: 'inner/bad.ts', line: 3, column: 23 }],
    });
    expect(await build(['gone.ts'])).toMatchObject({
      ok: false,
      problems: [{ message: expect.stringMatching(/gone\.ts/) as string }],
    });
  });

  test('a file that does not parse and names its place is said the same', async () => {
    write({ 'package.json': esm(), 'assets.ts': 'export const here = import.meta.dirname;\nexport const x = [1, 2;' });
    expect(await build()).toEqual({
      ok: false,
      problems: [{ message: 'assets.ts:2: Expected "]" but found ";"', file: 'assets.ts', line: 2, column: 23 }],
    });
    write({ 'assets.ts': 'import.meta.url; const here there;' });
    expect(await build()).toMatchObject({ ok: false, problems: [{ file: 'assets.ts', line: 1, column: 29 }] });
    write({ 'assets.ts': '#!/usr/bin/env node\nimport.meta.url; const here there;' });
    expect(await build()).toMatchObject({ ok: false, problems: [{ file: 'assets.ts', line: 2, column: 29 }] });
  });

  test.each([
    ['plain', ''],
    ['that names its place', 'export const here = [import.meta.url, __dirname];'],
  ])('a throw while a file %s loads, and in a body, is at its line and column of the .ts file', async (_, more) => {
    write({
      'package.json': esm(),
      'assets.ts': `interface Gone { from: string }\n${more}\nexport function later(value: Gone): never {\n  throw new Error('in a body' + value.from);\n}\n`,
      'load.ts': `type Gone = 1;\n\n  throw new Error('while loading' as string);\n`,
    });
    const { url } = await built();
    await expect(evaluate(url, 'm0.later({ from: 1 })')).rejects.toThrow(`${join(project, 'assets.ts')}:4:9`);
    const loading = await built(['load.ts']);
    await expect(evaluate(loading.url, '1')).rejects.toThrow(/while loading[\s\S]*load\.ts:3:9/);
  });
});

test('the bundle says which bytes of the project’s own files went in; old bundles go, the newest stay', async () => {
  const text = `import { b } from './b.ts'; import 'plain'; export const a: number = b;`;
  write({
    'package.json': esm(),
    'assets.ts': text,
    'b.ts': 'export const b = 1;',
    'node_modules/plain/package.json': '{"name":"plain"}',
    'node_modules/plain/index.js': '',
  });
  const urls: string[] = [];
  for (let i = 0; i < 6; i += 1) {
    const bundle = await built();
    urls.push(bundle.url);
    expect(bundle.sources).toEqual({
      'assets.ts': createHash('sha256').update(text).digest('hex'),
      'b.ts': createHash('sha256').update('export const b = 1;').digest('hex'),
    });
  }
  expect(new Set(urls).size).toBe(6);
  const folder = join(project, '.headwater/cache/build');
  // Somebody may be about to load them.
  expect(readdirSync(folder)).toHaveLength(12);
  for (const name of readdirSync(folder)) utimesSync(join(folder, name), 0, 0);
  urls.push((await built()).url);
  const left = readdirSync(folder);
  expect(left).toHaveLength(8);
  expect(left.map((name) => pathToFileURL(join(project, '.headwater/cache/build', name)).href)).toContain(urls.at(-1));
});
