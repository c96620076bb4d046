// Links of files and folders, in circles too, and files nobody may read: on a real disk, as module loaders see them.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createAnalyzer } from './analyzer.ts';
import { nodeDisk } from './disk.ts';
import type { Disk } from './disk.ts';
import { findProjects } from './project.ts';
import { MANIFEST, edges, keys } from './test/fixture.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const asset = (name: string): string => `import { asset } from 'headwater';\nexport const ${name} = asset(() => 1);\n`;
const reads = (name: string, from: string): string =>
  `import { asset } from 'headwater';\nimport { ${name} } from '${from}';\nexport const report = asset({ inputs: { ${name} } }, (inputs) => inputs);\n`;

/** Files, and links with where they lead to, in a new folder. */
function onDisk(files: Readonly<Record<string, string>>, links: Readonly<Record<string, string>>): string {
  const top = realpathSync(mkdtempSync(join(tmpdir(), 'headwater-links-')));
  folders.push(top);
  const place = (file: string): string => {
    mkdirSync(dirname(join(top, file)), { recursive: true });
    return join(top, file);
  };
  for (const [file, text] of Object.entries(files)) writeFileSync(place(file), text);
  for (const [link, to] of Object.entries(links)) symlinkSync(to, place(link));
  return top;
}

const analyze = async (root: string, disk: Disk = nodeDisk) =>
  (await createAnalyzer({ project: { root, name: 'shop' }, disk }).analyze()).document;

describe('links', () => {
  test('a file under two names is one file, and found by either', async () => {
    const top = onDisk(
      { 'package.json': MANIFEST, 'src/raw.ts': asset('orders'), 'src/report.ts': reads('orders', './linked') },
      { 'src/linked.ts': 'raw.ts' },
    );
    const document = await analyze(top);
    expect([edges(document), document.problems]).toEqual([['orders → report'], []]);
    expect(document.assets.map(({ file }) => file)).toEqual(['src/raw.ts', 'src/report.ts']);
  });

  test('a linked file from outside belongs where it is linked; one of another project to that one', async () => {
    const top = onDisk(
      {
        'shop/package.json': MANIFEST,
        'shop/src/report.ts': reads('orders', './linked'),
        'outside/extra.ts': asset('extra'),
        'lake/package.json': MANIFEST.replace('shop', 'lake'),
        'lake/orders.ts': asset('orders'),
      },
      { 'shop/src/linked.ts': '../../lake/orders.ts', 'shop/src/extra.ts': '../../outside/extra.ts' },
    );
    const document = await analyze(join(top, 'shop'));
    expect([keys(document), document.problems]).toEqual([['extra', 'lake:orders', 'report'], []]);
  });

  test('a linked folder is looked into for what is imported, and is no second project', async () => {
    const top = onDisk(
      {
        'shop/package.json': MANIFEST,
        'shop/src/report.ts': reads('orders', './lake/orders'),
        'lake/package.json': MANIFEST.replace('shop', 'lake'),
        'lake/orders.ts': asset('orders'),
      },
      { 'shop/src/lake': '../../lake' },
    );
    expect(keys(await analyze(join(top, 'shop')))).toEqual(['lake:orders', 'report']);
    expect((await findProjects(top)).map(({ root }) => root.slice(top.length))).toEqual(['/lake', '/shop']);
  });

  test('circles of links end', async () => {
    const top = onDisk(
      { 'package.json': MANIFEST, 'src/a.ts': asset('a'), 'tsconfig.json': '{ "include": ["src"] }' },
      { 'src/self': '.', 'src/up': '..', 'src/x.ts': 'y.ts', 'src/y.ts': 'x.ts', 'src/gone.ts': 'nowhere.ts' },
    );
    const document = await analyze(top);
    expect([keys(document), document.problems]).toEqual([['a'], []]);
    expect(await findProjects(top)).toHaveLength(1);
  });

  test('a project that is opened through a link keeps the name it was opened by', async () => {
    const top = onDisk(
      {
        'real/shop/package.json': MANIFEST,
        'real/shop/tsconfig.json': '{ "files": ["report.ts"] }',
        'real/shop/report.ts': reads('orders', './lib/raw'),
        'real/shop/lib/raw.ts': asset('orders'),
        'real/lake/package.json': MANIFEST.replace('shop', 'lake'),
      },
      { given: 'real' },
    );
    const document = await analyze(join(top, 'given/shop'));
    expect(document.assets.map(({ key, file }) => `${key} ${file}`)).toEqual(['orders lib/raw.ts', 'report report.ts']);
    expect(document.problems).toEqual([]);
  });
});

describe('what cannot be read', () => {
  test('a source is left out, and the rest is unharmed; a tsconfig is told of', async () => {
    const top = onDisk(
      {
        'package.json': MANIFEST,
        'tsconfig.json': '{ "extends": "./base.json" }',
        'base.json': '{}',
        'a.ts': asset('a'),
        'secret.ts': asset('b'),
      },
      {},
    );
    const disk: Disk = {
      ...nodeDisk,
      read: (path) => (/(secret\.ts|base\.json)$/.test(path) ? null : nodeDisk.read(path)),
    };
    const document = await analyze(top, disk);
    expect([keys(document), document.problems.map(({ code, file }) => `${code} ${file}`)]).toEqual([
      ['a'],
      ['bad-tsconfig tsconfig.json'],
    ]);
  });
});
