// The tables of catalog.sqlite, and how one version becomes the next.
import type { Database } from '@headwater/stores';

export const SCHEMA_VERSION = 5;

/** Migration `i` makes version `i + 1`. */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE store (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
  INSERT INTO store VALUES ('schema_version', 1), ('last_seq', 0);
  CREATE TABLE runs (
    run TEXT PRIMARY KEY, status TEXT NOT NULL, started TEXT NOT NULL, finished TEXT, selection TEXT NOT NULL, assets TEXT NOT NULL,
    materialized INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0, skipped INTEGER NOT NULL DEFAULT 0, cancelled INTEGER NOT NULL DEFAULT 0
  ) WITHOUT ROWID;
  CREATE INDEX runs_by_start ON runs (started DESC);
  CREATE TABLE steps (
    run TEXT NOT NULL, step TEXT NOT NULL, asset TEXT NOT NULL, attempt INTEGER NOT NULL, status TEXT NOT NULL, seq INTEGER NOT NULL,
    started TEXT, finished TEXT, message TEXT, error TEXT,
    PRIMARY KEY (run, asset, attempt)
  ) WITHOUT ROWID;
  CREATE INDEX steps_by_asset ON steps (asset, seq DESC);
  CREATE TABLE materializations (
    seq INTEGER PRIMARY KEY, asset TEXT NOT NULL, run TEXT NOT NULL, time TEXT NOT NULL, code_version TEXT, data_version TEXT NOT NULL,
    rows INTEGER, bytes INTEGER, path TEXT, duration_ms REAL NOT NULL
  );
  CREATE INDEX materializations_by_asset ON materializations (asset, seq DESC);
  CREATE TABLE inputs (seq INTEGER NOT NULL, asset TEXT NOT NULL, data_version TEXT, run TEXT, PRIMARY KEY (seq, asset)) WITHOUT ROWID;
  CREATE TABLE metadata (seq INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (seq, name)) WITHOUT ROWID;
  CREATE TABLE latest (asset TEXT PRIMARY KEY, materialization INTEGER, failure TEXT) WITHOUT ROWID;
  `,
  // Checks, steps of graph assets, runs that go on from another, values of other IO managers.
  `
  ALTER TABLE runs ADD COLUMN parent TEXT;
  ALTER TABLE runs ADD COLUMN env TEXT;
  ALTER TABLE materializations ADD COLUMN io TEXT;
  ALTER TABLE steps RENAME TO steps_1;
  DROP INDEX steps_by_asset;
  CREATE TABLE steps (
    run TEXT NOT NULL, step TEXT NOT NULL, asset TEXT NOT NULL, op TEXT, attempt INTEGER NOT NULL, status TEXT NOT NULL, seq INTEGER NOT NULL,
    started TEXT, finished TEXT, message TEXT, error TEXT, code_version TEXT, args_version TEXT, path TEXT,
    PRIMARY KEY (run, step, asset, attempt)
  ) WITHOUT ROWID;
  INSERT INTO steps (run, step, asset, attempt, status, seq, started, finished, message, error)
    SELECT run, step, asset, attempt, status, seq, started, finished, message, error FROM steps_1;
  DROP TABLE steps_1;
  CREATE INDEX steps_by_asset ON steps (asset, seq DESC);
  CREATE TABLE checks (
    seq INTEGER PRIMARY KEY, asset TEXT NOT NULL, name TEXT NOT NULL, run TEXT NOT NULL, time TEXT NOT NULL, passed INTEGER NOT NULL,
    severity TEXT NOT NULL, metadata TEXT NOT NULL, message TEXT
  );
  CREATE INDEX checks_by_asset ON checks (asset, name, seq DESC);
  CREATE TABLE observations (asset TEXT PRIMARY KEY, seq INTEGER NOT NULL, run TEXT NOT NULL, time TEXT NOT NULL, data_version TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE latest_checks (asset TEXT NOT NULL, name TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (asset, name)) WITHOUT ROWID;
  `,
  // The pieces of code behind a code version, so that a change of it can be told.
  `
  CREATE TABLE code (code_version TEXT PRIMARY KEY, parts TEXT NOT NULL) WITHOUT ROWID;
  `,
  // What a materialization was made with and looks like, where it was declared, and what became of names.
  `
  ALTER TABLE materializations ADD COLUMN env TEXT;
  ALTER TABLE materializations ADD COLUMN config_version TEXT;
  ALTER TABLE materializations ADD COLUMN columns INTEGER;
  ALTER TABLE materializations ADD COLUMN reused_run TEXT;
  ALTER TABLE materializations ADD COLUMN reused_seq INTEGER;
  ALTER TABLE materializations ADD COLUMN file TEXT;
  ALTER TABLE materializations ADD COLUMN line INTEGER;
  CREATE INDEX materializations_by_code ON materializations (asset, code_version, seq DESC);
  CREATE TABLE shapes (id INTEGER PRIMARY KEY, columns TEXT NOT NULL UNIQUE);
  ALTER TABLE inputs ADD COLUMN names TEXT;
  CREATE TABLE renames (seq INTEGER PRIMARY KEY, asset TEXT NOT NULL, from_asset TEXT NOT NULL);
  CREATE TABLE forgotten (asset TEXT PRIMARY KEY, seq INTEGER NOT NULL, time TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE folded (asset TEXT PRIMARY KEY, materializations INTEGER NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL) WITHOUT ROWID;
  INSERT INTO store VALUES ('folded_since_gc', 0);
  DROP INDEX steps_by_asset;
  DROP INDEX runs_by_start;
  CREATE INDEX runs_by_start ON runs (started DESC, run DESC);
  CREATE INDEX checks_failed ON checks (run) WHERE passed = 0 AND severity = 'error';
  CREATE INDEX runs_under_way ON runs (started) WHERE status = 'running';
  `,
  // Partitions. `latest_partitions` has what status is computed from, so that it is read in one pass; its inputs are JSON.
  `
  ALTER TABLE runs ADD COLUMN partitions TEXT;
  ALTER TABLE materializations ADD COLUMN partition TEXT;
  ALTER TABLE inputs ADD COLUMN partitions TEXT;
  ALTER TABLE checks ADD COLUMN partition TEXT;
  CREATE INDEX materializations_by_partition ON materializations (asset, partition, seq DESC) WHERE partition IS NOT NULL;
  CREATE TABLE latest_partitions (
    asset TEXT NOT NULL, partition TEXT NOT NULL, materialization INTEGER, run TEXT, code_version TEXT, data_version TEXT, inputs TEXT,
    failure TEXT, PRIMARY KEY (asset, partition)
  ) WITHOUT ROWID;
  CREATE INDEX latest_partitions_failed ON latest_partitions (asset) WHERE failure IS NOT NULL;
  CREATE TABLE dynamic_partitions (
    name TEXT NOT NULL, key TEXT NOT NULL, seq INTEGER NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (name, key)
  ) WITHOUT ROWID;
  ALTER TABLE steps RENAME TO steps_4;
  CREATE TABLE steps (
    run TEXT NOT NULL, step TEXT NOT NULL, asset TEXT NOT NULL, partition TEXT NOT NULL DEFAULT '', op TEXT, attempt INTEGER NOT NULL,
    status TEXT NOT NULL, seq INTEGER NOT NULL, started TEXT, finished TEXT, message TEXT, error TEXT, code_version TEXT, args_version TEXT,
    path TEXT, PRIMARY KEY (run, step, asset, partition, attempt)
  ) WITHOUT ROWID;
  INSERT INTO steps (run, step, asset, op, attempt, status, seq, started, finished, message, error, code_version, args_version, path)
    SELECT run, step, asset, op, attempt, status, seq, started, finished, message, error, code_version, args_version, path FROM steps_4;
  DROP TABLE steps_4;
  `,
];

export function migrate(database: Database, from: number): void {
  for (const sql of MIGRATIONS.slice(from)) database.exec(sql);
  if (from < SCHEMA_VERSION) database.run(`UPDATE store SET value = ${SCHEMA_VERSION} WHERE name = 'schema_version'`);
}

/** 0 for a database that has no tables yet. @throws Error when the tables are not ours. */
export function schemaVersion(database: Database): number {
  const tables = Number(database.exec("SELECT count(*) FROM sqlite_master WHERE type = 'table'")[0]?.values[0]?.[0]);
  if (tables === 0) return 0;
  return Number(database.exec("SELECT value FROM store WHERE name = 'schema_version'")[0]?.values[0]?.[0]);
}
