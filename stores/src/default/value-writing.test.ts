// A stored value is the old one or the new one: full disks, bodies that change what they returned, and sizes past the limit.
import { existsSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { failing, meanwhile } from '../disk-fault.fixture.ts';
import { showValue } from './show-value.ts';
import { createValueStore } from './value-store.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(realpathSync(tmpdir()), 'headwater-writing-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(dir, { recursive: true, force: true });
});

const asset = { asset: 'a', key: ['a'] };
const filesIn = (folder: string): string[] =>
  existsSync(join(dir, folder)) ? readdirSync(join(dir, folder), { recursive: true, encoding: 'utf8' }) : [];
const pathOf = async (value: unknown): Promise<string> =>
  (await createValueStore({ dir }).handleOutput(asset, value)).path ?? '';

/** The first and the last row, as any SQLite tool reads them. */
function asked(path: string, sql: string): Record<string, unknown>[] {
  const database = new DatabaseSync(join(dir, path), { readOnly: true });
  try {
    expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    return database
      .prepare(sql)
      .all()
      .map((row) => ({ ...row }));
  } finally {
    database.close();
  }
}

test('a value has its name only when all of it is on the disk', async () => {
  const named: string[][] = [];
  const look = (): Promise<unknown> =>
    Promise.resolve(named.push(filesIn('values').filter((name) => name.endsWith('.sqlite'))));
  meanwhile('writeFile', look);
  meanwhile('sync', look);
  const path = await pathOf([{ n: 1 }]);
  expect(named).toEqual([[], []]);
  expect(existsSync(join(dir, path))).toBe(true);
});

test.each(['writeFile', 'sync'] as const)(
  'a disk that fails in %s: refused, the old value stays, nothing is left behind',
  async (operation) => {
    const old = await pathOf([{ n: 1 }]);
    const before = readFileSync(join(dir, old));
    failing(operation, { code: 'ENOSPC' });
    await expect(pathOf([{ n: 2 }])).rejects.toThrow('ENOSPC');
    expect(readFileSync(join(dir, old)).equals(before)).toBe(true);
    expect(filesIn('values').filter((name) => /\.(sqlite|tmp)$/.test(name))).toHaveLength(1);
    expect(filesIn('tmp')).toEqual([]);
    expect(asked(await pathOf([{ n: 2 }]), 'SELECT n FROM data')).toEqual([{ n: 2 }]);
  },
);

test('what a body does later to what it returned does not change what is stored', async () => {
  const store = createValueStore({ dir });
  const rows = [{ n: 1 }];
  const bytes = Buffer.from([1, 2, 3]);
  await store.handleOutput(asset, 'the engine is loaded now');
  const storing = [store.handleOutput(asset, rows), store.handleOutput(asset, bytes)];
  for (let turn = 0; turn < 20; turn += 1) {
    await Promise.resolve();
    if (turn === 2) {
      rows[0] = { n: 2 };
      bytes.fill(9);
    }
  }
  const [table, binary] = (await Promise.all(storing)).map(({ path }) => path ?? '');
  expect(await store.loadInput({ ...asset, path: table ?? '' })).toEqual([{ n: 1 }]);
  expect(await store.loadInput({ ...asset, path: binary ?? '' })).toEqual(Buffer.from([1, 2, 3]));
});

test.each<[string, () => unknown, RegExp]>([
  ['bytes', () => Buffer.alloc(257 * 2 ** 20), /^`a` returned 258 MB and more; .* at most 256 MB/],
  [
    'bytes past the longest string',
    () => ({ all: new ArrayBuffer(600 * 2 ** 20) }),
    /^`a` returned more than 256 MB; /,
  ],
  ['text of few letters and many bytes', () => '€'.repeat(100 * 2 ** 20), /^`a` returned 301 MB and more; /],
])('over 256 MB (%s) is refused with the size and what to do', async (_, make, says) => {
  const refused = pathOf(make());
  await expect(refused).rejects.toThrow(says);
  await expect(refused).rejects.toThrow(/an IO manager made by store\.file/);
  expect(filesIn('values')).toEqual([]);
});

test('what is missing is NULL for any SQLite tool, also in a column of mixed cells', async () => {
  const path = await pathOf([
    { none: null, mixed: null },
    { none: null, mixed: 1 },
    { none: null, mixed: 'one' },
  ]);
  expect(asked(path, 'SELECT none, mixed FROM data')).toEqual([
    { none: null, mixed: null },
    { none: null, mixed: '1' },
    { none: null, mixed: '"one"' },
  ]);
  expect(await showValue({ dir, path, limit: 2 })).toMatchObject({
    rowCount: 3,
    rows: [
      [null, null],
      [null, 1],
    ],
  });
});
