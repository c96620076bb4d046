// A disk that fails, a store of another time and names nobody expects: what was acknowledged stays, the rest is said in words.
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Catalogue } from '../catalogue.ts';
import type { RunEvent, RunEventBody } from '../run-event.ts';
import { failing, meanwhile } from '../../../stores/src/disk-fault.fixture.ts';
import { journalLine } from './journal.ts';
import { openCatalogue } from './open-catalogue.ts';

let dir: string;
let open: Catalogue[];
beforeEach(() => {
  dir = mkdtempSync(join(realpathSync(tmpdir()), 'headwater-faults-'));
  open = [];
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const catalogue of open) await catalogue.close();
  rmSync(dir, { recursive: true, force: true });
});

const now = (): Date => new Date('2026-03-04T05:06:07.089Z');
const file = (name: string): string => join(dir, name);
const stepOf = (asset: string) => ({ step: asset, asset, attempt: 1 });
const counts = { materialized: 0, failed: 0, skipped: 0, cancelled: 0 };
const started: RunEventBody = { type: 'run-started', selection: '*', assets: ['a'] };
const finished: RunEventBody = { type: 'run-finished', status: 'success', counts };
const materialized = (asset: string, change: object = {}): RunEventBody => ({
  type: 'materialized',
  ...stepOf(asset),
  codeVersion: null,
  dataVersion: `v1:${asset}`,
  inputs: {},
  durationMs: 1,
  metadata: {},
  ...change,
});

async function opened(): Promise<Catalogue> {
  const catalogue = await openCatalogue({ dir, now });
  open.push(catalogue);
  return catalogue;
}
async function closed(catalogue: Catalogue): Promise<void> {
  open = open.filter((each) => each !== catalogue);
  await catalogue.close();
}
/** The store as the next process finds it: without the farewell of `close`. */
async function reopened(): Promise<Catalogue> {
  const journal = readFileSync(file('journal.ndjson'));
  const snapshot = readdirSync(dir).includes('catalog.sqlite') ? readFileSync(file('catalog.sqlite')) : null;
  for (const catalogue of open) await closed(catalogue);
  writeFileSync(file('journal.ndjson'), journal);
  if (snapshot) writeFileSync(file('catalog.sqlite'), snapshot);
  else rmSync(file('catalog.sqlite'), { force: true });
  return opened();
}
const assetsOf = (catalogue: Catalogue): string[] => Object.keys(catalogue.facts().materializations).sort();
const asked = (sql: string): Record<string, unknown>[] => {
  const database = new DatabaseSync(file('catalog.sqlite'), { readOnly: true });
  try {
    expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    return database
      .prepare(sql)
      .all()
      .map((row) => ({ ...row }));
  } finally {
    database.close();
  }
};

describe('a disk that fails', () => {
  test.each([
    ['datasync', 'EIO', 0],
    ['write', 'ENOSPC', 0],
    ['datasync', 'EIO', 1],
  ] as const)(
    'in the journal (%s, %s; cutting back fails %i times): refused, then it goes on',
    async (at, code, cuts) => {
      const catalogue = await opened();
      await catalogue.record('r', materialized('before'));
      const failed = failing(at, { code });
      if (cuts > 0) failing('truncate', { code, times: cuts });
      const together = ['x'.repeat(500), 'y'.repeat(500)].map((asset) => catalogue.record('r', materialized(asset)));
      for (const { status, reason } of (await Promise.allSettled(together)) as PromiseRejectedResult[]) {
        expect(status).toBe('rejected');
        expect(String(reason)).toMatch(
          new RegExp(`journal of this project could not be written \\(${code}.*free some space`),
        );
      }
      expect(failed()).toBe(1);
      expect(assetsOf(catalogue)).toEqual(['before']);
      await catalogue.record('r', materialized('after'));
      const next = await reopened();
      expect(next.notices).toEqual([]);
      expect(assetsOf(next)).toEqual(['after', 'before']);
    },
  );

  test('while the journal is emptied: what comes after is readable', async () => {
    const catalogue = await opened();
    await catalogue.record('r', materialized('before'));
    // Temp file and its folder, then the journal.
    const failed = failing('sync', { code: 'EIO', after: 2 });
    await expect(catalogue.checkpoint()).rejects.toThrow('EIO');
    expect(failed()).toBe(1);
    await catalogue.record('r', materialized('after'));
    const next = await reopened();
    expect(next.notices).toEqual([]);
    expect(assetsOf(next)).toEqual(['after', 'before']);
  });

  test('what a killed process was writing is gone with the next one, and nothing else is', async () => {
    await closed(await opened());
    const left = ['catalog.sqlite', 'journal.ndjson', 'journal.bad-20260304T050607Z.ndjson'].map(
      (name) => `${name}.4242.0a1b2c3d.tmp`,
    );
    const inside = ['automation/switches.json.4242.0a1b2c3d.tmp', 'backfills/20260304-1.json.4242.0a1b2c3d.tmp'];
    // A process that wants the project writes its claim at this moment.
    const others = ['host.json.4242.tmp', 'automation/switches.json', 'notes.tmp'];
    for (const folder of ['automation', 'backfills']) mkdirSync(file(folder));
    for (const name of [...left, ...inside, ...others]) writeFileSync(file(name), '');
    await closed(await reopened());
    const found = readdirSync(dir, { recursive: true, encoding: 'utf8' });
    expect([...left, ...inside].filter((name) => found.includes(name))).toEqual([]);
    expect(others.filter((name) => !found.includes(name))).toEqual([]);
  });

  test('while the snapshot is written: the old one stays, the journal has the rest', async () => {
    const catalogue = await opened();
    await catalogue.record('r', materialized('before'));
    await catalogue.checkpoint();
    const snapshot = readFileSync(file('catalog.sqlite'));
    await catalogue.record('r', materialized('after'));
    const failed = failing('writeFile', { code: 'ENOSPC' });
    await expect(catalogue.checkpoint()).rejects.toThrow('ENOSPC');
    expect(failed()).toBe(1);
    expect(readFileSync(file('catalog.sqlite')).equals(snapshot)).toBe(true);
    expect(readdirSync(dir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    const next = await reopened();
    expect(assetsOf(next)).toEqual(['after', 'before']);
    await next.checkpoint();
    expect(asked('SELECT asset FROM materializations ORDER BY seq')).toEqual([{ asset: 'before' }, { asset: 'after' }]);
  });

  test('and a process that dies after a snapshot: what was recorded while it was written is in the journal', async () => {
    const catalogue = await opened();
    await catalogue.record('r', materialized('before'));
    meanwhile('writeFile', () => catalogue.record('r', materialized('meanwhile')));
    await catalogue.checkpoint();
    expect(asked('SELECT asset FROM materializations')).toEqual([{ asset: 'before' }]);
    const next = await reopened();
    expect(assetsOf(next)).toEqual(['before', 'meanwhile']);
    await next.checkpoint();
    expect(readFileSync(file('journal.ndjson')).length).toBe(0);
    expect(asked('SELECT asset FROM materializations ORDER BY seq')).toEqual([
      { asset: 'before' },
      { asset: 'meanwhile' },
    ]);
  });

  test('at the start: what is stored is shown, the interrupted run is listed so, and its end is recorded next time', async () => {
    const catalogue = await opened();
    for (const body of [started, materialized('a')]) await catalogue.record('r', body);
    expect(catalogue.runs(1)[0]?.status).toBe('running');
    failing('write', { code: 'ENOSPC' });
    const full = await reopened();
    expect(full.notices).toEqual([expect.stringMatching(/end of an interrupted run is not recorded.*ENOSPC/)]);
    expect(full.runs(1)[0]?.status).toBe('interrupted');
    expect(assetsOf(full)).toEqual(['a']);
    const next = await reopened();
    expect(next.notices).toEqual([]);
    await next.checkpoint();
    expect(asked('SELECT run, status FROM runs')).toEqual([{ run: 'r', status: 'interrupted' }]);
  });

  test('that cannot be written at all: read-only, with a sentence and with what is stored', async () => {
    const catalogue = await opened();
    await catalogue.record('r', materialized('a'));
    const journal = readFileSync(file('journal.ndjson'));
    await closed(catalogue);
    writeFileSync(file('journal.ndjson'), journal);
    failing('truncate', { code: 'EROFS' });
    const found = await opened();
    expect(found.readOnly).toMatch(/cannot be written \(EROFS\): what is stored is shown, and nothing runs/);
    expect(found.notices).toEqual([found.readOnly]);
    expect(assetsOf(found)).toEqual(['a']);
    await expect(found.record('r', materialized('b'))).rejects.toThrow(/cannot be written \(EROFS\)/);
    await closed(found);
    expect(readFileSync(file('journal.ndjson')).equals(journal)).toBe(true);
  });

  test('a file where the folder should be: read-only and empty, and the file stays', async () => {
    writeFileSync(file('taken'), 'mine');
    const found = await openCatalogue({ dir: file('taken'), now });
    open.push(found);
    expect(found.readOnly).toMatch(/taken cannot be written \(EEXIST\): what is stored is shown/);
    expect(assetsOf(found)).toEqual([]);
    await expect(found.record('r', started)).rejects.toThrow('cannot be written');
    await found.checkpoint();
    expect(readFileSync(file('taken'), 'utf8')).toBe('mine');
  });

  test.runIf(process.getuid?.() !== 0 && process.platform !== 'win32')(
    'a folder without the right to write is read-only',
    async () => {
      const catalogue = await opened();
      await catalogue.record('r', materialized('a'));
      await closed(catalogue);
      chmodSync(dir, 0o500);
      try {
        const found = await opened();
        expect(found.readOnly).toMatch(/cannot be written \(EACCES\)/);
        expect(assetsOf(found)).toEqual(['a']);
      } finally {
        chmodSync(dir, 0o700);
      }
    },
  );
});

test('the snapshot has runs, steps, every materialization, their inputs and metadata, for any SQLite tool', async () => {
  const catalogue = await opened();
  const inputs = {
    raw: { dataVersion: 'v1:r', run: 'r0', names: ['orders'] },
    table: { dataVersion: null, run: null },
  };
  const metadata = { total: { kind: 'float', value: 0.1 }, ok: { kind: 'bool', value: true } };
  const events = [
    started,
    { type: 'step-started', ...stepOf('a') },
    materialized('a', { inputs, metadata }),
    materialized('a'),
  ];
  for (const body of events) await catalogue.record('r', body as RunEventBody);
  const error = { message: 'no', stack: 'no\n  at b.ts:1' };
  await catalogue.record('r', { type: 'step-failed', ...stepOf('b'), error });
  await catalogue.record('r', { type: 'step-skipped', step: 'c', asset: 'c', message: 'b failed' });
  await catalogue.record('r', { type: 'step-cancelled', ...stepOf('d'), message: 'the run was cancelled' });
  await catalogue.record('r', finished);
  await catalogue.checkpoint();
  const time = '2026-03-04T05:06:07.089Z';
  expect(asked('SELECT seq, asset, time FROM materializations')).toEqual([
    { seq: 3, asset: 'a', time },
    { seq: 4, asset: 'a', time },
  ]);
  expect(asked('SELECT * FROM inputs')).toEqual([
    { seq: 3, asset: 'raw', data_version: 'v1:r', run: 'r0', names: '["orders"]', partitions: null },
    { seq: 3, asset: 'table', data_version: null, run: null, names: null, partitions: null },
  ]);
  expect(asked('SELECT * FROM metadata')).toEqual([
    { seq: 3, name: 'ok', kind: 'bool', value: 'true' },
    { seq: 3, name: 'total', kind: 'float', value: '0.1' },
  ]);
  expect(asked('SELECT asset, status, message, started FROM steps')).toEqual([
    { asset: 'a', status: 'materialized', message: null, started: time },
    { asset: 'b', status: 'failed', message: 'no', started: null },
    { asset: 'c', status: 'skipped', message: 'b failed', started: null },
    { asset: 'd', status: 'cancelled', message: 'the run was cancelled', started: null },
  ]);
  expect(asked('SELECT status, started, finished, selection, assets FROM runs')).toEqual([
    { status: 'success', started: time, finished: time, selection: '*', assets: '["a"]' },
  ]);
});

test('assets may have the names of what every object has', async () => {
  const names = ['__proto__', 'constructor', 'toString'];
  const catalogue = await opened();
  expect(names.map((name) => catalogue.facts().materializations[name])).toEqual([undefined, undefined, undefined]);
  for (const name of names) await catalogue.record('r', materialized(name));
  await catalogue.record('r', { type: 'step-failed', ...stepOf('__proto__'), error: { message: 'no' } });
  expect(assetsOf(catalogue)).toEqual(names);
  const next = await reopened();
  expect(assetsOf(next)).toEqual(names);
  expect(Object.keys(next.facts().failures)).toEqual(['__proto__']);
  expect(next.facts().failures['constructor']).toBeUndefined();
});

test('events are acknowledged in the order of their numbers, also those that are not kept', async () => {
  const catalogue = await opened();
  const told: number[] = [];
  const tell = async (body: RunEventBody): Promise<void> => void told.push((await catalogue.record('r', body)).seq);
  const log: RunEventBody = { type: 'log', level: 'info', message: 'hi', ...stepOf('a') };
  await Promise.all([log, started, log, materialized('a'), log, log, finished, log].map(tell));
  expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  // One that is refused holds back none.
  failing('datasync', { code: 'EIO' });
  const refused = expect(catalogue.record('r', started)).rejects.toThrow('EIO');
  expect((await catalogue.record('r', log)).seq).toBe(10);
  await refused;
});

test('no step runs after the end of its run', async () => {
  const catalogue = await opened();
  for (const body of [started, { type: 'step-started', ...stepOf('a') }] as const) await catalogue.record('r', body);
  await catalogue.record('other', { type: 'step-started', ...stepOf('b') });
  expect(catalogue.facts().running).toEqual(['a', 'b']);
  await catalogue.record('r', finished);
  expect(catalogue.facts().running).toEqual(['b']);
});

describe('what is in the journal and not of this version', () => {
  test('events of a newer one: read-only with a sentence, and nothing is touched', async () => {
    const event = { version: 2, seq: 1, time: 't', run: 'r', ...materialized('a') } as unknown as RunEvent;
    writeFileSync(file('journal.ndjson'), journalLine(event));
    const before = readFileSync(file('journal.ndjson'));
    const found = await opened();
    expect(found.readOnly).toMatch(/newer headwater \(events of version 2; this one knows 1\).*Update headwater/);
    expect(assetsOf(found)).toEqual([]);
    await closed(found);
    expect(readFileSync(file('journal.ndjson')).equals(before)).toBe(true);
    expect(readdirSync(dir).filter((name) => name.startsWith('catalog'))).toEqual([]);
  });

  test('an event of a shape the tables refuse holds back no other, and is kept aside', async () => {
    const catalogue = await opened();
    await catalogue.record('r', materialized('a'));
    const odd = await catalogue.record('r', materialized('odd', { durationMs: NaN }));
    await catalogue.record('r', materialized('b'));
    const next = await reopened();
    expect(assetsOf(next)).toEqual(['a', 'b']);
    expect((await next.record('r', materialized('c'))).seq).toBe(odd.seq + 2);
    await next.checkpoint();
    expect(next.notices).toEqual([
      expect.stringMatching(/^One event of the journal had a shape .* \.headwater\/journal\.bad-20260304T050607Z/),
    ]);
    const kept = readdirSync(dir).filter((name) => name.startsWith('journal.bad-'));
    expect(kept.map((name) => readFileSync(file(name), 'utf8')).join('')).toContain('"asset":"odd"');
    expect(asked('SELECT asset FROM materializations')).toEqual([{ asset: 'a' }, { asset: 'b' }, { asset: 'c' }]);
  });
});

describe('what is kept aside', () => {
  test('is kept byte for byte, and never over what was kept in the same second', async () => {
    await closed(await opened());
    const bad = [Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x7d]), Buffer.from('{"crc":"00000000","event":{}}')];
    for (const line of bad) {
      appendFileSync(file('journal.ndjson'), Buffer.concat([line, Buffer.from('\n')]));
      const catalogue = await opened();
      expect(catalogue.notices).toHaveLength(1);
      await catalogue.record('r', materialized('a'));
      await closed(catalogue);
    }
    expect(readFileSync(file('journal.bad-20260304T050607Z.ndjson'))).toEqual(
      Buffer.concat([bad[0] as Buffer, Buffer.from('\n')]),
    );
    expect(readFileSync(file('journal.bad-20260304T050607Z-2.ndjson'))).toEqual(
      Buffer.concat([bad[1] as Buffer, Buffer.from('\n')]),
    );
    for (const text of ['one', 'two']) {
      writeFileSync(file('catalog.sqlite'), text);
      await closed(await opened());
    }
    expect(readFileSync(file('catalog.damaged-20260304T050607Z.sqlite'), 'utf8')).toBe('one');
    expect(readFileSync(file('catalog.damaged-20260304T050607Z-2.sqlite'), 'utf8')).toBe('two');
  });
});
