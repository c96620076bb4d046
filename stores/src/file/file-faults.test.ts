// A disk that fails, and a process that dies between two files: the old value or the new one is whole, and the words say what to do.
import { execFile } from 'node:child_process';
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { failing } from '../disk-fault.fixture.ts';
import { collect, FORMATS, keep, leftovers, loadExternal } from '../every-store.fixture.ts';
import type { Row } from '../column-reader.ts';
import { arrowFormat } from './arrow-format.ts';
import { csvFormat } from './csv-format.ts';
import { fileStore } from './file-store.ts';
import { jsonFormat } from './json-format.ts';
import { parquetFormat } from './parquet-format.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(realpathSync(tmpdir()), 'headwater-faults-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(dir, { recursive: true, force: true });
});

const LAYOUTS = FORMATS.flatMap((format) => [false, true].map((directory) => ({ format, directory })));
const rowsOf = (n: number): readonly Row[] => Array.from({ length: 50 * n }, (_, i) => ({ n, i, text: `row ${i}` }));
const filesIn = (): string[] => readdirSync(dir, { recursive: true, encoding: 'utf8' }).sort();
const key = ['orders'];

describe.each(LAYOUTS)('$format, directory $directory', ({ format, directory }) => {
  const open = () => fileStore({ dir, format, directory });

  test.each([
    ['ENOSPC', 'the disk is full'],
    ['EIO', 'the disk does not answer as it should'],
    ['EACCES', 'the folder may not be written'],
    ['EROFS', 'the disk is read-only'],
  ])(
    '%s while the file, what is known of it, or its folder is made safe: refused in words, the old value stays',
    async (code, words) => {
      const { load } = await keep(open(), rowsOf(1), { key });
      const before = filesIn();
      // The file first; then, where there is one, the manifest. After it comes the folder: then the new value may be there already.
      const moments = !directory && (format === 'parquet' || format === 'arrow') ? 1 : 2;
      for (let after = 0; after < moments; after += 1) {
        const failed = failing('sync', { code, after });
        const refused = keep(open(), rowsOf(2), { key });
        await expect(refused).rejects.toThrow(
          new RegExp(
            `orders could not be written: ${words} \\(${code}: .*\\)\\. What was stored before is still there$`,
          ),
        );
        expect(failed()).toBe(1);
        vi.restoreAllMocks();
        expect(await load()).toEqual(rowsOf(1));
        expect(filesIn()).toEqual(before);
      }
      const { load: loadNew } = await keep(open(), rowsOf(2), { key });
      expect(await loadNew()).toEqual(rowsOf(2));
      expect(leftovers(dir)).toEqual([]);
    },
  );

  test('a file where a folder is needed, a folder where the file goes', async () => {
    writeFileSync(join(dir, 'sales'), 'a file');
    await expect(keep(open(), rowsOf(1), { key: ['sales', 'orders'] })).rejects.toThrow(
      /sales\/orders could not be written: a file stands where a folder is needed \((ENOTDIR|EEXIST)/,
    );
    await expect(loadExternal(open(), { key: ['sales', 'orders'] })).rejects.toThrow(/sales\/orders\S* is not there/);
    expect(await open().describe({ key: ['sales', 'orders'] })).toBe(null);
    expect(readFileSync(join(dir, 'sales'), 'utf8')).toBe('a file');
    if (directory) {
      writeFileSync(join(dir, 'orders'), 'a file');
      await expect(keep(open(), rowsOf(1), { key })).rejects.toThrow(
        /orders could not be written: a file stands where a folder is needed/,
      );
    } else {
      mkdirSync(join(dir, `orders.${format}/inside`), { recursive: true });
      await expect(keep(open(), rowsOf(1), { key })).rejects.toThrow(
        /orders could not be written: a folder stands where the file goes/,
      );
    }
    expect(leftovers(dir)).toEqual([]);
  });

  test('what fails in the body is not taken for the disk', async () => {
    const refused = keep(
      open(),
      (function* () {
        yield { a: 1 };
        throw Object.assign(new Error("EACCES: permission denied, open '/secret'"), {
          code: 'EACCES',
          path: '/secret',
        });
      })(),
      { key },
    );
    await expect(refused).rejects.toThrow(/^EACCES: permission denied, open '\/secret'$/);
    expect(filesIn()).toEqual([]);
  });
});

/** The device that is always full. */
const FULL = '/dev/full';
test.runIf(existsSync(FULL)).each([csvFormat, jsonFormat, parquetFormat, arrowFormat])(
  '$extension on a disk that is really full',
  async (format) => {
    const schema = { as: 'rows', arrowTypes: null, columns: [{ name: 'i', kind: 'integer' }], rows: 20_000 } as const;
    const batches = [0, 10_000].map((from) => Array.from({ length: 10_000 }, (_, i) => ({ i: from + i })));
    await expect(format.write(FULL, { schema, batches })).rejects.toMatchObject({ code: 'ENOSPC' });
  },
);

const writer = join(import.meta.dirname, '../limited-writer.fixture.ts');
test.runIf(process.platform !== 'win32')(
  'a file that may not grow any further: every store says so, and has the value from before',
  async () => {
    const script = `trap '' XFSZ; ulimit -f 8192; exec "$0" --conditions=@headwater/source "$1" "$2"`;
    const { stdout } = await promisify(execFile)('sh', ['-c', script, process.execPath, writer, dir]);
    const outcomes = JSON.parse(stdout) as Record<
      string,
      { readonly message: string; readonly before: boolean; readonly left: string[] }
    >;
    expect(Object.keys(outcomes)).toHaveLength(10);
    for (const [name, { message, before, left }] of Object.entries(outcomes)) {
      expect([name, before, left]).toEqual([name, true, []]);
      expect(message, name).toMatch(
        name === 'duckdb'
          ? /the table .* could not be written: .*File too large.*What was stored before is still there$/
          : name === 'default'
            ? /EFBIG/
            : /could not be written: the file becomes larger than it may be here \(EFBIG.*What was stored before is still there$/,
      );
    }
  },
);

describe.each(['csv', 'json'] as const)(
  '%s: a process that died with the new manifest there and the new file not',
  (format) => {
    const file = (): string => join(dir, `orders.${format}`);
    const store = () => fileStore({ dir, format });
    /** The file as it was before `write`, under what `write` has put beside it. */
    async function diedIn(write: () => Promise<unknown>): Promise<void> {
      const aside = join(dir, '.aside');
      linkSync(file(), aside);
      await write();
      renameSync(aside, file());
    }
    const oldRows = [{ a: '1' }];

    test.each<[string, readonly Row[]]>([
      ['of other columns', [{ b: true, c: 2 }]],
      ['of other kinds', [{ a: new Date(0) }, { a: null }]],
      ['of other kinds and the same length', [{ a: format === 'csv' ? 1 : 100 }]],
    ])('%s', async (_, newRows) => {
      const { load } = await keep(store(), oldRows, { key });
      await diedIn(() => keep(store(), newRows, { key }));
      expect(await load()).toStrictEqual(oldRows);
      expect(await store().describe({ key })).toMatchObject({ columns: { a: 'text' }, rows: 1 });
      // And once more.
      await diedIn(() => keep(store(), [{ x: 1, y: 2, z: 3 }], { key }));
      expect(await load()).toStrictEqual(oldRows);
      await keep(store(), newRows, { key });
      expect(await load()).toStrictEqual(newRows);
      // Copied elsewhere a file has another time.
      utimesSync(file(), 1, 1);
      expect(await load()).toStrictEqual(newRows);
    });

    test('over a file of somebody else', async () => {
      writeFileSync(file(), format === 'csv' ? 'day,high\n2026-01-01,1\n' : '[{"day": "2026-01-01", "high": "1"}]');
      const others = await loadExternal(store(), { key });
      await diedIn(() => keep(store(), [{ a: 1 }], { key }));
      expect(await loadExternal(store(), { key })).toStrictEqual(others);
      expect(others).toStrictEqual([{ day: '2026-01-01', high: '1' }]);
    });

    test('a manifest that is none is no reason not to write', async () => {
      const { load } = await keep(store(), oldRows, { key });
      writeFileSync(`${file()}.schema.json`, '{');
      await expect(load()).rejects.toThrow(/orders\.\w+\.schema\.json is no JSON/);
      await keep(store(), oldRows, { key });
      expect(await load()).toStrictEqual(oldRows);
    });
  },
);

test('a folder that died before its _SUCCESS has the old parts, and the next write clears the new ones', async () => {
  const store = fileStore({ dir, format: 'csv', directory: true });
  const { load } = await keep(store, rowsOf(1), { key });
  writeFileSync(join(dir, 'orders/part-00000-0badbeef.csv'), 'n\n1\n');
  writeFileSync(join(dir, `orders/.part-00001-0badbeef.csv.999999999.0badbeef.tmp`), 'n');
  writeFileSync(join(dir, `orders/_SUCCESS.999999999.0badbeef.tmp`), '{');
  expect(await load()).toEqual(rowsOf(1));
  expect(await collect((await load('stream')) as AsyncIterable<unknown>)).toEqual(rowsOf(1));
  await keep(store, rowsOf(2), { key });
  expect(filesIn()).toEqual([
    'orders',
    'orders/_SUCCESS',
    expect.stringMatching(/^orders\/part-00000-(?!0badbeef)[0-9a-f]{8}\.csv$/),
  ]);
});
