// Which files belong to a project, and which folders are projects.
import { describe, expect, test } from 'vitest';
import { findProject, findProjects } from './project.ts';
import { ROOT, check, keys } from './test/fixture.ts';
import { memoryDisk } from './test/memory-disk.ts';

const asset = (name: string): string => `import { asset } from 'headwater';\nexport const ${name} = asset(() => 1);\n`;
const project = (extra = ''): string => `{ "dependencies": { "headwater": "*" }${extra} }`;

async function found(files: Readonly<Record<string, string>>): Promise<string[]> {
  const text = Object.entries(files)
    .map(([file, content]) => `//- ${file}\n${content}`)
    .join('\n');
  return keys((await check(text)).document);
}

describe('the files of a project', () => {
  test('without a tsconfig: every source file but tests, declarations, packages and dot-folders', async () => {
    const files = [
      'a.ts',
      'src/b.tsx',
      'c.mjs',
      'd.test.ts',
      'e.spec.js',
      'src/__tests__/f.ts',
      'g.d.ts',
      'h.d.mts',
      'node_modules/x/i.ts',
      'src/node_modules/j.ts',
      '.cache/k.ts',
      'l.css.ts',
      'tests.ts',
      'm.txt',
    ];
    expect(await found(Object.fromEntries(files.map((file) => [file, asset(file.replace(/[^a-z]/g, '_'))])))).toEqual([
      'a_ts',
      'c_mjs',
      'l_css_ts',
      'src_b_tsx',
      'tests_ts',
    ]);
  });

  test('include, exclude and files of the tsconfig', async () => {
    const files = {
      'src/a.ts': asset('a'),
      'src/old/b.ts': asset('b'),
      'lib/c.ts': asset('c'),
      'd.ts': asset('d'),
      'src/e.test.ts': asset('e'),
    };
    expect(await found({ ...files, 'tsconfig.json': '{ "include": ["src"], "exclude": ["src/old"] }' })).toEqual(['a']);
    expect(await found({ ...files, 'tsconfig.json': '{ "files": ["d.ts"] }' })).toEqual(['d']);
    expect(
      await found({
        ...files,
        'tsconfig.json': '{ // a comment\n "extends": "./base.json", }',
        'base.json': '{ "include": ["lib"] }',
      }),
    ).toEqual(['c']);
  });

  test('outDir and declarationDir are the compiler’s, even when nothing excludes them', async () => {
    const files = { 'src/a.ts': asset('a'), 'out/a.ts': asset('b'), 'types/a.ts': asset('c') };
    expect(
      await found({
        ...files,
        'tsconfig.json': '{ "compilerOptions": { "outDir": "out", "declarationDir": "types" }, "exclude": [] }',
      }),
    ).toEqual(['a']);
  });

  test('a file outside the list that a listed one imports belongs too', async () => {
    const report =
      "import { asset } from 'headwater';\nimport { a } from '../lib/a';\nexport const report = asset({ deps: [a] }, () => 1);";
    expect(
      await found({
        'src/report.ts': report,
        'lib/a.ts': asset('a'),
        'lib/b.ts': asset('b'),
        'tsconfig.json': '{ "include": ["src"] }',
      }),
    ).toEqual(['a', 'report']);
  });

  test('a solution file with references', async () => {
    const files = { 'app/a.ts': asset('a'), 'b.ts': asset('b'), 'app/tsconfig.json': '{}' };
    expect(await found({ ...files, 'tsconfig.json': '{ "files": [], "references": [{ "path": "./app" }] }' })).toEqual([
      'a',
    ]);
  });

  test('a tsconfig that covers no asset hides none', async () => {
    expect(
      await found({ 'tsconfig.json': '{ "include": ["tests"] }', 'tests/x.ts': 'export {};', 'src/a.js': asset('a') }),
    ).toEqual(['a']);
    expect(await found({ 'tsconfig.json': '{ "files": [] }', 'src/a.ts': asset('a') })).toEqual(['a']);
  });

  test('what git ignores, with exceptions and nested files', async () => {
    const files = {
      'a.ts': asset('a'),
      'dist/b.ts': asset('b'),
      'src/dist/c.ts': asset('c'),
      'gen/d.ts': asset('d'),
      'src/gen/e.ts': asset('e'),
      'f_tmp.ts': asset('f'),
      'g_tmp.ts': asset('g'),
      'src/h.ts': asset('h'),
    };
    expect(
      await found({ ...files, '.gitignore': '# built\ndist/\n/gen\n*_tmp.ts\n!g_tmp.ts\n', 'src/.gitignore': 'h.ts' }),
    ).toEqual(['a', 'e', 'g']);
  });

  test('a project inside the project is one of its own', async () => {
    const files = {
      'a.ts': asset('a'),
      'packages/b/b.ts': asset('b'),
      'packages/b/package.json': project(),
      'packages/c/c.ts': asset('c'),
      'packages/c/package.json': '{}',
    };
    expect(await found(files)).toEqual(['a', 'c']);
    expect(await found({ ...files, 'tsconfig.json': '{}' })).toEqual(['a', 'c']);
  });

  test('a file that never names the SDK is not even parsed', async () => {
    await check(`//- src/broken.ts\nexport const = ;\n//- src/a.ts\n${asset('a')}`);
  });
});

describe('findProjects', () => {
  const disk = memoryDisk({
    [`${ROOT}/package.json`]: '{ "name": "mono", "workspaces": ["packages/*"] }',
    [`${ROOT}/.git/HEAD`]: '',
    [`${ROOT}/.gitignore`]: 'build',
    [`${ROOT}/packages/a/package.json`]: project(', "name": "@acme/a"'),
    [`${ROOT}/packages/a/src/x.ts`]: asset('x'),
    [`${ROOT}/packages/a/inner/package.json`]: '{ "peerDependencies": { "headwater": "1" } }',
    [`${ROOT}/packages/b/package.json`]: '{ "devDependencies": { "headwater": "1" } }',
    [`${ROOT}/packages/c/package.json`]: '{ "dependencies": { "headwaters": "1" } }',
    [`${ROOT}/packages/broken/package.json`]: '{ "dependencies": { "headwater',
    [`${ROOT}/packages/sdk/package.json`]: '{ "name": "headwater", "devDependencies": { "headwater": "*" } }',
    [`${ROOT}/node_modules/x/package.json`]: project(),
    [`${ROOT}/.cache/package.json`]: project(),
    [`${ROOT}/packages/a/build/package.json`]: project(),
  });

  test('all in a folder', async () => {
    expect(await findProjects(ROOT, disk)).toEqual([
      { root: `${ROOT}/packages/a`, name: '@acme/a' },
      { root: `${ROOT}/packages/a/inner`, name: 'inner' },
      { root: `${ROOT}/packages/b`, name: 'b' },
    ]);
    expect(await findProjects(`${ROOT}/packages/c/`, disk)).toEqual([]);
  });

  test('the nearest upwards', async () => {
    expect((await findProject(`${ROOT}/packages/a/src/x.ts`, disk))?.root).toBe(`${ROOT}/packages/a`);
    expect((await findProject(`${ROOT}/packages/a/inner/deep`, disk))?.root).toBe(`${ROOT}/packages/a/inner`);
    expect(await findProject(`${ROOT}/packages/sdk/src/index.ts`, disk)).toBeNull();
  });
});
