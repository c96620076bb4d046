// Writes the store of a project that has been run many times: every run makes all its assets, each of two others.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadSqlite } from '@headwater/stores';
import type { RunEventBody, StoredEvent } from '../src/run-event.ts';
import { applyEvents } from '../src/store/apply-events.ts';
import { migrate } from '../src/store/catalog-schema.ts';
import { journalLine } from '../src/store/journal.ts';
import { writeSnapshot } from '../src/store/snapshot.ts';

export interface GeneratedStore {
  readonly dir: string;
  readonly assets: readonly string[];
  /** How many times each asset was made. */
  readonly runs: number;
  /** So many of the newest events are in the journal alone, and the end of the last run is nowhere: its process was killed. */
  readonly killedWith?: number;
  /** What the source says of assets now: those were made by just that code, of just these inputs. */
  readonly source?: ReadonlyMap<string, SourceOfAsset>;
  /** Each asset's newest value is a file of its own. */
  readonly withValues?: boolean;
}

export interface SourceOfAsset {
  readonly codeVersion: string | null;
  readonly upstream: readonly string[];
}

const START = Date.UTC(2026, 0, 1);
const versionOf = (...of: (string | number)[]): string => `v1:${hex(of.join(' '), 40)}`;

/** One run's events are given to the tables at a time: a history of any length is made in the memory of one run. */
export async function generateStore({
  dir,
  assets,
  runs,
  killedWith = 0,
  source = new Map(),
  withValues = false,
}: GeneratedStore): Promise<void> {
  mkdirSync(dir, { recursive: true });
  const sqlite = await loadSqlite();
  const database = new sqlite.Database();
  migrate(database, 0);
  // Of each run its beginning and its end, and two events of each asset.
  const total = runs * (2 * assets.length + 2);
  const inTables = killedWith === 0 ? total : total - 1 - killedWith;
  let seq = 0;
  const lines: string[] = [];
  for (let n = 0; n < runs; n += 1) {
    // One an hour.
    const at = START + n * 3_600_000;
    const stamp = new Date(at)
      .toISOString()
      .replaceAll(/[-:.TZ]/g, '')
      .slice(0, 17);
    const run = `${stamp}-${hex(String(n), 6)}`;
    const events = eventsOfRun({ assets, n, run, source }).map((body, i): StoredEvent => {
      seq += 1;
      return { version: 1, seq, time: new Date(at + i).toISOString(), run, ...body };
    });
    if (n === runs - 1 && killedWith > 0) events.pop();
    applyEvents(
      database,
      events.filter((event) => event.seq <= inTables),
    );
    lines.push(...events.filter((event) => event.seq > inTables).map(journalLine));
    if (n === runs - 1 && withValues) for (const event of events) writeValue(dir, event);
  }
  await writeSnapshot(dir, database.export());
  writeFileSync(join(dir, 'journal.ndjson'), lines.join(''));
  database.close();
}

interface OfRun {
  readonly assets: readonly string[];
  /** From 0. */
  readonly n: number;
  readonly run: string;
  readonly source: ReadonlyMap<string, SourceOfAsset>;
}

function eventsOfRun({ assets, n, run, source }: OfRun): RunEventBody[] {
  return [
    { type: 'run-started', selection: '*', assets },
    ...assets.flatMap((asset, i): RunEventBody[] => {
      const of = { step: asset, asset, attempt: 1 };
      const now = source.get(asset);
      const upstream =
        now?.upstream ?? [assets[i - 1], assets[i >> 1]].flatMap((key) => (key === asset ? [] : (key ?? [])));
      // A body changes every tenth run.
      const code = Math.floor((n + i) / 10);
      return [
        { type: 'step-started', ...of },
        {
          type: 'materialized',
          ...of,
          codeVersion: now ? now.codeVersion : `c1:${hex(`${asset} ${code}`, 40)}`,
          code: Object.fromEntries(
            [
              `src/${asset}.ts#${asset}`,
              'src/price.ts#parsePrice',
              'src/price.ts#CURRENCY',
              'src/rows.ts#readRows',
            ].map((id) => [id, hex(`${id} ${code}`, 16)]),
          ),
          dataVersion: versionOf(asset, n),
          inputs: Object.fromEntries(upstream.map((key) => [key, { dataVersion: versionOf(key, n), run }])),
          rows: 1000 + n,
          bytes: 4096,
          path: `values/${asset}/_/v1-${hex(`${asset} ${n}`, 40)}.sqlite`,
          columns: ['id', 'day', 'amount', 'currency'].map((name) => ({ name, type: 'text' })),
          file: `src/${asset}.ts`,
          line: 3,
          durationMs: 12.5,
          metadata: { total: { kind: 'float', value: n * 1.25 }, rows: { kind: 'int', value: 1000 + n } },
        },
      ];
    }),
    {
      type: 'run-finished',
      status: 'success',
      counts: { materialized: assets.length, failed: 0, skipped: 0, cancelled: 0 },
    },
  ];
}

function writeValue(dir: string, event: StoredEvent): void {
  if (event.type !== 'materialized' || event.path === undefined) return;
  mkdirSync(dirname(join(dir, event.path)), { recursive: true });
  writeFileSync(join(dir, event.path), Buffer.alloc(event.bytes ?? 0));
}

/** Looks like a hash, and compresses as badly as one. */
function hex(text: string, length: number): string {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  let found = '';
  while (found.length < length) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
    found += (state >>> 0).toString(16).padStart(8, '0');
  }
  return found.slice(0, length);
}
