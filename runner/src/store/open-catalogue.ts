// Opens the catalogue of a project: snapshot, then what the journal has beyond it; damage is kept aside and said.
import { access, constants, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Catalogue } from '../catalogue.ts';
import { messageOf } from '../message-of.ts';
import { SCHEMA_VERSION, migrate, schemaVersion } from './catalog-schema.ts';
import { readFacts } from './read-catalogue.ts';
import { readRuns } from './read-runs.ts';
import { HALF_WRITTEN, TEMPORARY_FOLDER, readIfThere, replaceFile, sealOf, syncFolder } from '@headwater/stores';
import { journalLine, openJournal, readJournal, type Journal, type JournalContent } from './journal.ts';
import { asideName, keepAside } from './kept-aside.ts';
import type { Keep } from './keep.ts';
import { writeSnapshot } from './snapshot.ts';
import { SqliteCatalogue } from './sqlite-catalogue.ts';
import { loadSqlite, type Database } from '@headwater/stores';

export interface CatalogueOptions {
  /** The project's `.headwater` folder; made when missing. */
  readonly dir: string;
  readonly now?: () => Date;
  /** How much of the history is kept one by one. */
  readonly keep?: Keep;
  /** Asked before each write: false once another process may own the store. */
  readonly held?: () => boolean;
  /** Why nothing is to be written, when that is known. */
  readonly readOnly?: string | null;
}

/** One process at a time: whoever calls this owns the project. */
export async function openCatalogue({
  dir,
  now = () => new Date(),
  keep,
  held = () => true,
  readOnly: forbidden = null,
}: CatalogueOptions): Promise<Catalogue> {
  const notices: string[] = [];
  const folder = forbidden ?? (await prepareFolder(dir));
  const content = await readJournal(join(dir, 'journal.ndjson'));
  const snapshot = await openSnapshot({ dir, now, notices, events: content.events, readOnly: folder });
  const { database } = snapshot;
  const newer = snapshot.readOnly ?? newerEvents(content);
  const { journal, readOnly } = await writableJournal({ dir, now, notices, content, held, readOnly: folder ?? newer });
  const catalogue = new SqliteCatalogue({
    dir,
    database,
    journal,
    held,
    // What a newer version means by its events is its own.
    events: newer === null ? content.events : [],
    now,
    keep,
    notices: readOnly === null ? notices : [...notices, readOnly],
    readOnly,
  });
  if (readOnly === null)
    await catalogue.endInterruptedRuns().catch((error: unknown) => {
      // A full disk must not hide what is stored: the next start records it.
      catalogue.notices.push(`The end of an interrupted run is not recorded. ${messageOf(error)}`);
    });
  return catalogue;
}

const cannotWrite = (dir: string, error: unknown): string =>
  `${dir} cannot be written (${(error as NodeJS.ErrnoException).code ?? messageOf(error)}): what is stored is shown, and nothing runs until the folder can be written.`;
const newerStore = (what: string): string =>
  `The store was written by a newer headwater (${what}): it is shown read-only. Update headwater in this project.`;

/** A newer version may have been killed before its first snapshot. */
const newerEvents = ({ events }: JournalContent): string | null => {
  const newer = events.find(({ version }) => (version as number) > 1);
  return newer ? newerStore(`events of version ${newer.version as number}; this one knows 1`) : null;
};

interface JournalToOpen {
  readonly dir: string;
  readonly now: () => Date;
  readonly notices: string[];
  readonly content: JournalContent;
  readonly held: () => boolean;
  readonly readOnly: string | null;
}

async function writableJournal({
  dir,
  now,
  notices,
  content,
  held,
  readOnly,
}: JournalToOpen): Promise<{ journal: Journal | null; readOnly: string | null }> {
  if (readOnly !== null) return { journal: null, readOnly };
  const file = join(dir, 'journal.ndjson');
  const { events, bad } = content;
  try {
    let keep = content.goodBytes;
    if (bad.length > 0) {
      const lines = Buffer.concat(bad.flatMap((line) => [line, Buffer.from('\n')]));
      const aside = await keepAside({ dir, start: 'journal.bad', end: 'ndjson', now: now(), lines });
      const good = Buffer.from(events.map(journalLine).join(''));
      await replaceFile(file, good);
      keep = good.length;
      notices.push(
        `${bad.length === 1 ? 'One line' : `${bad.length} lines`} of the journal could not be read and ${bad.length === 1 ? 'is' : 'are'} kept aside as .headwater/${aside}; every other event is here.`,
      );
    }
    return { journal: await openJournal(file, { keep, events: events.length, held }), readOnly: null };
  } catch (error) {
    // Another user's file, a full disk: what is stored can still be seen.
    return { journal: null, readOnly: cannotWrite(dir, error) };
  }
}

/** Folders of the store whose files are replaced as a whole. */
const WRITTEN_IN = ['', 'automation', 'backfills'];

/** Null when the folder can be written, else the sentence. */
async function prepareFolder(dir: string): Promise<string | null> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await access(dir, constants.W_OK);
    // A new folder is an entry of the one above it: without this, a power cut takes the whole store.
    await syncFolder(dirname(dir));
    // What was being written when its process was killed.
    for (const folder of WRITTEN_IN.map((name) => join(dir, name)))
      for (const name of await readdir(folder).catch(() => []))
        if (HALF_WRITTEN.test(name)) await rm(join(folder, name), { force: true });
    // And values whose worker was.
    await rm(join(dir, TEMPORARY_FOLDER), { recursive: true, force: true });
    // Results are not source: the folder ignores itself.
    await writeFile(join(dir, '.gitignore'), '*\n', { flag: 'wx' }).catch(() => undefined);
    return null;
  } catch (error) {
    return cannotWrite(dir, error);
  }
}

interface OpenSnapshot {
  readonly dir: string;
  readonly now: () => Date;
  readonly notices: string[];
  /** Of the journal. */
  readonly events: JournalContent['events'];
  readonly readOnly: string | null;
}

async function openSnapshot({
  dir,
  now,
  notices,
  events,
  readOnly,
}: OpenSnapshot): Promise<{ database: Database; readOnly: string | null }> {
  const sqlite = await loadSqlite();
  const file = join(dir, 'catalog.sqlite');
  const bytes = await readIfThere(file);
  const fresh = (): Database => {
    const database = new sqlite.Database();
    migrate(database, 0);
    return database;
  };
  if (bytes === null) return { database: fresh(), readOnly: null };
  try {
    const found = sealOf(bytes);
    // The database writes into the bytes it is given.
    const asFound = found === 'changed' ? Buffer.from(bytes) : bytes;
    const database = new sqlite.Database(bytes);
    if (found !== 'whole') {
      const integrity = String(database.exec('PRAGMA integrity_check(1)')[0]?.values[0]?.[0]);
      if (integrity !== 'ok') throw new Error(integrity);
    }
    const version = schemaVersion(database);
    if (version > SCHEMA_VERSION)
      return {
        database: isReadable(database) ? database : fresh(),
        readOnly: newerStore(`schema ${version}; this one knows ${SCHEMA_VERSION}`),
      };
    if (!(version > 0)) throw new Error('it is not a Headwater catalogue');
    migrate(database, version);
    if (found === 'changed') {
      if (!hasAllOf(database, fresh())) throw new Error('it has not the tables of a Headwater catalogue');
      numberAgain(database, events);
      const said =
        'catalog.sqlite was changed after it was written, by the disk or by another tool: what it says now is used';
      if (readOnly === null) {
        const aside = await keepAside({ dir, start: 'catalog.damaged', end: 'sqlite', now: now(), lines: asFound });
        await writeSnapshot(dir, database.export());
        notices.push(`${said}, and it is kept as it was found as .headwater/${aside}.`);
      } else notices.push(`${said}.`);
    }
    return { database, readOnly: null };
  } catch (error) {
    const said = `catalog.sqlite was damaged (${messageOf(error)})`;
    if (readOnly !== null) {
      notices.push(`${said}: only what the journal has is shown. Stored values are untouched.`);
      return { database: fresh(), readOnly: null };
    }
    const aside = await asideName({ dir, start: 'catalog.damaged', end: 'sqlite', now: now() });
    await rename(file, join(dir, aside));
    notices.push(
      `${said} and is kept aside as .headwater/${aside}. History up to the last journal is missing from the new one; stored values are untouched. Materialize again what shows as never materialized.`,
    );
    return { database: fresh(), readOnly: null };
  }
}

/** The last number may be what was changed: the journal is then taken whole, and no number is given twice. */
function numberAgain(database: Database, events: JournalContent['events']): void {
  const [first] = events;
  const tables = ['materializations', 'steps', 'checks'].map((table) => `SELECT seq FROM ${table}`).join(' UNION ALL ');
  if (first) database.run("UPDATE store SET value = ? WHERE name = 'last_seq'", [first.seq - 1]);
  else database.run(`UPDATE store SET value = (SELECT coalesce(max(seq), 0) FROM (${tables})) WHERE name = 'last_seq'`);
}

/** Tables and columns; what another tool added is its own. */
function hasAllOf(database: Database, fresh: Database): boolean {
  const columnsOf = (of: Database): string[] =>
    (
      of.exec(
        "SELECT t.name || '.' || c.name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'",
      )[0]?.values ?? []
    ).map(String);
  const found = new Set(columnsOf(database));
  const wanted = columnsOf(fresh);
  fresh.close();
  return wanted.every((column) => found.has(column));
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
