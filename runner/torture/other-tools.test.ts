// What the store writes is SQLite for any tool: Node's own and Python's find the catalogue and the values whole, with the same counts.
import { createValueStore } from '@headwater/stores';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomOf, seedOfRun } from './random.ts';
import { createLedger, liveStore } from './store-life.ts';

interface Counted {
  readonly integrity: string;
  readonly rows: number;
}

const seed = seedOfRun();
const ledger = createLedger();
let dir: string;
let files: readonly { readonly file: string; readonly table: string; readonly rows: number }[];

beforeAll(async () => {
  console.info(`what is stored: HEADWATER_SEED=${seed}`);
  dir = mkdtempSync(join(realpathSync(tmpdir()), 'headwater-tools-'));
  await liveStore({ dir, random: randomOf(seed), name: 'life', ledger, steps: 12 });
  const rows = Array.from({ length: 321 }, (_, n) => ({ n, text: `row ${n}`, when: new Date(n) }));
  const { path = '' } = await createValueStore({ dir }).handleOutput({ key: ['table'] }, rows);
  const recorded = (type: string): number => ledger.all().filter(({ body }) => body.type === type).length;
  const catalogue = join(dir, 'catalog.sqlite');
  files = [
    { file: catalogue, table: 'materializations', rows: recorded('materialized') },
    { file: catalogue, table: 'runs', rows: recorded('run-started') },
    { file: catalogue, table: 'checks', rows: recorded('check') },
    { file: join(dir, path), table: 'data', rows: 321 },
  ];
});
afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
});

const whole = (): Counted[] => files.map(({ rows }) => ({ integrity: 'ok', rows }));

test("node:sqlite: PRAGMA integrity_check is ok, and the counts are the ledger's", () => {
  const found = files.map(({ file, table }): Counted => {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      const integrity = String(database.prepare('PRAGMA integrity_check').get()?.['integrity_check']);
      return { integrity, rows: Number(database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n']) };
    } finally {
      database.close();
    }
  });
  expect(found).toEqual(whole());
});

const python = ['python3', 'python'].find((name) => spawnSync(name, ['-c', 'import sqlite3']).status === 0);

test.runIf(python !== undefined)("Python's sqlite3: the same", () => {
  const program = `
import json, sqlite3, sys
found = []
for file, table in json.loads(sys.argv[1]):
    database = sqlite3.connect('file:' + file + '?mode=ro', uri=True)
    integrity = database.execute('PRAGMA integrity_check').fetchone()[0]
    found.append({'integrity': integrity, 'rows': database.execute('SELECT count(*) FROM ' + table).fetchone()[0]})
print(json.dumps(found))`;
  const asked = JSON.stringify(files.map(({ file, table }) => [file, table]));
  const { stdout, stderr } = spawnSync(python ?? '', ['-c', program, asked], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual(whole());
});
