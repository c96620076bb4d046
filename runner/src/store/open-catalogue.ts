// Opens the catalogue of a project: snapshot, then what the journal has beyond it; damage is kept aside and said.
import { access, constants, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AssetKey, Failure, Materialization, StoredFacts } from '@headwater/graph';
import type { Catalogue } from '../catalogue.ts';
import { isDurable, type RunEvent, type RunEventBody } from '../run-event.ts';
import { SCHEMA_VERSION, migrate, schemaVersion } from './catalog-schema.ts';
import {
  applyEvent,
  countSteps,
  failureOf,
  lastSeq,
  materializationOf,
  readFacts,
  readRuns,
} from './catalog-tables.ts';
import { replaceFile } from './durable-file.ts';
import { journalLine, openJournal, readJournal, type Journal } from './journal.ts';
import { loadSqlite, type Database } from './sqlite.ts';

const FOLD_EVENTS = 20_000;
const FOLD_BYTES = 8 * 1024 * 1024;

export interface CatalogueOptions {
  /** The project's `.headwater` folder; made when missing. */
  readonly dir: string;
  readonly now?: () => Date;
}

/** One process at a time: whoever calls this owns the project. */
export async function openCatalogue({ dir, now = () => new Date() }: CatalogueOptions): Promise<Catalogue> {
  const notices: string[] = [];
  const readOnly = await prepareFolder(dir);
  const opened = await openSnapshot({ dir, now, notices, readOnly });
  const journalFile = join(dir, 'journal.ndjson');
  const content = await readJournal(journalFile);
  const stop = readOnly ?? opened.readOnly;
  if (opened.readOnly === null) replay(opened.database, content.events);
  if (stop !== null)
    return new SqliteCatalogue({
      dir,
      database: opened.database,
      journal: null,
      now,
      notices: [...notices, stop],
      readOnly: stop,
    });
  if (content.bad.length > 0) notices.push(await keepBadLines({ dir, now, journalFile, content }));
  const kept = content.bad.length > 0 ? Buffer.byteLength(content.events.map(journalLine).join('')) : content.goodBytes;
  const journal = await openJournal(journalFile, { keep: kept, events: content.events.length });
  const catalogue = new SqliteCatalogue({ dir, database: opened.database, journal, now, notices, readOnly: null });
  await catalogue.endInterruptedRuns();
  return catalogue;
}

/** What the snapshot has already is passed over: a crash may come between it and the emptied journal. */
function replay(database: Database, events: readonly RunEvent[]): void {
  const last = lastSeq(database);
  database.run('BEGIN');
  for (const event of events) if (event.seq > last) applyEvent(database, event);
  database.run('COMMIT');
}

/** Null when the folder can be written, else the sentence. */
async function prepareFolder(dir: string): Promise<string | null> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await access(dir, constants.W_OK);
    // A snapshot that was being written when its process was killed.
    for (const name of await readdir(dir))
      if (name.startsWith('catalog.sqlite.') && name.endsWith('.tmp')) await rm(join(dir, name), { force: true });
    // Results are not source: the folder ignores itself.
    await writeFile(join(dir, '.gitignore'), '*\n', { flag: 'wx' }).catch(() => undefined);
    return null;
  } catch (error) {
    return `${dir} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}): what is stored is shown, and nothing runs until the folder can be written.`;
  }
}

interface OpenSnapshot {
  readonly dir: string;
  readonly now: () => Date;
  readonly notices: string[];
  readonly readOnly: string | null;
}

async function openSnapshot({
  dir,
  now,
  notices,
  readOnly,
}: OpenSnapshot): Promise<{ database: Database; readOnly: string | null }> {
  const sqlite = await loadSqlite();
  const file = join(dir, 'catalog.sqlite');
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  const fresh = (): Database => {
    const database = new sqlite.Database();
    migrate(database, 0);
    return database;
  };
  if (bytes === null) return { database: fresh(), readOnly: null };
  try {
    const database = new sqlite.Database(bytes);
    const integrity = String(database.exec('PRAGMA quick_check(1)')[0]?.values[0]?.[0]);
    if (integrity !== 'ok') throw new Error(integrity);
    const version = schemaVersion(database);
    if (version > SCHEMA_VERSION)
      return {
        database: isReadable(database) ? database : fresh(),
        readOnly: `The store was written by a newer headwater (schema ${version}; this one knows ${SCHEMA_VERSION}): it is shown read-only. Update headwater in this project.`,
      };
    if (Number.isNaN(version) || version === 0) throw new Error('it is not a Headwater catalogue');
    migrate(database, version);
    return { database, readOnly: null };
  } catch (error) {
    const aside = `catalog.damaged-${stamp(now())}.sqlite`;
    if (readOnly === null) await rename(file, join(dir, aside));
    notices.push(
      `catalog.sqlite was damaged (${error instanceof Error ? error.message : String(error)}) and is kept aside as .headwater/${aside}. History up to the last journal is missing from the new one; stored values are untouched. Materialize again what shows as never materialized.`,
    );
    return { database: fresh(), readOnly: null };
  }
}

/** A newer version may have tables this one cannot ask. */
function isReadable(database: Database): boolean {
  try {
    readFacts(database);
    readRuns(database, { limit: 1 });
    return true;
  } catch {
    return false;
  }
}

async function keepBadLines({
  dir,
  now,
  journalFile,
  content,
}: {
  dir: string;
  now: () => Date;
  journalFile: string;
  content: Awaited<ReturnType<typeof readJournal>>;
}): Promise<string> {
  const aside = `journal.bad-${stamp(now())}.ndjson`;
  await replaceFile(join(dir, aside), Buffer.from(`${content.bad.join('\n')}\n`));
  await replaceFile(journalFile, Buffer.from(content.events.map(journalLine).join('')));
  const lines = content.bad.length === 1 ? 'One line' : `${content.bad.length} lines`;
  return `${lines} of the journal could not be read and ${content.bad.length === 1 ? 'is' : 'are'} kept aside as .headwater/${aside}; every other event is here.`;
}

const stamp = (time: Date): string => time.toISOString().replaceAll(/[-:]/g, '').replace(/\..*$/, 'Z');

class SqliteCatalogue implements Catalogue {
  readonly notices: readonly string[];
  readonly readOnly: string | null;
  readonly #dir: string;
  readonly #database: Database;
  readonly #journal: Journal | null;
  readonly #now: () => Date;
  readonly #materializations: Record<AssetKey, Materialization>;
  readonly #failures: Record<AssetKey, Failure>;
  readonly #running = new Map<AssetKey, number>();
  #seq: number;
  /** How many of the journal's events the tables have. */
  #applied: number;
  #folding: Promise<void> = Promise.resolve();
  #nextFold: Promise<void> | null = null;
  #foldAt = { events: FOLD_EVENTS, bytes: FOLD_BYTES };

  constructor({
    dir,
    database,
    journal,
    now,
    notices,
    readOnly,
  }: {
    dir: string;
    database: Database;
    journal: Journal | null;
    now: () => Date;
    notices: readonly string[];
    readOnly: string | null;
  }) {
    this.notices = notices;
    this.readOnly = readOnly;
    this.#dir = dir;
    this.#database = database;
    this.#journal = journal;
    this.#now = now;
    const { materializations, failures } = readFacts(database);
    this.#materializations = { ...materializations };
    this.#failures = { ...failures };
    this.#seq = lastSeq(database);
    this.#applied = journal?.events ?? 0;
  }

  async record(run: string, body: RunEventBody): Promise<RunEvent> {
    if (!this.#journal) throw new Error(this.readOnly ?? 'The store is closed.');
    this.#seq += 1;
    const event = { version: 1, seq: this.#seq, time: this.#now().toISOString(), run, ...body } as RunEvent;
    if (!isDurable(body)) return event;
    await this.#journal.append(event);
    applyEvent(this.#database, event);
    this.#applied += 1;
    this.#remember(event);
    if (this.#journal.events > this.#foldAt.events || this.#journal.bytes > this.#foldAt.bytes)
      void this.checkpoint().catch(() => undefined);
    return event;
  }

  #remember(event: RunEvent): void {
    switch (event.type) {
      case 'step-started':
        this.#running.set(event.asset, event.seq);
        return;
      case 'materialized':
        this.#materializations[event.asset] = materializationOf(event);
        // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- keyed by asset, read as a plain record
        delete this.#failures[event.asset];
        break;
      case 'step-failed':
        this.#failures[event.asset] = failureOf(event);
        break;
      case 'step-skipped':
      case 'step-cancelled':
        break;
      default:
        return;
    }
    this.#running.delete(event.asset);
  }

  facts(): StoredFacts {
    return { materializations: this.#materializations, failures: this.#failures, running: [...this.#running.keys()] };
  }

  runs(limit: number) {
    return readRuns(this.#database, { limit });
  }

  /** A run without an end is one whose host is gone: this process is the only owner there is. */
  async endInterruptedRuns(): Promise<void> {
    for (const { run } of readRuns(this.#database, { limit: 1_000_000, unfinished: true })) {
      const { materialized = 0, failed = 0, skipped = 0, cancelled = 0 } = countSteps(this.#database, run);
      await this.record(run, {
        type: 'run-finished',
        status: 'interrupted',
        counts: { materialized, failed, skipped, cancelled },
        message: 'the process that ran it ended before it was done',
      });
    }
  }

  /** One at a time, and one for all that wait; an event that comes meanwhile is in the snapshot or stays in the journal. */
  checkpoint(): Promise<void> {
    this.#nextFold ??= this.#folding = this.#folding
      .catch(() => undefined)
      .then(() => {
        this.#nextFold = null;
        return this.#fold();
      });
    return this.#nextFold;
  }

  async #fold(): Promise<void> {
    const journal = this.#journal;
    if (!journal || journal.events === 0) return;
    const applied = this.#applied;
    await replaceFile(join(this.#dir, 'catalog.sqlite'), this.#database.export());
    // With events beyond the snapshot the journal stays whole; replay skips what the snapshot has.
    if (await journal.reset(applied)) this.#applied -= applied;
    // Then the next one is worth its while only after as many again.
    this.#foldAt = { events: journal.events + FOLD_EVENTS, bytes: journal.bytes + FOLD_BYTES };
  }

  async close(): Promise<void> {
    if (this.#journal) {
      // Without a snapshot the journal has it all: the next start replays it.
      await this.checkpoint().catch(() => undefined);
      await this.#journal.close();
    }
    this.#database.close();
  }
}
