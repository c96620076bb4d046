// Reads the facts of a store that another process may be writing, and changes nothing in it.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { loadSqlite, readIfThere } from '@headwater/stores';
import { applyEvents } from './apply-events.ts';
import { SCHEMA_VERSION, migrate, schemaVersion } from './catalog-schema.ts';
import { readJournal } from './journal.ts';
import { lastSeq, readFacts, type LatestFacts } from './read-catalogue.ts';

export interface Stored extends Pick<LatestFacts, 'materializations'> {
  /** Equal for equal files. */
  readonly stamp: string;
}

/**
 * `before` is given back while the files are as they were. A store that is not there, is damaged or is a newer version's holds
 * nothing for its readers: its own project says why.
 */
export async function readStored(dir: string, before: Stored | null): Promise<Stored> {
  const [journal, snapshot] = [join(dir, 'journal.ndjson'), join(dir, 'catalog.sqlite')];
  const stamp = `${await stampOf(journal)} ${await stampOf(snapshot)}`;
  if (before?.stamp === stamp) return before;
  try {
    // The journal first: what is folded into the snapshot meanwhile is then found twice, not missed.
    const { events } = await readJournal(journal);
    const bytes = await readIfThere(snapshot);
    const sqlite = await loadSqlite();
    const database = bytes === null ? new sqlite.Database() : new sqlite.Database(bytes);
    try {
      const version = bytes === null ? 0 : schemaVersion(database);
      if (!(version <= SCHEMA_VERSION)) return { stamp, materializations: {} };
      migrate(database, version);
      const folded = lastSeq(database);
      applyEvents(
        database,
        events.filter((event) => event.seq > folded && event.version === 1),
      );
      return { stamp, materializations: readFacts(database).materializations };
    } finally {
      database.close();
    }
  } catch {
    return { stamp, materializations: {} };
  }
}

async function stampOf(file: string): Promise<string> {
  const stats = await stat(file).catch(() => null);
  return stats === null ? '-' : `${stats.mtimeMs}:${stats.size}:${stats.ino}`;
}
