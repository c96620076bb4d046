// Measures storing and loading rows by each IO manager, beside the library it keeps them with, alone in the same run.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { InputContext, IoManager, OutputContext } from 'headwater/internal';
import { createValueStore } from '../src/index.ts';
import { duckdbStore, fileStore, memoryStore } from '../src/shipped-main.ts';
import { arrowFile, cloning, csv, duckdb, json, parquet, sqlite, type LibraryAlone } from './library-alone.ts';
import { orderRows, type OrderRow } from './order-rows.ts';

export interface BenchRow {
  readonly metric: string;
  readonly ours: string;
  readonly beside: string;
  readonly target: string;
}

/** After one that warms up and does not count; a million rows are measured once, warm from the counts before. */
const roundsOf = (rows: number): number => (rows >= 1_000_000 ? 1 : rows >= 100_000 ? 5 : 15);
/** From here on garbage weighs more than what sweeping costs: compiled code ages with each. */
const SWEPT_FROM = 100_000;

interface Contender {
  readonly name: string;
  readonly store: Required<IoManager>;
  /** What the store's bytes are in, where it does not count them itself. */
  readonly file?: string;
  readonly library: LibraryAlone;
}

/** One row for each store and count of rows; what a store gives back is checked to be what it was given. */
export async function benchStores(counts: readonly number[]): Promise<BenchRow[]> {
  const dir = mkdtempSync(join(tmpdir(), 'headwater-stores-bench-'));
  try {
    const stores = contenders(dir);
    const measured: BenchRow[] = [];
    for (const count of counts) {
      const rows = orderRows(count);
      for (const contender of stores) measured.push(await benchStore(contender, { rows, alone: join(dir, 'alone') }));
    }
    return measured;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function contenders(dir: string): readonly Contender[] {
  const files = { json, csv, parquet, arrow: arrowFile };
  const database = join(dir, 'tables.duckdb');
  return [
    {
      name: 'default store',
      store: createValueStore({ dir: join(dir, 'default') }) as Required<IoManager>,
      library: sqlite,
    },
    { name: 'store.memory', store: memoryStore() as Required<IoManager>, library: cloning() },
    ...(['json', 'csv', 'parquet', 'arrow'] as const).map((format) => ({
      name: `store.file ${format}`,
      store: fileStore({ dir: join(dir, format), format }),
      library: files[format],
    })),
    { name: 'store.duckdb', store: duckdbStore({ path: database }), file: database, library: duckdb },
  ];
}

interface Times {
  readonly store: number[];
  readonly load: number[];
}

async function benchStore(
  { name, store, file, library }: Contender,
  { rows, alone }: { readonly rows: readonly OrderRow[]; readonly alone: string },
): Promise<BenchRow> {
  const key = ['bench', 'orders'];
  const ours: Times = { store: [], load: [] };
  const theirs: Times = { store: [], load: [] };
  let sizes: readonly (number | null)[] = [];
  const rounds = roundsOf(rows.length);
  for (let round = rounds === 1 ? 1 : 0; round <= rounds; round++) {
    // In turns, so that both meet the same noise.
    const written = await time(rows, () => library.store(alone, rows));
    const read = await time(rows, () => library.load(alone));
    if (read.value.length !== rows.length) throw new Error(`${library.name} gives ${read.value.length} rows back.`);
    rmSync(alone, { force: true });

    // What is there already would not be written again.
    await store.remove({ key });
    const stored = await time(rows, () =>
      store.handleOutput({ ...silent, key, metadata: {} } satisfies OutputContext, rows),
    );
    const { path = '', bytes } = stored.value ?? {};
    const loaded = await time(rows, () => store.loadInput({ ...silent, key, path } satisfies InputContext));
    if (round <= 1 && !isDeepStrictEqual(loaded.value, rows)) throw new Error(`${name} gives other rows back.`);
    sizes = [file === undefined ? (bytes ?? null) : statSync(file).size, written.value];
    if (round === 0) continue;
    ours.store.push(stored.ms);
    ours.load.push(loaded.ms);
    theirs.store.push(written.ms);
    theirs.load.push(read.ms);
  }
  await store.remove({ key });
  const [own, other] = [medians(ours), medians(theirs)];
  const rate = (value: number): string => `${perSecond(rows.length, value)}/s`;
  const times = (side: 'store' | 'load'): string =>
    `${side} ${ms(other[side])} (× ${(own[side] / other[side]).toFixed(1)})`;
  return {
    metric: `${name}, ${counted(rows.length)}`,
    ours: `store ${ms(own.store)} (${rate(own.store)}), load ${ms(own.load)} (${rate(own.load)})${size(sizes[0])}`,
    beside: `${library.name}: ${times('store')}, ${times('load')}${size(sizes[1])}`,
    target: '',
  };
}

const silent = { log: { debug() {}, info() {}, warn() {}, error() {} } };

/** The heap is swept first: nobody pays for what another has left behind. */
async function time<T>(
  { length }: readonly OrderRow[],
  work: () => T,
): Promise<{ readonly value: Awaited<T>; readonly ms: number }> {
  if (length >= SWEPT_FROM) sweep();
  const start = performance.now();
  const value = await work();
  return { value, ms: performance.now() - start };
}

setFlagsFromString('--expose-gc');
const sweep = runInNewContext('gc') as () => void;

const medians = (times: Times) => ({ store: median(times.store), load: median(times.load) });

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function ms(value: number): string {
  return value >= 1000 ? `${(value / 1000).toFixed(2)} s` : `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

const counted = (rows: number): string => (rows === 1 ? '1 row' : `${short(rows)} rows`);
const perSecond = (rows: number, value: number): string => short((rows / value) * 1000);

function short(value: number): string {
  if (value >= 1e6) return `${trimmed(value / 1e6)}M`;
  return value >= 1000 ? `${trimmed(value / 1000)}k` : trimmed(value);
}

const trimmed = (value: number): string => String(Number(value.toFixed(value < 10 ? 1 : 0)));

function size(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined) return '';
  return bytes >= 2 ** 20 ? `, ${trimmed(bytes / 2 ** 20)} MB` : `, ${trimmed(bytes / 1024)} KB`;
}
