// Several tsconfigs in one project: solutions, chains of `extends`, one for each folder, broken ones, ones that change.
import { describe, expect, test } from 'vitest';
import { ROOT, check, edges, keys } from './test/fixture.ts';

const asset = (name: string): string => `import { asset } from 'headwater';\nexport const ${name} = asset(() => 1);\n`;
const reads = (from: string, name = 'report'): string =>
  `import { asset } from 'headwater';\nimport { orders } from '${from}';\nexport const ${name} = asset({ inputs: { orders } }, ({ orders }) => 1);\n`;

function fixture(files: Readonly<Record<string, string | object>>): string {
  return Object.entries(files)
    .map(([file, content]) => `//- ${file}\n${typeof content === 'string' ? content : JSON.stringify(content)}`)
    .join('\n');
}

async function found(files: Readonly<Record<string, string | object>>): Promise<string[]> {
  return keys((await check(fixture(files))).document);
}

describe('extends', () => {
  const files = { 'src/a.ts': asset('a'), 'lib/b.ts': asset('b') };

  test('an array: the last one that says something wins', async () => {
    const bases = { 'one.json': { include: ['lib'] }, 'two.json': { include: ['src'] }, 'three.json': {} };
    const extended = ['./one.json', './two.json', './three.json'];
    expect(await found({ ...files, ...bases, 'tsconfig.json': { extends: extended } })).toEqual(['a']);
  });

  test('a package, by its main tsconfig, a file of it, and an export of it', async () => {
    const base = { include: ['${configDir}/src'] };
    const bases = {
      'node_modules/@acme/tsconfig/package.json': {
        name: '@acme/tsconfig',
        exports: { './strict': './configs/strict.json' },
      },
      'node_modules/@acme/tsconfig/configs/strict.json': base,
      'node_modules/plain/tsconfig.json': base,
      'node_modules/plain/other.json': base,
    };
    for (const name of ['@acme/tsconfig/strict', 'plain', 'plain/other.json', 'plain/tsconfig.json'])
      expect(await found({ ...files, ...bases, 'tsconfig.json': { extends: name } })).toEqual(['a']);
  });

  test('three deep, with ${configDir} in paths, include and outDir', async () => {
    const { document } = await check(
      fixture({
        'configs/deep/base.json': {
          compilerOptions: { paths: { '@/*': ['${configDir}/src/*'] }, outDir: '${configDir}/out' },
          include: ['${configDir}/src', '${configDir}/out'],
        },
        'configs/mid.json': { extends: './deep/base.json' },
        'tsconfig.json': { extends: './configs/mid.json' },
        'src/raw.ts': asset('orders'),
        'src/report.ts': reads('@/raw'),
        'out/raw.ts': asset('orders'),
        'other.ts': asset('other'),
      }),
    );
    expect(edges(document)).toEqual(['orders → report']);
    expect(keys(document)).toEqual(['orders', 'report']);
  });
});

describe('several configurations', () => {
  test('a solution as Vite writes it, with files of both, each with its own paths', async () => {
    const { document } = await check(
      fixture({
        'tsconfig.json': {
          files: [],
          references: [{ path: './tsconfig.app.json' }, { path: './tsconfig.node.json' }],
        },
        'tsconfig.app.json': { compilerOptions: { paths: { '@/*': ['./src/*'] } }, include: ['src'] },
        'tsconfig.node.json': { compilerOptions: { paths: { '@/*': ['./pipelines/*'] } }, include: ['pipelines'] },
        'src/raw.ts': asset('orders'),
        'src/report.ts': reads('@/raw', 'ofApp'),
        'pipelines/raw.ts': `import { asset } from 'headwater';\nexport const orders = asset({ key: 'piped' }, () => 1);\n`,
        'pipelines/report.ts': reads('@/raw', 'ofNode'),
        'elsewhere.ts': asset('elsewhere'),
      }),
    );
    expect(edges(document)).toEqual(['orders → ofApp', 'piped → ofNode']);
    expect(keys(document)).toEqual(['ofApp', 'ofNode', 'orders', 'piped']);
  });

  test('references of references, a circle of them, and one that is not there', async () => {
    const { document } = await check(`
//- tsconfig.json
{ "files": [], "references": [{ "path": "./one" }, { "path": "./nowhere" }] }
//                                                 ^^^^^^^^^^^^^^^^^^^^^^^ bad-tsconfig: refers to
//- one/tsconfig.json
{ "include": ["."], "references": [{ "path": "../two/tsconfig.json" }] }
//- two/tsconfig.json
{ "references": [{ "path": "../one" }, { "path": ".." }] }
//- one/a.ts
${asset('a')}
//- two/b.ts
${asset('b')}
//- c.ts
${asset('c')}`);
    expect(keys(document)).toEqual(['a', 'b']);
  });

  test('one for a folder alone gives that folder its paths', async () => {
    const { document } = await check(
      fixture({
        'raw.ts': asset('orders'),
        'jobs/tsconfig.json': { compilerOptions: { paths: { '~/*': ['../*'] } } },
        'jobs/report.ts': reads('~/raw'),
      }),
    );
    expect(edges(document)).toEqual(['orders → report']);
  });

  test('rootDirs are one folder to relative imports', async () => {
    const { document } = await check(
      fixture({
        'tsconfig.json': { compilerOptions: { rootDirs: ['src', 'generated/src'] } },
        'generated/src/raw/orders.ts': asset('orders'),
        'src/deep/report.ts': reads('../raw/orders'),
      }),
      { loads: false },
    );
    expect(edges(document)).toEqual(['orders → report']);
  });

  test('allowJs and checkJs take JavaScript in; a tsconfig without them leaves it out', async () => {
    const files = { 'src/a.ts': asset('a'), 'src/b.js': asset('b'), 'src/c.mjs': asset('c') };
    expect(await found({ ...files, 'tsconfig.json': { compilerOptions: { allowJs: true } } })).toEqual(['a', 'b', 'c']);
    expect(await found({ ...files, 'tsconfig.json': { compilerOptions: { checkJs: true } } })).toEqual(['a', 'b', 'c']);
    expect(await found({ ...files, 'jsconfig.json': {} })).toEqual(['a', 'b', 'c']);
  });
});

describe('wrong ones', () => {
  test('a circle of extends is told of, and the files stay', async () => {
    const { document } = await check(`
//- tsconfig.json
{ "extends": "./base.json" }
//           ^^^^^^^^^^^^^ bad-tsconfig: Circularity
//- base.json
{ "extends": "./tsconfig.json" }
//- src/a.ts
${asset('a')}`);
    expect(keys(document)).toEqual(['a']);
  });

  test('a base that is not there is told of at its name, in an array, too', async () => {
    const { document } = await check(`
//- tsconfig.json
{ "extends": ["./good.json", "./gone.json"], "include": ["src"] }
//           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ bad-tsconfig: gone.json
//- good.json
{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }
//- src/raw.ts
${asset('orders')}
//- src/report.ts
${reads('@/raw')}`);
    expect(edges(document)).toEqual(['orders → report']);
  });

  test('one that does not parse is told of, and every file is read', async () => {
    const { document } = await check(`
//- tsconfig.json
{ "include": ["src" }
//                  ^ bad-tsconfig: does not parse
//- lib/a.ts
${asset('a')}`);
    expect(keys(document)).toEqual(['a']);
  });
});

describe('changed while it is open', () => {
  test('the configuration itself, its base, a configuration it refers to', async () => {
    const { analyzer, disk } = await check(
      fixture({
        'tsconfig.json': { extends: './base.json', files: [], references: [{ path: './app.json' }] },
        'base.json': { compilerOptions: {} },
        'app.json': { extends: './base.json', include: ['src'] },
        'src/raw.ts': asset('orders'),
        'src/report.ts': reads('./raw'),
        'lib/b.ts': asset('b'),
      }),
    );
    const change = async (file: string, content: object): Promise<string[]> => {
      disk.write(`${ROOT}/${file}`, JSON.stringify(content));
      analyzer.invalidate([`${ROOT}/${file}`]);
      return keys((await analyzer.analyze()).document);
    };
    expect(await change('app.json', { extends: './base.json', include: ['lib'] })).toEqual(['b']);
    expect(await change('app.json', { extends: './base.json', include: ['src', 'lib'] })).toEqual([
      'b',
      'orders',
      'report',
    ]);
    expect(await change('base.json', { compilerOptions: { outDir: 'lib' } })).toEqual(['orders', 'report']);
    expect(await change('tsconfig.json', { files: ['lib/b.ts'] })).toEqual(['b']);
  });
});
