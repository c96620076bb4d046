// The catalogue keeps what it acknowledged through restarts, damage and kill -9, and says in words what it could not keep.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Catalogue } from '../catalogue.ts';
import type { RunEventBody } from '../run-event.ts';
import { openCatalogue } from './open-catalogue.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(realpathSync(tmpdir()), 'headwater-catalogue-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

const writer = fileURLToPath(new URL('./catalogue-writer.fixture.ts', import.meta.url));
const file = (name: string): string => join(dir, name);
const kept = (start: string): string[] => readdirSync(dir).filter((name) => name.startsWith(start));
const counts = { materialized: 1, failed: 0, skipped: 0, cancelled: 0 };
const stepOf = (asset: string) => ({ step: asset, asset, attempt: 1 });
const materialized = (asset: string, version = 'v1:a'): RunEventBody => ({
  type: 'materialized',
  ...stepOf(asset),
  codeVersion: 'c1:x',
  dataVersion: version,
  inputs: { raw: { dataVersion: 'v1:r', run: 'r0' }, __proto__: { dataVersion: null, run: null } },
  rows: 3,
  bytes: 4096,
  path: 'values/a/_/h.sqlite',
  durationMs: 1.5,
  metadata: {
    total: { kind: 'float', value: 1e300 },
    note: { kind: 'text', value: 'ü\0"' },
    ok: { kind: 'bool', value: true },
  },
});

async function using<T>(use: (catalogue: Catalogue) => Promise<T>, folder = dir): Promise<T> {
  const catalogue = await openCatalogue({ dir: folder });
  try {
    return await use(catalogue);
  } finally {
    await catalogue.close();
  }
}

/** Asks the snapshot as any other SQLite tool would. */
function inSnapshot(sql: string, name = 'catalog.sqlite'): Record<string, unknown>[] {
  const database = new DatabaseSync(file(name), { readOnly: true });
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

/** What a process leaves that was killed with all its events in the journal. */
async function killedWithJournal(events: readonly [string, RunEventBody][]): Promise<void> {
  const catalogue = await openCatalogue({ dir });
  for (const [run, body] of events) await catalogue.record(run, body);
  const journal = readFileSync(file('journal.ndjson'));
  const snapshot = kept('catalog.sqlite').length > 0 ? readFileSync(file('catalog.sqlite')) : null;
  await catalogue.close();
  writeFileSync(file('journal.ndjson'), journal);
  if (snapshot) writeFileSync(file('catalog.sqlite'), snapshot);
  else rmSync(file('catalog.sqlite'));
}

const aRun: readonly [string, RunEventBody][] = [
  ['r1', { type: 'run-started', selection: '*', assets: ['a', 'b'] }],
  ['r1', { type: 'step-started', ...stepOf('a') }],
  ['r1', materialized('a')],
  ['r1', { type: 'step-started', ...stepOf('b') }],
  ['r1', { type: 'step-failed', ...stepOf('b'), error: { message: 'no', file: 'b.ts', line: 2, column: 3 } }],
  ['r1', { type: 'run-finished', status: 'failure', counts: { ...counts, failed: 1 } }],
];

describe('what is recorded', () => {
  test('is the same after a reopen, from the journal and from the snapshot', async () => {
    const seen = await using(async (catalogue) => {
      for (const [run, body] of aRun) await catalogue.record(run, body);
      expect(catalogue.facts()).toMatchObject({
        materializations: {
          a: { asset: 'a', run: 'r1', seq: 3, dataVersion: 'v1:a', rows: 3, bytes: 4096, durationMs: 1.5 },
        },
        failures: { b: { asset: 'b', message: 'no', file: 'b.ts', line: 2, column: 3 } },
        running: [],
      });
      return structuredClone({ facts: catalogue.facts(), runs: catalogue.runs(9) });
    });
    expect(seen.runs).toEqual([
      expect.objectContaining({ run: 'r1', status: 'failure', selection: '*', counts: { ...counts, failed: 1 } }),
    ]);
    await using((catalogue) => {
      expect({ facts: catalogue.facts(), runs: catalogue.runs(9) }).toEqual(seen);
      return Promise.resolve();
    });
    expect(statSync(file('journal.ndjson')).size).toBe(0);
    expect(inSnapshot('SELECT asset, data_version, rows FROM materializations')).toEqual([
      { asset: 'a', data_version: 'v1:a', rows: 3 },
    ]);
    expect(readFileSync(file('.gitignore'), 'utf8')).toBe('*\n');
    rmSync(dir, { recursive: true });
    await killedWithJournal(aRun);
    await using((catalogue) => {
      const strip = (value: unknown): unknown =>
        JSON.parse(JSON.stringify(value).replaceAll(/"(time|started|finished)":"[^"]*"/g, '"$1":""'));
      expect(strip({ facts: catalogue.facts(), runs: catalogue.runs(9) })).toEqual(strip(seen));
      return Promise.resolve();
    });
  });

  test('a later success takes the failure away; a later failure keeps the value; steps are running while they run', async () => {
    await using(async (catalogue) => {
      await catalogue.record('r1', { type: 'step-failed', ...stepOf('a'), error: { message: 'no' } });
      await catalogue.record('r2', { type: 'step-started', ...stepOf('a') });
      expect(catalogue.facts().running).toEqual(['a']);
      await catalogue.record('r2', materialized('a', 'v1:2'));
      expect(catalogue.facts()).toMatchObject({ failures: {}, running: [] });
      await catalogue.record('r3', { type: 'step-failed', ...stepOf('a'), error: { message: 'again' } });
    });
    await using((catalogue) => {
      expect(catalogue.facts()).toMatchObject({
        materializations: { a: { dataVersion: 'v1:2' } },
        failures: { a: { message: 'again', run: 'r3' } },
      });
      return Promise.resolve();
    });
  });

  test('events of the same moment are in the journal in their order, and sequence numbers go on after a reopen', async () => {
    await using(async (catalogue) => {
      const events = await Promise.all(
        Array.from({ length: 300 }, (_, i) => catalogue.record('r', materialized(`a${i}`))),
      );
      expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 300 }, (_, i) => i + 1));
      const lines = readFileSync(file('journal.ndjson'), 'utf8').trimEnd().split('\n');
      expect(lines.map((line) => (JSON.parse(line) as { event: { seq: number } }).event.seq)).toEqual(
        events.map(({ seq }) => seq),
      );
    });
    await using(async (catalogue) => {
      expect((await catalogue.record('r', materialized('b'))).seq).toBe(301);
    });
  });

  test('a checkpoint while events come loses none and counts none twice', async () => {
    await using(async (catalogue) => {
      const folds: Promise<void>[] = [];
      const writer = async (name: string): Promise<void> => {
        for (let i = 0; i < 60; i += 1) {
          await catalogue.record('r', materialized(`${name}${i}`));
          if (i % 7 === 0) folds.push(catalogue.checkpoint());
        }
      };
      await Promise.all(['a', 'b', 'c', 'd'].map(writer));
      await Promise.all(folds);
    });
    expect(inSnapshot('SELECT count(*) AS n, count(DISTINCT asset) AS assets FROM materializations')).toEqual([
      { n: 240, assets: 240 },
    ]);
    await using((catalogue) => {
      expect(Object.keys(catalogue.facts().materializations)).toHaveLength(240);
      return Promise.resolve();
    });
  });

  test('a crash between the snapshot and the emptied journal counts nothing twice', async () => {
    await killedWithJournal(aRun);
    const journal = readFileSync(file('journal.ndjson'));
    const facts = await using((catalogue) => Promise.resolve(structuredClone(catalogue.facts())));
    writeFileSync(file('journal.ndjson'), journal);
    await using(async (catalogue) => {
      expect(catalogue.facts()).toEqual(facts);
      expect(catalogue.runs(9)).toHaveLength(1);
      expect((await catalogue.record('r2', materialized('c'))).seq).toBe(7);
    });
    expect(inSnapshot('SELECT seq, asset FROM materializations ORDER BY seq')).toEqual([
      { seq: 3, asset: 'a' },
      { seq: 7, asset: 'c' },
    ]);
  });
});

describe('damage', () => {
  test('a torn last line is cut in silence, and the next event starts a line', async () => {
    await killedWithJournal(aRun);
    const whole = readFileSync(file('journal.ndjson'));
    for (const cut of [1, 2, 30, 100]) {
      writeFileSync(file('journal.ndjson'), whole.subarray(0, -cut));
      rmSync(file('catalog.sqlite'), { force: true });
      await using(async (catalogue) => {
        expect(catalogue.notices).toEqual([]);
        expect(catalogue.facts().materializations['a']).toBeDefined();
        // Its end is what was cut.
        expect(catalogue.runs(1)[0]?.status).toBe('interrupted');
        await catalogue.record('r2', materialized('later'));
      });
      await using((catalogue) => {
        expect(catalogue.notices).toEqual([]);
        expect(Object.keys(catalogue.facts().materializations)).toEqual(['a', 'later']);
        return Promise.resolve();
      });
    }
  });

  test('a bad line elsewhere is kept aside and said; the others are here', async () => {
    await killedWithJournal(aRun);
    const lines = readFileSync(file('journal.ndjson'), 'utf8').split('\n');
    const broken = (lines[2] ?? '').replace('"rows":3', '"rows":4');
    writeFileSync(file('journal.ndjson'), lines.with(2, broken).with(4, 'garbage').join('\n'));
    await using((catalogue) => {
      expect(catalogue.notices).toEqual([
        expect.stringMatching(
          /^2 lines of the journal could not be read and are kept aside as \.headwater\/journal\.bad-/,
        ),
      ]);
      expect(catalogue.facts()).toMatchObject({ materializations: {}, failures: {} });
      expect(catalogue.runs(1)[0]?.status).toBe('failure');
      return Promise.resolve();
    });
    expect(readFileSync(file(kept('journal.bad-')[0] ?? ''), 'utf8')).toBe(`${broken}\ngarbage\n`);
    await using((catalogue) => Promise.resolve(expect(catalogue.notices).toEqual([])));
  });

  test.each([
    ['overwritten', (bytes: Buffer) => bytes.fill(0x5a, 0, 4096)],
    ['cut off', (bytes: Buffer) => bytes.subarray(0, 5000)],
    ['emptied of its tables', () => Buffer.alloc(4096)],
    ['no bytes at all', () => Buffer.alloc(0)],
  ])(
    'a catalog.sqlite that is %s is kept aside and said; the events of the journal are still there',
    async (_, damage) => {
      await using(async (catalogue) => {
        for (let i = 0; i < 50; i += 1) await catalogue.record('r0', materialized(`old${i}`));
      });
      await killedWithJournal(aRun);
      const damaged = damage(readFileSync(file('catalog.sqlite')));
      writeFileSync(file('catalog.sqlite'), damaged);
      await using((catalogue) => {
        expect(catalogue.notices).toEqual([
          expect.stringMatching(
            /^catalog\.sqlite was damaged .* kept aside as \.headwater\/catalog\.damaged-.*Materialize again/,
          ),
        ]);
        expect(catalogue.facts()).toMatchObject({
          materializations: { a: { dataVersion: 'v1:a' } },
          failures: { b: { message: 'no' } },
        });
        return Promise.resolve();
      });
      expect(readFileSync(file(kept('catalog.damaged-')[0] ?? ''))).toEqual(damaged);
      expect(inSnapshot('SELECT asset FROM materializations')).toEqual([{ asset: 'a' }]);
    },
  );

  test.each([
    ['alike', ''],
    ['with other tables', 'ALTER TABLE materializations RENAME TO made; ALTER TABLE runs DROP COLUMN selection;'],
  ])('a store of a newer version, %s, is read-only with a sentence and stays as it is', async (_, change) => {
    await using(async (catalogue) => {
      for (const [run, body] of aRun) await catalogue.record(run, body);
    });
    const database = new DatabaseSync(file('catalog.sqlite'));
    database.exec(`UPDATE store SET value = 99 WHERE name = 'schema_version'; ${change}`);
    database.close();
    const journal = '{"version":99}\n{"torn';
    writeFileSync(file('journal.ndjson'), journal);
    const bytes = readFileSync(file('catalog.sqlite'));
    await using(async (catalogue) => {
      expect(catalogue.readOnly).toMatch(
        /newer headwater \(schema 99; this one knows 5\).*read-only.*Update headwater/,
      );
      expect(catalogue.notices).toEqual([catalogue.readOnly]);
      await expect(catalogue.record('r', materialized('x'))).rejects.toThrow(/Update headwater/);
      expect(Object.keys(catalogue.facts().materializations)).toEqual(change === '' ? ['a'] : []);
      expect(catalogue.runs(3)).toHaveLength(change === '' ? 1 : 0);
    });
    expect(readFileSync(file('catalog.sqlite')).equals(bytes)).toBe(true);
    expect(readFileSync(file('journal.ndjson'), 'utf8')).toBe(journal);
  });

  test('a run whose process ended is interrupted, with the counts of what it did, and none of its steps runs for ever', async () => {
    await killedWithJournal([...aRun.slice(0, 4), ['r1', { type: 'step-started', ...stepOf('c') }]]);
    await using((catalogue) => {
      expect(catalogue.runs(1)).toEqual([expect.objectContaining({ run: 'r1', status: 'interrupted', counts })]);
      expect(catalogue.facts().running).toEqual([]);
      return Promise.resolve();
    });
    expect(inSnapshot('SELECT asset, status FROM steps ORDER BY asset')).toEqual([
      { asset: 'a', status: 'materialized' },
      { asset: 'b', status: 'interrupted' },
      { asset: 'c', status: 'interrupted' },
    ]);
    await using((catalogue) => Promise.resolve(expect(catalogue.runs(9)).toHaveLength(1)));
  });

  test.runIf(process.platform === 'linux').each([54, 64, 74])(
    'a disk that takes part of a write (full at %i kB): what was acknowledged is there, the rest is refused in words',
    async (limit) => {
      // A limit on a file's size ends a write in its middle, as a full disk does.
      const command = `ulimit -f ${limit}; exec "$0" "$@"`;
      const child = spawn(
        'bash',
        ['-c', command, process.execPath, '--conditions=@headwater/source', writer, dir, 'r', '60'],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      const lines: string[] = [];
      createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
      await new Promise((done) => child.on('close', done));
      expect(lines.at(-1)).toMatch(
        /^refused: The journal of this project could not be written \(EFBIG.*free some space/,
      );
      const acknowledged = lines.filter((line) => /^\d/.test(line)).map((line) => line.split(' ')[1]);
      expect(acknowledged.length).toBeGreaterThan(50);
      await using((catalogue) => {
        expect(catalogue.notices).toEqual([]);
        expect(Object.keys(catalogue.facts().materializations)).toEqual(expect.arrayContaining(acknowledged));
        return Promise.resolve();
      });
    },
  );
});
