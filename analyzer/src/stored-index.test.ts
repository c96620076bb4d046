// An index that outlives its process: the answers are those of the texts, whatever the stored text has become, and nothing is read twice.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { generateProject } from '../bench/generate-project.ts';
import type { Analysis } from './analysis.ts';
import type { Analyzer } from './analyzer-door.ts';
import { createAnalyzer } from './analyzer.ts';
import type { Disk } from './disk.ts';
import { indexCacheIn } from './index-cache.ts';
import type { IndexCache } from './index-cache.ts';
import { ROOT } from './test/fixture.ts';
import { memoryDisk } from './test/memory-disk.ts';
import { edit, project } from './test/random-project.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
/** `FUZZ=n` runs n times as much. */
const times = Number(process.env['FUZZ'] ?? 1);
const MANIFEST = JSON.stringify({ name: 'shop', dependencies: { headwater: '*' } });
const at = (file: string): string => `${ROOT}/${file}`;

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'headwater-index-'));
  folders.push(made);
  return made;
}

interface Kept extends IndexCache {
  text: string | null;
}
function memoryCache(text: string | null = null): Kept {
  return {
    text,
    read() {
      return this.text;
    },
    write(written) {
      this.text = written;
    },
  };
}

function open(disk: Disk, cache?: IndexCache): Analyzer {
  return createAnalyzer({ project: { root: ROOT, name: 'shop' }, disk, ...(cache && { cache }) });
}

const said = ({ document, unparsed, sources }: Analysis) => ({ document, unparsed, sources });

/** What a process answers that finds this text stored. */
async function answerFrom(disk: Disk, cache: IndexCache): Promise<ReturnType<typeof said>> {
  return said(await open(disk, cache).analyze());
}

const SHOP = {
  [at('package.json')]: MANIFEST,
  [at('tsconfig.json')]: '{ "include": ["src"], "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
  [at('src/orders.ts')]:
    `import { asset } from 'headwater';\nimport { prefix } from '../lib/prefix';\n/** All orders. */\nexport const orders = asset({ key: [prefix, 'orders'], tags: { a: '1' } }, () => [1]);`,
  [at('src/totals.ts')]:
    `import { asset, multiAsset, output, assetCheck } from 'headwater';\nimport { orders } from '@/orders';\nexport const totals = asset({ inputs: { orders, gone } }, ({ orders }) => orders);\nexport const { a, b } = multiAsset({ outputs: { a: output(), b: output({ checks: ['k'] }) }, deps: [totals] }, function* () {});\nexport const full = assetCheck(totals, () => true);`,
  [at('src/broken.ts')]: `import { asset } from 'headwater';\nexport const broken = asset(() => {`,
  [at('lib/prefix.ts')]: `export const prefix = 'shop';`,
};
const SOURCES = ['src/orders.ts', 'src/totals.ts', 'src/broken.ts', 'lib/prefix.ts'].map(at);

async function storedShop(): Promise<{
  disk: ReturnType<typeof memoryDisk>;
  cache: Kept;
  answer: ReturnType<typeof said>;
}> {
  const disk = memoryDisk(SHOP);
  const cache = memoryCache();
  const analyzer = open(disk, cache);
  const answer = said(await analyzer.analyze());
  analyzer.save();
  expect(cache.text).not.toBe(null);
  disk.reads.length = 0;
  return { disk, cache, answer };
}

test('what is stored answers without reading a single source', async () => {
  const { disk, cache, answer } = await storedShop();
  expect(await answerFrom(disk, cache)).toEqual(answer);
  expect(disk.reads.filter((path) => SOURCES.includes(path))).toEqual([]);
});

test('only what changed is read again, and is stored with the rest', async () => {
  const { disk, cache } = await storedShop();
  disk.write(at('lib/prefix.ts'), `export const prefix = 'store';`);
  const analyzer = open(disk, cache);
  const changed = await analyzer.analyze();
  expect(changed.document.assets.map(({ key }) => key)).toContain('store/orders');
  expect(new Set(disk.reads.filter((path) => SOURCES.includes(path)))).toEqual(new Set([at('lib/prefix.ts')]));
  analyzer.save();
  disk.reads.length = 0;
  expect(await answerFrom(disk, cache)).toEqual(said(changed));
  expect(disk.reads.filter((path) => SOURCES.includes(path))).toEqual([]);
});

test('where nothing is new, nothing is written', async () => {
  const { disk, cache } = await storedShop();
  const analyzer = open(disk, { ...cache, read: () => cache.text, write: () => expect.unreachable() });
  await analyzer.analyze();
  analyzer.save();
});

test('texts of the editor are never stored as those of the disk', async () => {
  const { disk, cache, answer } = await storedShop();
  const analyzer = open(disk, cache);
  analyzer.setOpenFile(at('lib/prefix.ts'), `export const prefix = 'typed';`);
  analyzer.setOpenFile(at('src/new.ts'), `import { asset } from 'headwater';\nexport const untitled = asset(() => 1);`);
  const typed = await analyzer.analyze();
  expect(typed.document.assets.map(({ key }) => key)).toEqual(expect.arrayContaining(['typed/orders', 'untitled']));
  analyzer.save();
  expect(cache.text).not.toContain('typed');
  expect(cache.text).not.toContain('untitled');
  expect(await answerFrom(disk, cache)).toEqual(answer);
});

test('what an open file has in common with the disk is stored', async () => {
  const { disk, cache, answer } = await storedShop();
  const analyzer = open(disk, cache);
  for (const path of SOURCES) analyzer.setOpenFile(path, disk.read(path));
  await analyzer.analyze();
  analyzer.save();
  const closed = open(disk, cache);
  expect(said(await closed.analyze())).toEqual(answer);
});

test('a file that changed right before it was read is not trusted by its time and size', async () => {
  for (const { age, read } of [
    { age: 500, read: 'the new text' },
    // Two such texts within the same tick of a clock: the known limit of times.
    { age: 60_000, read: 'the stored text' },
  ]) {
    let text = `import { asset } from 'headwater';\nexport const one = asset(() => 1);`;
    const files = memoryDisk({ [at('package.json')]: MANIFEST, [at('a.ts')]: text });
    const changedAt = Date.now() - age;
    const disk: Disk = {
      ...files,
      read: (path) => (path === at('a.ts') ? text : files.read(path)),
      stat: (path) => (path === at('a.ts') ? { kind: 'file', stamp: 'same', changedAt } : files.stat(path)),
    };
    const cache = memoryCache();
    const analyzer = open(disk, cache);
    await analyzer.analyze();
    analyzer.save();
    text = text.replace('one', 'two');
    const { document } = await answerFrom(disk, cache);
    expect(document.assets.map(({ key }) => key)).toEqual([read === 'the new text' ? 'two' : 'one']);
  }
});

test('a stored text of any other shape costs a reading and nothing else', async () => {
  const { disk, cache, answer } = await storedShop();
  const text = cache.text ?? '';
  const [identity = '', digest = '', ...body] = text.split('\n');
  const others: Record<string, string> = {
    empty: '',
    'one line': identity,
    'no body': `${identity}\n${digest}\n`,
    'another build': text.replace(/"[0-9a-f]{64}"/, `"${'0'.repeat(64)}"`),
    'another format': text.replace('index",1', 'index",0'),
    'another project': text.replace(ROOT, '/elsewhere'),
    'edited by hand': text.replaceAll('orders', 'borders'),
    'lines in another order': [identity, digest, ...body.toReversed()].join('\n'),
    'another file altogether': '\u0000\u0001{"a":1}\n\n[]',
    'a line more': `${text}\n[]`,
    'line ends of Windows': text.replaceAll('\n', '\r\n'),
  };
  for (const [what, other] of Object.entries(others))
    expect(await answerFrom(disk, memoryCache(other)), what).toEqual(answer);
  await fc.assert(
    fc.asyncProperty(fc.nat(text.length - 1), fc.string({ minLength: 1 }), fc.boolean(), async (place, put, isCut) => {
      const other = isCut ? text.slice(0, place) : text.slice(0, place) + put + text.slice(place + put.length);
      expect(await answerFrom(disk, memoryCache(other))).toEqual(answer);
    }),
    { seed, numRuns: 40 * times },
  );
});

test('after any edits and restarts, the graph is that of the texts as they are', async () => {
  await fc.assert(
    fc.asyncProperty(project, fc.array(edit, { minLength: 1, maxLength: 24 }), async (files, edits) => {
      const disk = memoryDisk(
        Object.fromEntries(
          Object.entries({ 'package.json': MANIFEST, ...files }).map(([file, text]) => [at(file), text]),
        ),
      );
      const texts = new Map<string, string>();
      const cache = memoryCache();
      const start = (from?: IndexCache): Analyzer => {
        const made = open(disk, from);
        for (const [path, text] of texts) made.setOpenFile(path, text);
        return made;
      };
      const write = (file: string, text: string | null): void => {
        if (text === null) disk.remove(at(file));
        else disk.write(at(file), text);
      };
      let analyzer = start(cache);
      for (const each of edits) {
        if (each.kind === 'write') write(each.file, each.text);
        else if (each.kind === 'many') for (const [file, text] of each.writes) write(file, text);
        else if (each.kind === 'move') {
          const text = disk.read(at(each.file));
          write(each.file, null);
          write(each.to, text);
        } else if (each.kind === 'type') {
          if (each.text === null) texts.delete(at(each.file));
          else texts.set(at(each.file), each.text);
          analyzer.setOpenFile(at(each.file), each.text);
        } else {
          await analyzer.analyze();
          analyzer.save();
          // The next process may have other files open, and the disk may have moved on before it starts.
          texts.clear();
          analyzer = start(cache);
          expect(said(await analyzer.analyze())).toEqual(said(await start().analyze()));
          continue;
        }
        analyzer.invalidate('all');
      }
      await analyzer.analyze();
      analyzer.save();
      expect(said(await start(cache).analyze())).toEqual(said(await start().analyze()));
    }),
    { seed, numRuns: 60 * times },
  );
});

test('a place that cannot be written costs nothing but the next reading', async () => {
  const place = folder();
  writeFileSync(join(place, 'taken'), 'a file where a folder should be');
  const disk = memoryDisk(SHOP);
  const cache = indexCacheIn(join(place, 'taken'), ROOT);
  const analyzer = open(disk, cache);
  const answer = said(await analyzer.analyze());
  analyzer.save();
  expect(cache.read()).toBe(null);
  expect(readdirSync(place)).toEqual(['taken']);
  expect(await answerFrom(disk, cache)).toEqual(answer);
});

/** Prints the graph and whether TypeScript was loaded for it. */
const PROCESS = `
import { createAnalyzer, indexCacheIn } from '@headwater/analyzer';
import module from 'node:module';
const [root, cache] = process.argv.slice(1);
const analyzer = createAnalyzer({ project: { root, name: 'generated' }, cache: indexCacheIn(cache, root) });
const { document, sources } = await analyzer.analyze();
analyzer.save();
const isLoaded = Object.keys(module._cache).some((path) => path.includes('ts-morph'));
process.stdout.write(JSON.stringify({ isLoaded, answer: { document, sources } }));
`;

test('a second process answers from the file of the first, and loads no TypeScript', () => {
  const root = folder();
  const cache = join(folder(), 'cache');
  const { edges, files } = generateProject({ dir: root, assets: 20, seed: 7 });
  const run = (): { isLoaded: boolean; answer: { document: Analysis['document']; sources: Analysis['sources'] } } =>
    JSON.parse(
      execFileSync(
        process.execPath,
        ['--conditions=@headwater/source', '--no-warnings', '--input-type=module', '-e', PROCESS, root, cache],
        { cwd: join(import.meta.dirname, '../../cli'), encoding: 'utf8', maxBuffer: 1e8 },
      ),
    ) as ReturnType<typeof run>;
  const first = run();
  expect(first.isLoaded).toBe(true);
  expect(first.answer.document.assets).toHaveLength(20);
  expect(first.answer.document.assets.flatMap(({ inputs }) => Object.values(inputs))).toHaveLength(edges.length);
  // Written moments ago, the files are looked at again, and not parsed again.
  expect(run()).toEqual({ isLoaded: false, answer: first.answer });
  const [file = ''] = files;
  writeFileSync(file, `${readFileSync(file, 'utf8')}\nexport const late = asset(() => 1);\n`);
  const third = run();
  expect(third.isLoaded).toBe(true);
  expect(third.answer.document.assets).toHaveLength(21);
});
