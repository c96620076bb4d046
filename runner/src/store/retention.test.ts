// History is told a page at a time by an index, and what is older than is kept becomes counts without changing a status.
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSqlite, type Database } from '@headwater/stores';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { RunEventBody, StoredEvent } from '../run-event.ts';
import { applyEvents } from './apply-events.ts';
import { migrate } from './catalog-schema.ts';
import { openCatalogue } from './open-catalogue.ts';
import { KEEP, type Keep } from './keep.ts';
import { SqliteCatalogue } from './sqlite-catalogue.ts';

const seed = Number(process.env['HEADWATER_SEED'] ?? Math.trunc(Math.random() * 2 ** 31));
const DAY = 24 * 3_600_000;
const NOW = new Date('2026-06-30T12:00:00.000Z');
const daysAgo = (days: number): string => new Date(NOW.getTime() - days * DAY).toISOString();
const open: Database[] = [];
afterEach(() => {
  for (const database of open.splice(0)) database.close();
});

interface Made {
  readonly asset?: string;
  readonly partition?: string;
  readonly run: string;
  readonly daysAgo: number;
  readonly code?: string;
  /** Data version of its one input. */
  readonly input?: string;
  readonly total?: number;
  readonly check?: boolean;
}

/** A run of one asset. */
function runOf({
  asset = 'orders',
  partition,
  run,
  daysAgo: days,
  code = 'c1:a',
  input = 'v1:i',
  total = 1,
  check,
}: Made) {
  const step = { step: asset, asset, attempt: 1, ...(partition !== undefined && { partition }) };
  const bodies: RunEventBody[] = [
    { type: 'run-started', selection: '*', assets: [asset] },
    { type: 'step-started', ...step },
    {
      type: 'materialized',
      ...step,
      codeVersion: code,
      code: { body: code },
      dataVersion: `v1:${run}`,
      inputs: { raw: { dataVersion: input, run: 'r0' } },
      path: `values/${asset}/_/${run}.sqlite`,
      columns: [{ name: `of ${code}`, type: 'text' }],
      durationMs: 1,
      metadata: { total: { kind: 'int', value: total } },
    },
    ...(check === undefined
      ? []
      : [{ type: 'check' as const, ...step, check: 'whole', passed: check, severity: 'error' as const, metadata: {} }]),
    { type: 'run-finished', status: 'success', counts: { materialized: 1, failed: 0, skipped: 0, cancelled: 0 } },
  ];
  return bodies.map((body) => ({ version: 1, time: daysAgo(days), run, ...body }) as Omit<StoredEvent, 'seq'>);
}

function failedRun(run: string, days: number): Omit<StoredEvent, 'seq'>[] {
  const step = { step: 'broken', asset: 'broken', attempt: 1 };
  const bodies: RunEventBody[] = [
    { type: 'run-started', selection: '*', assets: ['broken'] },
    { type: 'step-failed', ...step, error: { message: 'no' } },
    { type: 'run-finished', status: 'failure', counts: { materialized: 0, failed: 1, skipped: 0, cancelled: 0 } },
  ];
  return bodies.map((body) => ({ version: 1, time: daysAgo(days), run, ...body }) as Omit<StoredEvent, 'seq'>);
}

async function stored(events: readonly Omit<StoredEvent, 'seq'>[], keep: Keep = KEEP) {
  const { Database } = await loadSqlite();
  const database = new Database();
  open.push(database);
  migrate(database, 0);
  expect(
    applyEvents(
      database,
      events.map((event, i) => ({ ...event, seq: i + 1 }) as StoredEvent),
    ),
  ).toEqual([]);
  const options = { dir: '', database, journal: null, held: () => true, events: [], notices: [], readOnly: null };
  const catalogue = new SqliteCatalogue({ ...options, now: () => NOW, keep });
  const all = (sql: string): unknown[] => (database.exec(sql)[0]?.values ?? []).map(([first]) => first);
  return { database, catalogue, all };
}

const named = (key: string) => [{ key, since: 0, until: Infinity }];
const keep = (more: Partial<Keep>): Keep => ({ ...KEEP, ...more });

describe('history', () => {
  test('D07: three runs are three points of each number, newest first, and pages go on where the last one ended', async () => {
    const { catalogue } = await stored(
      [1, 2, 3, 4, 5].flatMap((n) => runOf({ run: `r${n}`, daysAgo: 9 - n, total: n * 10, check: n !== 4 })),
    );
    const first = catalogue.history({ names: named('orders'), limit: 3 });
    expect(first.entries.map(({ materialization: { metadata } }) => metadata['total']?.value)).toEqual([50, 40, 30]);
    expect(first.entries.map(({ checks }) => checks.map(({ passed }) => passed))).toEqual([[true], [false], [true]]);
    const second = catalogue.history({
      names: named('orders'),
      limit: 3,
      ...(first.next !== null && { before: first.next }),
    });
    expect(second.entries.map(({ materialization: { run } }) => run)).toEqual(['r2', 'r1']);
    expect(second.next).toBeNull();
    expect(catalogue.history({ names: named('orders'), limit: 5 }).next).toBeNull();
    expect(catalogue.history({ names: named('nobody'), limit: 5 })).toMatchObject({
      entries: [],
      next: null,
      folded: null,
    });
  });

  test('of an asset that had another name, the older part is told of too', async () => {
    const { catalogue } = await stored([
      ...[1, 2, 3].flatMap((n) => runOf({ asset: 'old', run: `r${n}`, daysAgo: 9 - n })),
      ...[4, 5].flatMap((n) => runOf({ asset: 'new', run: `r${n}`, daysAgo: 9 - n })),
    ]);
    const names = [
      { key: 'new', since: 0, until: Infinity },
      { key: 'old', since: 0, until: 8 },
    ];
    const { entries, next } = catalogue.history({ names, limit: 3 });
    expect(entries.map(({ materialization: { run } }) => run)).toEqual(['r5', 'r4', 'r2']);
    expect(
      catalogue.history({ names, limit: 3, before: next ?? 0 }).entries.map(({ materialization: { run } }) => run),
    ).toEqual(['r1']);
  });

  test('no question goes through a whole table', async () => {
    const { catalogue, database } = await stored(runOf({ run: 'r1', daysAgo: 1, check: true }));
    const asked: string[] = [];
    const { exec, prepare } = database;
    database.exec = (sql, ...rest) => (asked.push(sql), exec.call(database, sql, ...rest));
    database.prepare = (sql, ...rest) => (asked.push(sql), prepare.call(database, sql, ...rest));
    catalogue.history({ names: named('orders'), limit: 2, before: 9 });
    catalogue.runs(2);
    catalogue.runs(2, 'r1');
    catalogue.run('r1');
    catalogue.wantedValues('orders');
    catalogue.reusable('orders', {
      codeVersion: 'c1:a',
      configVersion: undefined,
      env: undefined,
      inputs: { raw: 'v1:i' },
    });
    expect(asked.length).toBeGreaterThan(10);
    for (const sql of asked) {
      const plan = exec.call(database, `EXPLAIN QUERY PLAN ${sql}`)[0]?.values.map((row) => String(row[3])) ?? [];
      // A page of runs is read along its index, and stops at its limit; renames (r) are a handful.
      const scans = plan.filter((line) =>
        /^SCAN (?!r$|.*(USING INDEX runs_by_start|VIRTUAL TABLE|CONSTANT ROW|subquery))/.test(line),
      );
      expect(scans, sql).toEqual([]);
    }
  });
});

describe('retention', () => {
  test('the newest are kept one by one, of the others the count and the times stay', async () => {
    const events = Array.from({ length: 12 }, (_, n) =>
      runOf({ run: `r${n}`, daysAgo: 60 - n, total: n, check: true }),
    );
    const { catalogue, all } = await stored(events.flat(), keep({ materializations: 5 }));
    const before = catalogue.facts();
    const { folded, values, runs } = await catalogue.retain({ dryRun: false });
    expect(folded).toEqual({ materializations: 7, runs: 0 });
    const history = catalogue.history({ names: named('orders'), limit: 50 });
    expect(history.entries.map(({ materialization: { run } }) => run)).toEqual(['r11', 'r10', 'r9', 'r8', 'r7']);
    expect(history.folded).toEqual({ count: 7, first: daysAgo(60), last: daysAgo(54) });
    expect(catalogue.facts()).toEqual(before);
    expect([...values].sort()).toEqual(['r10', 'r11', 'r9'].map((run) => `values/orders/_/${run}.sqlite`));
    expect(runs.size).toBe(12);
    for (const table of ['inputs', 'metadata', 'checks']) expect(all(`SELECT count(*) FROM ${table}`)).toEqual([5]);
    // Once more, and the counts grow no further.
    expect((await catalogue.retain({ dryRun: false })).folded).toEqual({ materializations: 0, runs: 0 });
  });

  test('a dry run says the same and changes nothing', async () => {
    const events = Array.from({ length: 12 }, (_, n) => runOf({ run: `r${n}`, daysAgo: 60 - n, code: `c1:${n}` }));
    const { catalogue, database } = await stored(events.flat(), keep({ materializations: 5, runs: 2 }));
    const before = database.export();
    const said = await catalogue.retain({ dryRun: true });
    expect(database.export()).toEqual(before);
    expect(await catalogue.retain({ dryRun: false })).toEqual(said);
    expect(said.folded).toEqual({ materializations: 7, runs: 7 });
  });

  test('what another branch made is found again for thirty days, however often the asset was made since', async () => {
    const main = runOf({ run: 'main', daysAgo: 20, code: 'c1:main' });
    const older = runOf({ run: 'older', daysAgo: 40, code: 'c1:older' });
    const branch = Array.from({ length: 50 }, (_, n) => runOf({ run: `b${n}`, daysAgo: 10, code: 'c1:branch' }));
    const { catalogue } = await stored([...older, ...main, ...branch.flat()], keep({ materializations: 5 }));
    await catalogue.retain({ dryRun: false });
    const found = (codeVersion: string): number =>
      catalogue.reusable('orders', { codeVersion, configVersion: undefined, env: undefined, inputs: { raw: 'v1:i' } })
        .length;
    expect([found('c1:main'), found('c1:older'), found('c1:branch')]).toEqual([1, 0, 5]);
    expect(catalogue.wantedValues('orders')).toContain('values/orders/_/main.sqlite');
    expect(catalogue.history({ names: named('orders'), limit: 50 }).entries).toHaveLength(6);
  });

  test('a run goes when it is old, and nothing that is kept is of it', async () => {
    const { catalogue, all } = await stored(
      [
        ...failedRun('named by a failure', 90),
        ...runOf({ asset: 'gold', run: 'of a kept materialization', daysAgo: 80 }),
        ...Array.from({ length: 6 }, (_, n) => runOf({ run: `old ${n}`, daysAgo: 70 - n })).flat(),
        ...runOf({ run: 'new', daysAgo: 1, code: 'c1:b' }),
      ],
      keep({ materializations: 2, values: 1, runs: 1 }),
    );
    expect((await catalogue.retain({ dryRun: false })).folded).toEqual({ materializations: 5, runs: 5 });
    const left = ['named by a failure', 'new', 'of a kept materialization', 'old 5'];
    expect(all('SELECT run FROM runs ORDER BY run')).toEqual(left);
    expect(all('SELECT DISTINCT run FROM steps ORDER BY run')).toEqual(left);
    expect(catalogue.facts().failures['broken']).toMatchObject({ run: 'named by a failure' });
  });

  test('of a run that made several partitions, only the checks of those that are folded go', async () => {
    const { catalogue, all } = await stored(
      [
        ...['a', 'b'].flatMap((partition) => runOf({ partition, run: 'both', daysAgo: 60, check: true })),
        ...[1, 2, 3].flatMap((n) => runOf({ partition: 'a', run: `a ${n}`, daysAgo: 50 - n, check: true })),
      ],
      keep({ materializations: 1, values: 1, runs: 1 }),
    );
    expect((await catalogue.retain({ dryRun: false })).folded).toEqual({ materializations: 2, runs: 1 });
    expect(all('SELECT run FROM runs ORDER BY run')).toEqual(['a 2', 'a 3', 'both']);
    const checksOf = (partition: string) =>
      catalogue
        .history({ names: named('orders'), limit: 50, partition })
        .entries.map(({ materialization, checks }) => [materialization.run, checks.length]);
    expect([checksOf('a'), checksOf('b')]).toEqual([
      [
        ['a 3', 1],
        ['a 2', 1],
      ],
      [['both', 1]],
    ]);
  });

  test('pieces of code and shapes go with the last materialization that names them', async () => {
    const events = Array.from({ length: 6 }, (_, n) => runOf({ run: `r${n}`, daysAgo: 60 - n, code: `c1:${n % 4}` }));
    const { catalogue, all } = await stored(events.flat(), keep({ materializations: 2, values: 1 }));
    await catalogue.retain({ dryRun: false });
    expect(all('SELECT code_version FROM code ORDER BY 1')).toEqual(['c1:0', 'c1:1']);
    expect(all('SELECT columns FROM shapes ORDER BY 1')).toEqual(['[["of c1:0","text"]]', '[["of c1:1","text"]]']);
  });

  test('a checkpoint folds by itself once an asset has twice as many as are kept', async () => {
    const dir = mkdtempSync(join(realpathSync(tmpdir()), 'headwater-retention-'));
    try {
      const catalogue = await openCatalogue({ dir, now: () => NOW, keep: keep({ materializations: 5, days: 0 }) });
      const counts: number[] = [];
      for (let n = 0; n < 13; n += 1) {
        for (const { version: _, time: __, run, ...body } of runOf({ run: `r${n}`, daysAgo: 0 }))
          await catalogue.record(run, body as RunEventBody);
        await catalogue.checkpoint();
        counts.push(catalogue.history({ names: named('orders'), limit: 50 }).entries.length);
      }
      expect(counts).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 5, 6, 7]);
      expect(catalogue.hasLeftovers()).toBe(false);
      await catalogue.close();
      expect(readFileSync(join(dir, 'journal.ndjson'), 'utf8')).toBe('');
      const again = await openCatalogue({ dir });
      expect(again.history({ names: named('orders'), limit: 50 }).folded).toMatchObject({ count: 6 });
      await again.close();
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });

  test('whatever the history: no status changes, and what could be made again of these days can be found', async () => {
    console.info(`random histories: HEADWATER_SEED=${seed}`);
    const made = fc.record({
      asset: fc.constantFrom('a', 'b'),
      code: fc.constantFrom('c1:x', 'c1:y', 'c1:z'),
      input: fc.constantFrom('v1:1', 'v1:2'),
      check: fc.boolean(),
      fails: fc.boolean(),
    });
    const settings = fc.record({
      values: fc.integer({ min: 1, max: 3 }),
      days: fc.integer({ min: 0, max: 40 }),
      materializations: fc.integer({ min: 3, max: 6 }),
      runs: fc.integer({ min: 1, max: 10 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(made, { maxLength: 60 }), settings, async (history, limits) => {
        const events = history.flatMap(({ fails, ...each }, n) => [
          ...runOf({ ...each, run: `r${n}`, daysAgo: 60 - n }),
          ...(fails ? failedRun(`f${n}`, 60 - n) : []),
        ]);
        const { catalogue } = await stored(events, limits);
        const before = structuredClone(catalogue.facts());
        const wanted = ['a', 'b'].map((asset) => [...catalogue.wantedValues(asset)].sort());
        await catalogue.retain({ dryRun: false });
        expect(catalogue.facts()).toEqual(before);
        expect(['a', 'b'].map((asset) => [...catalogue.wantedValues(asset)].sort())).toEqual(wanted);
        history.forEach(({ asset, code: codeVersion, input }, n) => {
          if (60 - n > limits.days) return;
          const by = { codeVersion, configVersion: undefined, env: undefined, inputs: { raw: input } };
          expect(catalogue.reusable(asset, by).length).toBeGreaterThan(0);
        });
        for (const asset of ['a', 'b']) {
          const all = history.filter((each) => each.asset === asset).length;
          const { entries, folded } = catalogue.history({ names: named(asset), limit: 100 });
          expect(entries.length + (folded?.count ?? 0)).toBe(all);
          expect(entries.length).toBeGreaterThanOrEqual(Math.min(all, limits.materializations));
          for (const { materialization } of entries) expect(catalogue.run(materialization.run)).not.toBeNull();
        }
      }),
      { seed, numRuns: 40 },
    );
  });
});
