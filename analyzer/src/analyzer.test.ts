// How an analyzer stays current: unsaved texts, changed files, broken files, cancellation, revisions.
import { hash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createAnalyzer } from './analyzer.ts';
import { ROOT, check, edges, keys } from './test/fixture.ts';
import { memoryDisk } from './test/memory-disk.ts';

const TWO_FILES = `
//- src/raw.ts
import { asset } from 'headwater';
export const orders = asset(() => 1);
//- src/report.ts
import { asset } from 'headwater';
import { orders } from './raw';
export const report = asset({ inputs: { orders } }, ({ orders }) => orders);
`;
const raw = `${ROOT}/src/raw.ts`;

describe('unsaved texts', () => {
  test('an open file counts as it is written, and the disk again when it is closed', async () => {
    const { analyzer } = await check(TWO_FILES);
    analyzer.setOpenFile(
      raw,
      "import { asset } from 'headwater';\nexport const orders = asset({ key: 'renamed' }, () => 1);",
    );
    expect(edges((await analyzer.analyze()).document)).toEqual(['renamed → report']);
    analyzer.setOpenFile(raw, null);
    expect(edges((await analyzer.analyze()).document)).toEqual(['orders → report']);
  });

  test('a file that was never saved', async () => {
    const { analyzer } = await check(TWO_FILES);
    analyzer.setOpenFile(
      `${ROOT}/src/new.ts`,
      "import { asset } from 'headwater';\nexport const fresh = asset(() => 1);",
    );
    expect(keys((await analyzer.analyze()).document)).toEqual(['fresh', 'orders', 'report']);
    analyzer.setOpenFile(`${ROOT}/src/new.ts`, null);
    expect(keys((await analyzer.analyze()).document)).toEqual(['orders', 'report']);
  });

  test('the hashes are those of the texts that were read', async () => {
    const { analyzer, analysis, disk } = await check(TWO_FILES);
    expect(analysis.sources).toEqual({
      'src/raw.ts': hash('sha256', disk.read(raw) ?? '', 'hex'),
      'src/report.ts': hash('sha256', disk.read(`${ROOT}/src/report.ts`) ?? '', 'hex'),
    });
    analyzer.setOpenFile(raw, '// empty');
    expect((await analyzer.analyze()).sources['src/raw.ts']).toBe(hash('sha256', '// empty', 'hex'));
  });

  test('an open test file does not become part of the project', async () => {
    const { analyzer } = await check(TWO_FILES);
    analyzer.setOpenFile(
      `${ROOT}/src/raw.test.ts`,
      "import { asset } from 'headwater';\nexport const fresh = asset(() => 1);",
    );
    expect(keys((await analyzer.analyze()).document)).toEqual(['orders', 'report']);
  });
});

describe('the disk changes', () => {
  test('only what changed is read again', async () => {
    const { analyzer, disk } = await check(TWO_FILES);
    disk.write(raw, "import { asset } from 'headwater';\nexport const orders = asset(() => 2);");
    disk.reads.length = 0;
    expect((await analyzer.analyze()).revision).toBe(1);
    expect(disk.reads).toEqual([]);
    analyzer.invalidate([raw]);
    expect((await analyzer.analyze()).revision).toBe(2);
    expect(disk.reads).toEqual([raw]);
    analyzer.invalidate('all');
    disk.reads.length = 0;
    await analyzer.analyze();
    expect(disk.reads.filter((path) => path.endsWith('.ts'))).toEqual([]);
    disk.write(raw, "import { asset } from 'headwater';\nexport const orders = asset(() => 3);");
    analyzer.invalidate('all');
    expect((await analyzer.analyze()).revision).toBe(3);
  });

  test('files come and go, and imports that failed are found', async () => {
    const { analyzer, disk } = await check(`
//- src/report.ts
import { asset } from 'headwater';
import { orders } from './raw';
export const report = asset({ inputs: { orders } }, ({ orders }) => orders);
//                                      ^^^^^^ unknown-import: there is no such file
`);
    disk.write(raw, "import { asset } from 'headwater';\nexport const orders = asset(() => 1);");
    analyzer.invalidate([raw]);
    const found = await analyzer.analyze();
    expect([edges(found.document), found.document.problems]).toEqual([['orders → report'], []]);
    disk.remove(raw);
    analyzer.invalidate([raw]);
    const gone = await analyzer.analyze();
    expect([keys(gone.document), gone.document.problems.map(({ code }) => code)]).toEqual([
      ['report'],
      ['unknown-import'],
    ]);
  });

  test('a removed folder', async () => {
    const { analyzer, disk } = await check(TWO_FILES);
    for (const file of ['raw', 'report']) disk.remove(`${ROOT}/src/${file}.ts`);
    analyzer.invalidate([`${ROOT}/src`]);
    expect(keys((await analyzer.analyze()).document)).toEqual([]);
  });

  test('a changed tsconfig', async () => {
    const { analyzer, disk } = await check(`//- tsconfig.json\n{ "include": ["src"] }\n${TWO_FILES.trim()}`);
    disk.write(`${ROOT}/tsconfig.json`, '{ "include": ["src/raw.ts"] }');
    analyzer.invalidate([`${ROOT}/tsconfig.json`]);
    expect(keys((await analyzer.analyze()).document)).toEqual(['orders']);
  });

  test('an upstream renames its key, and what reads it follows', async () => {
    const { analyzer, disk } = await check(`
//- src/names.ts
export const PREFIX = 'a';
//- src/raw.ts
import { asset } from 'headwater';
import { PREFIX } from './names';
export const orders = asset({ key: PREFIX }, () => 1);
//- src/barrel.ts
export * from './raw';
//- src/report.ts
import { asset } from 'headwater';
import { orders } from './barrel';
export const report = asset({ inputs: { orders } }, ({ orders }) => orders);
`);
    disk.write(`${ROOT}/src/names.ts`, "export const PREFIX = 'b';");
    analyzer.invalidate([`${ROOT}/src/names.ts`]);
    expect(edges((await analyzer.analyze()).document)).toEqual(['b → report']);
  });
});

describe('revisions', () => {
  test('the same answer is the same object; nodes that did not change keep their identity', async () => {
    const { analyzer, analysis } = await check(TWO_FILES);
    expect(await analyzer.analyze()).toBe(analysis);
    analyzer.setOpenFile(raw, "import { asset } from 'headwater';\nexport const orders = asset(() => 2);");
    const changed = await analyzer.analyze();
    expect(changed.revision).toBe(analysis.revision + 1);
    const report = (document: typeof analysis.document): unknown => document.assets.find(({ key }) => key === 'report');
    expect(report(changed.document)).toBe(report(analysis.document));
  });

  test('a comment behind everything leaves the graph as it is', async () => {
    const { analyzer, analysis, disk } = await check(TWO_FILES);
    analyzer.setOpenFile(raw, `${disk.read(raw) ?? ''}\n// more`);
    const next = await analyzer.analyze();
    expect(next.document).toBe(analysis.document);
    expect(next.revision).toBe(analysis.revision + 1);
  });
});

describe('syntax', () => {
  const broken =
    "import { asset } from 'headwater';\nexport const orders = asset(() => {\n  const x = ;\nexport const more = asset(() => 1)";

  test('a file that does not parse keeps its last good assets', async () => {
    const { analyzer, analysis } = await check(TWO_FILES);
    analyzer.setOpenFile(raw, broken);
    const next = await analyzer.analyze();
    expect(next.document.assets).toEqual(analysis.document.assets);
    expect(next.unparsed).toEqual(['src/raw.ts']);
    expect(next.document.problems).toEqual([
      {
        code: 'syntax',
        severity: 'warning',
        message: 'This file does not parse. The graph shows this file as it last parsed.',
        file: 'src/raw.ts',
        line: 3,
        column: 13,
        endLine: 3,
        endColumn: 14,
      },
    ]);
    analyzer.setOpenFile(raw, `${broken} //`);
    expect((await analyzer.analyze()).document.assets).toEqual(analysis.document.assets);
    analyzer.setOpenFile(raw, null);
    const mended = await analyzer.analyze();
    expect([mended.unparsed, mended.document.problems]).toEqual([[], []]);
  });

  test('without a last good state, what can be read is shown', async () => {
    const { document, analysis } = await check(`
import { asset } from 'headwater';
export const a = asset(() => 1);
export const b = asset(() => ;
//                           ^ syntax: The graph shows what could be read of it.
`);
    expect(keys(document)).toContain('a');
    expect(analysis.unparsed).toEqual(['src/assets.ts']);
  });

  test('nesting that no parser survives is a problem, not a crash', async () => {
    const disk = memoryDisk({
      [`${ROOT}/deep.ts`]: `import { asset } from 'headwater';\nexport const a = ${'['.repeat(200_000)}`,
      [`${ROOT}/b.ts`]: "import { asset } from 'headwater';\nexport const b = asset(() => 1);",
    });
    const { document, unparsed } = await createAnalyzer({ project: { root: ROOT, name: 'shop' }, disk }).analyze();
    expect([keys(document), unparsed]).toEqual([['b'], ['deep.ts']]);
  });
});

describe('cancellation', () => {
  test('a cancelled analysis rejects with the reason, and the next one is whole', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 400 }, (_, n) => [
        `${ROOT}/a${n}.ts`,
        `import { asset } from 'headwater';\nexport const a${n} = asset(() => { ${'let x = 1; '.repeat(200)} });`,
      ]),
    );
    const analyzer = createAnalyzer({ project: { root: ROOT, name: 'shop' }, disk: memoryDisk(files) });
    const abort = new AbortController();
    const pending = analyzer.analyze({ signal: abort.signal });
    // The analysis yields to the event loop while it reads: otherwise this would come too late.
    setImmediate(() => abort.abort(new Error('typed on')));
    await expect(pending).rejects.toThrow('typed on');
    expect((await analyzer.analyze()).document.assets).toHaveLength(400);
  });

  test('cancelled before it starts', async () => {
    const { analyzer } = await check(TWO_FILES);
    await expect(analyzer.analyze({ signal: AbortSignal.abort(new Error('too late')) })).rejects.toThrow('too late');
  });

  test('questions asked at once are answered in turn', async () => {
    const { analyzer } = await check(TWO_FILES);
    const first = analyzer.analyze();
    analyzer.setOpenFile(raw, '');
    const [one, two] = await Promise.all([first, analyzer.analyze()]);
    expect(two.revision).toBeGreaterThanOrEqual(one.revision);
    expect(keys(two.document)).toEqual(['report']);
  });
});

test('a new file that an editor asks about before it is told of is in the graph once it is', async () => {
  const { analyzer, disk } = await check(TWO_FILES);
  await analyzer.prepare();
  const path = `${ROOT}/src/alone.ts`;
  const text = "import { asset } from 'headwater';\nexport const alone = asset(() => 1);\n";
  disk.write(path, text);
  analyzer.setOpenFile(path, text);
  await analyzer.analyze();
  analyzer.assistance()?.upstreamNames(path);
  analyzer.invalidate([path]);
  expect(keys((await analyzer.analyze()).document)).toContain('alone');
});

test('a new file that is opened is in the graph, also where nobody watches the disk', async () => {
  const { analyzer, disk } = await check(TWO_FILES);
  const text = "import { asset } from 'headwater';\nexport const alone = asset(() => 1);\n";
  disk.write(`${ROOT}/src/alone.ts`, text);
  analyzer.setOpenFile(`${ROOT}/src/alone.ts`, text);
  expect(keys((await analyzer.analyze()).document)).toContain('alone');
});
