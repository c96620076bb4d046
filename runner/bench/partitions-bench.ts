// Measures an asset of a million partitions: its status where none, few and all were made, first and again, and after one more is made.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { computeStatus, type PartitionsDefinition, type StoredFacts } from '@headwater/graph';
import { loadSqlite } from '@headwater/stores';
import { asset } from '../src/asset-node.fixture.ts';
import type { Catalogue } from '../src/catalogue.ts';
import { createPartitionBook } from '../src/partitions/partition-facts.ts';
import type { RunEventBody } from '../src/run-event.ts';
import { migrate } from '../src/store/catalog-schema.ts';
import { openCatalogue } from '../src/store/index.ts';
import { writeSnapshot } from '../src/store/snapshot.ts';
import type { BenchRow } from './state-bench.ts';

const HOUR = 3_600_000;
const START = Date.UTC(1900, 0, 1);
const hourly: PartitionsDefinition = {
  is: 'time',
  every: 'hour',
  cron: null,
  start: '1900-01-01',
  end: null,
  timezone: 'UTC',
  endOffset: 0,
};

/** `partitions` exist; of each of two assets, one of which reads the other, as many as each number of `made` were made. */
export async function benchPartitions(of: {
  readonly partitions: number;
  readonly made: readonly number[];
}): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const made of of.made) {
    const dir = mkdtempSync(join(tmpdir(), 'headwater-bench-'));
    try {
      rows.push(...(await statusOf({ dir, partitions: of.partitions, made })));
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  }
  return rows;
}

async function statusOf({ dir, partitions, made }: { dir: string; partitions: number; made: number }) {
  await writeStore(dir, made);
  const opened = await timed(() => openCatalogue({ dir }));
  const catalogue = opened.value;
  try {
    const look = looker(catalogue, START + partitions * HOUR);
    const first = await timed(look);
    const again = await timed(look);
    const counts = first.value.statuses.find(({ key }) => key === 'report')?.partitions;
    if (counts?.total !== partitions || counts.missing !== partitions - made)
      throw new Error(`${JSON.stringify(counts)} of ${partitions} partitions, ${made} made`);
    await catalogue.record('r2', eventOf('orders', 0, 'v2'));
    const after = await timed(look);
    const bytes = JSON.stringify(first.value.facts.partitions).length;
    const what = `of 2 × ${partitions.toLocaleString('en-US')} partitions, ${made.toLocaleString('en-US')} made`;
    const ms = (milliseconds: number): string => `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
    return [
      {
        metric: `status ${what}`,
        ours: `${ms(first.ms)}, again ${ms(again.ms)}, after one more ${ms(after.ms)}`,
        beside: `opening the store ${ms(opened.ms)}`,
        target: '',
      },
      { metric: `facts ${what}`, ours: `${bytes.toLocaleString('en-US')} bytes`, beside: '', target: '< 64 kB' },
    ];
  } finally {
    await catalogue.close();
  }
}

function looker(catalogue: Catalogue, now: number) {
  const of = { codeVersion: 'c1:now', partitions: hourly };
  const nodes = [asset('orders', [], of), asset('report', ['orders'], of)];
  const book = createPartitionBook(catalogue);
  return (): { facts: StoredFacts; statuses: ReturnType<typeof computeStatus> } => {
    const { facts } = book.look({ assets: nodes, facts: catalogue.facts(), now });
    return { facts, statuses: computeStatus(nodes, facts) };
  };
}

/** `1900-01-01-06:00`. */
const keyOf = (place: number): string => new Date(START + place * HOUR).toISOString().slice(0, 16).replace('T', '-');
const versionOf = (asset: string, place: number): string => `v1:${asset}-${place.toString(16).padStart(34, '0')}`;

function eventOf(asset: string, place: number, version = versionOf(asset, place)): RunEventBody {
  const inputs =
    asset === 'report' ? { orders: { dataVersion: versionOf('orders', place), run: 'r1', names: ['orders'] } } : {};
  return {
    type: 'materialized',
    step: asset,
    asset,
    partition: keyOf(place),
    attempt: 1,
    codeVersion: 'c1:now',
    dataVersion: version,
    inputs,
    durationMs: 1,
    metadata: {},
  };
}

/** As `applyEvents` would write them one by one, in a fiftieth of the time. */
const PLACES = `WITH RECURSIVE places (place, key) AS (
  SELECT 0, strftime(:format, '1900-01-01') UNION ALL
  SELECT place + 1, strftime(:format, '1900-01-01', '+' || (place + 1) || ' hours') FROM places WHERE place + 1 < :made)`;
const VERSION = "'v1:' || :asset || '-' || printf('%034x', place)";
const READ = "'v1:orders-' || printf('%034x', place)";

async function writeStore(dir: string, made: number): Promise<void> {
  const sqlite = await loadSqlite();
  const database = new sqlite.Database();
  migrate(database, 0);
  // It is made once and never read halfway.
  database.run('PRAGMA journal_mode = OFF');
  for (const [index, asset] of (made === 0 ? [] : ['orders', 'report']).entries()) {
    const of = { ':format': '%Y-%m-%d-%H:%M', ':made': made, ':asset': asset, ':first': index * made + 1 };
    database.run(
      `${PLACES} INSERT INTO materializations (seq, asset, partition, run, time, code_version, data_version, duration_ms)
       SELECT :first + place, :asset, key, 'r1', '2026-01-01T00:00:00.000Z', 'c1:now', ${VERSION}, 1 FROM places`,
      of,
    );
    const inputs = asset === 'report' ? `'[["orders","' || ${READ} || '",["orders"]]]'` : "'[]'";
    database.run(
      `${PLACES} INSERT INTO latest_partitions (asset, partition, materialization, run, code_version, data_version, inputs)
       SELECT :asset, key, :first + place, 'r1', 'c1:now', ${VERSION}, ${inputs} FROM places`,
      of,
    );
    database.run('INSERT INTO latest (asset, materialization) VALUES (?, ?)', [asset, (index + 1) * made]);
    database.run("UPDATE store SET value = ? WHERE name = 'last_seq'", [(index + 1) * made]);
  }
  await writeSnapshot(dir, database.export());
  database.close();
}

async function timed<T>(work: () => T | Promise<T>): Promise<{ value: T; ms: number }> {
  const start = performance.now();
  const value = await work();
  return { value, ms: performance.now() - start };
}
