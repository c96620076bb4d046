// Looks at a store after something bad happened to it: opens it as the next process does, and compares all that it says with a ledger.
import { createValueStore, sealOf } from '@headwater/stores';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import { openCatalogue } from '../src/store/open-catalogue.ts';
import type { Finding } from './scenario.ts';
import { valueOf, type Tried } from './store-life.ts';

/** A line of the journal that nobody was told of may have come in part. */
export const TORN = /^(One line|\d+ lines) of the journal could not be read/;

export interface StoreToCheck {
  readonly dir: string;
  /** All that was handed in. */
  readonly tried: Iterable<Tried>;
  /** Which of it must be there. */
  readonly isDue: (tried: Tried) => boolean;
  /** Notices nobody has to see: what happened is no damage. */
  readonly mayNotice?: RegExp;
}

export interface StoreChecked {
  /** Events and values that were compared. */
  readonly checked: number;
  readonly found: readonly Finding[];
  readonly notices: readonly string[];
}

type Row = Record<string, unknown>;

/** Closes the store again: all of it is in the snapshot then. */
export async function checkStore({ dir, tried, isDue, mayNotice }: StoreToCheck): Promise<StoreChecked> {
  const found: Finding[] = [];
  const lost = (what: string): void => void found.push({ kind: 'lost', what });
  const corrupt = (what: string): void => void found.push({ kind: 'corrupt', what });
  let notices: readonly string[];
  try {
    const catalogue = await openCatalogue({ dir });
    if (catalogue.readOnly !== null) found.push({ kind: 'stuck', what: catalogue.readOnly });
    for (const { run, status } of catalogue.runs(100_000))
      if (status === 'running') found.push({ kind: 'stuck', what: `run ${run} is running, and nobody runs it` });
    await catalogue.close();
    notices = catalogue.notices;
    for (const notice of notices) if (!mayNotice?.test(notice)) corrupt(`a notice: ${notice}`);
  } catch (error) {
    return { checked: 0, found: [{ kind: 'corrupt', what: `it does not open: ${String(error)}` }], notices: [] };
  }

  const asked = new Map<string, Row[]>();
  try {
    const database = new DatabaseSync(join(dir, 'catalog.sqlite'), { readOnly: true });
    try {
      const { integrity_check: integrity } = database.prepare('PRAGMA integrity_check').get() as Row;
      if (integrity !== 'ok') corrupt(`catalog.sqlite: ${String(integrity)}`);
      for (const table of ['materializations', 'runs', 'checks', 'steps', 'metadata'])
        asked.set(table, database.prepare(`SELECT * FROM ${table}`).all());
    } finally {
      database.close();
    }
  } catch (error) {
    // Without any event there is no snapshot.
    if (Array.from(tried).some(isDue)) corrupt(`catalog.sqlite: ${String(error)}`);
  }
  const rows = (table: string): Row[] => asked.get(table) ?? [];

  const made = new Map(rows('materializations').map((row) => [`materialized ${row['run']} ${row['asset']}`, row]));
  const runs = new Map(rows('runs').map((row) => [row['run'], row]));
  const checks = new Set(rows('checks').map((row) => `check ${row['run']} ${row['asset']}`));
  const steps = new Map(rows('steps').map((row) => [`${row['run']} ${row['asset']}`, row]));
  const numbers = new Map(rows('metadata').map(({ seq, value }) => [seq, Number(value)]));
  if (made.size !== rows('materializations').length) corrupt('one materialization is there twice');

  let checked = 0;
  const names = new Set<string>();
  const due = new Set<string>();
  for (const each of tried) {
    names.add(each.name);
    if (!isDue(each)) continue;
    checked += 1;
    due.add(each.name);
    const { body, run, acknowledged, name } = each;
    const asset = 'asset' in body ? body.asset : '';
    switch (body.type) {
      case 'materialized': {
        const row = made.get(name);
        if (!row) lost(name);
        else if (row['seq'] !== acknowledged?.seq) corrupt(`${name} has the number ${String(row['seq'])}`);
        break;
      }
      case 'run-started':
        if (!runs.has(run)) lost(name);
        break;
      case 'run-finished':
        if (runs.get(run)?.['status'] !== body.status) lost(name);
        break;
      case 'check':
        if (!checks.has(name)) lost(name);
        break;
      case 'step-started':
      case 'step-failed': {
        const status = steps.get(`${run} ${asset}`)?.['status'];
        if (status === undefined || (body.type === 'step-failed' && status !== 'failed')) lost(name);
        break;
      }
      default:
        break;
    }
  }
  for (const name of [...made.keys(), ...checks]) if (!names.has(name)) corrupt(`nobody recorded ${name}`);
  for (const run of runs.keys())
    if (!names.has(`run-started ${String(run)} `)) corrupt(`nobody started ${String(run)}`);

  // Also of what nobody heard of: an event in the catalogue names a value that is whole.
  const values = createValueStore({ dir });
  for (const [name, { seq, path, data_version: version }] of made) {
    if (typeof path !== 'string') continue;
    checked += 1;
    const n = numbers.get(seq as number) ?? -1;
    const value = await values.loadInput({ key: [name], path }).catch((error: unknown) => error);
    if (value instanceof Error) lost(`the value of ${name}: ${value.message}`);
    else if (!isDeepStrictEqual(value, valueOf(n)) || !path.endsWith(`${String(version).replace(':', '-')}.sqlite`))
      corrupt(`the value of ${name} (${path}) is not number ${n}`);
  }
  // A file has its name only when all of it is there, also one that nobody was told of; what was half written is gone.
  for (const { path } of await values.list())
    if (sealOf(readFileSync(join(dir, path))) !== 'whole') corrupt(`${path} is not whole`);
  for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.tmp')) corrupt(`${name} is left behind`);
  return { checked, found, notices };
}
