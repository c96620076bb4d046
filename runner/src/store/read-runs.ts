// Runs and their steps out of the catalogue's tables.
import type { AssetKey } from '@headwater/graph';
import type { Database } from '@headwater/stores';
import type { RecordedRun } from '../catalogue.ts';
import type { RunStep, RunSummary } from '../protocol.ts';
import type { OpResult } from '../run-event.ts';
import { rows, textOrNull } from './table-rows.ts';

interface RunsPage {
  readonly limit: number;
  readonly unfinished?: boolean;
  /** This one alone. */
  readonly run?: string;
  /** Those that started before this one. */
  readonly before?: string;
}

export function readRuns(database: Database, { limit, unfinished = false, run: only, before }: RunsPage): RunSummary[] {
  const where =
    only !== undefined
      ? 'WHERE run = ?'
      : unfinished
        ? "WHERE status = 'running'"
        : before !== undefined
          ? 'WHERE (started, run) < (SELECT started, run FROM runs WHERE run = ?)'
          : '';
  return rows(
    database,
    `SELECT run, status, started, finished, selection, materialized, failed, skipped, cancelled, parent, env FROM runs ${where} ORDER BY started DESC, run DESC LIMIT ${Math.max(0, Math.trunc(limit))}`,
    only === undefined && before === undefined ? [] : [only ?? before ?? ''],
  ).map(([run, status, started, finished, selection, materialized, failed, skipped, cancelled, parent, env]) => ({
    run: String(run),
    status: String(status) as RunSummary['status'],
    started: String(started),
    selection: String(selection),
    counts: {
      materialized: Number(materialized),
      failed: Number(failed),
      skipped: Number(skipped),
      cancelled: Number(cancelled),
    },
    ...(finished != null && { finished: String(finished) }),
    ...(parent != null && { parent: String(parent) }),
    ...(env != null && { env: String(env) }),
  }));
}

/** Of the runs whose ids end so, two at the most. */
export function readRunIds(database: Database, { end }: { end: string }): string[] {
  const found = rows(database, 'SELECT run FROM runs WHERE substr(run, -?) = ? LIMIT 2', [end.length + 1, `-${end}`]);
  return found.map(([run]) => String(run));
}

/** The steps of a run in the order they began or ended. */
export function readSteps(database: Database, run: string): RunStep[] {
  return rows(
    database,
    'SELECT step, asset, op, attempt, status, started, finished, message, partition FROM steps WHERE run = ? ORDER BY coalesce(started, finished), seq, attempt',
    [run],
  ).map(([step, asset, op, attempt, status, started, finished, message, partition]) => ({
    step: String(step),
    asset: String(asset),
    ...(partition !== '' && { partition: String(partition) }),
    attempt: Number(attempt),
    status: String(status) as RunStep['status'],
    ...(op != null && { op: String(op) }),
    ...(started != null && { started: String(started) }),
    ...(finished != null && { finished: String(finished) }),
    ...(message != null && { message: String(message) }),
  }));
}

/** What the ops of a run gave, by step. */
export function readOpResults(database: Database, run: string): Record<string, OpResult> {
  const found = rows(
    database,
    "SELECT step, op, code_version, args_version, path FROM steps WHERE run = ? AND op IS NOT NULL AND status IN ('done', 'reused')",
    [run],
  );
  return Object.fromEntries(
    found.map(([step, op, codeVersion, argsVersion, path]) => [
      String(step),
      {
        op: String(op),
        codeVersion: textOrNull(codeVersion),
        argsVersion: textOrNull(argsVersion),
        ...(path != null && { path: String(path) }),
      },
    ]),
  );
}

/** Checks of severity `error` that failed in a run. */
export function readFailedChecks(database: Database, run: string): RecordedRun['failedChecks'] {
  const found = rows(
    database,
    "SELECT asset, name, partition FROM checks WHERE run = ? AND passed = 0 AND severity = 'error' ORDER BY seq",
    [run],
  );
  return found.map(([asset, name, partition]) => ({
    asset: String(asset),
    name: String(name),
    ...(partition != null && { partition: String(partition) }),
  }));
}

/** What a run set out to make. */
export function readRunAssets(database: Database, run: string): Pick<RecordedRun, 'assets' | 'partitions'> {
  const [first] = rows(database, 'SELECT assets, partitions FROM runs WHERE run = ?', [run]);
  const [assets, partitions] = first ?? ['[]', null];
  return {
    assets: JSON.parse(String(assets)) as AssetKey[],
    partitions: partitions == null ? {} : (JSON.parse(String(partitions)) as RecordedRun['partitions']),
  };
}

/** How the assets of a run ended, counted by their status. */
export function countSteps(database: Database, run: string): Readonly<Record<string, number>> {
  const statement = database.prepare(
    'SELECT status, count(DISTINCT asset || char(10) || partition) FROM steps WHERE run = ? AND op IS NULL GROUP BY status',
  );
  statement.bind([run]);
  const counts: Record<string, number> = {};
  while (statement.step()) {
    const [status, count] = statement.get();
    counts[String(status)] = Number(count);
  }
  statement.free();
  return counts;
}
