// Facts out of the catalogue's tables: materializations, failures, checks, observations.
import type {
  AssetKey,
  CheckResult,
  CodeId,
  Failure,
  Materialization,
  Metadata,
  Observation,
  PartitionRange,
  Rename,
} from '@headwater/graph';
import { readRenames } from './key-changes.ts';
import type { Database } from '@headwater/stores';
import { rows, textOrNull, type Cell } from './table-rows.ts';

export function lastSeq(database: Database): number {
  return Number(database.exec("SELECT value FROM store WHERE name = 'last_seq'")[0]?.values[0]?.[0] ?? 0);
}

/** Without a prototype: an asset may be named `constructor` or `__proto__`. */
const byAsset = <T>(): Record<AssetKey, T> => Object.create(null) as Record<AssetKey, T>;

export interface LatestFacts {
  readonly materializations: Record<AssetKey, Materialization>;
  readonly failures: Record<AssetKey, Failure>;
  readonly checks: Record<AssetKey, Record<string, CheckResult>>;
  readonly observations: Record<AssetKey, Observation>;
  readonly renames: Rename[];
  /** By the name of their definition, in the order they were added. */
  readonly dynamicPartitions: Record<string, readonly string[]>;
}

/** Latest materialization and newer failure of each asset, by an index, however long the history is. */
export function readFacts(database: Database): LatestFacts {
  const materializations = byAsset<Materialization>();
  const bySeq = new Map(
    materializationsIn(database, '(SELECT materialization FROM latest)').map((each) => [each.seq, each]),
  );
  for (const [key, seq] of rows(database, 'SELECT asset, materialization FROM latest')) {
    const found = bySeq.get(Number(seq));
    if (found !== undefined) materializations[String(key)] = calledNow(found, String(key));
  }
  const failures = byAsset<Failure>();
  for (const [asset, failure] of rows(database, 'SELECT asset, failure FROM latest WHERE failure IS NOT NULL'))
    failures[String(asset)] = { ...(JSON.parse(String(failure)) as Failure), asset: String(asset) };
  return {
    materializations,
    failures,
    checks: readChecks(database),
    observations: readObservations(database),
    renames: readRenames(database),
    dynamicPartitions: readDynamicPartitions(database),
  };
}

function readDynamicPartitions(database: Database): Record<string, readonly string[]> {
  const keys: Record<string, string[]> = byAsset<string[]>();
  for (const [name, key] of rows(database, 'SELECT name, key FROM dynamic_partitions ORDER BY name, seq, place'))
    (keys[String(name)] ??= []).push(String(key));
  return keys;
}

/** The newest of one partition. */
export function readPartition(
  database: Database,
  { asset, partition }: { readonly asset: AssetKey; readonly partition: string },
): Materialization | undefined {
  const [found] = rows(database, 'SELECT materialization FROM latest_partitions WHERE asset = ? AND partition = ?', [
    asset,
    partition,
  ]);
  if (found?.[0] == null) return undefined;
  const [materialization] = readMaterializations(database, [Number(found[0])]);
  return materialization && calledNow(materialization, asset);
}

/** It may have been recorded under a key the asset had before. */
export function calledNow(materialization: Materialization, asset: AssetKey): Materialization {
  return materialization.asset === asset
    ? materialization
    : { ...materialization, asset, storedAs: materialization.asset };
}

/** These materializations whole, newest first. */
export function readMaterializations(database: Database, seqs: readonly number[]): Materialization[] {
  return materializationsIn(database, `(${seqs.map((seq) => Math.trunc(seq)).join(', ')})`).reverse();
}

/** In the order they were recorded. */
function materializationsIn(database: Database, seqs: string): Materialization[] {
  const inputs = grouped(
    rows(database, `SELECT seq, asset, data_version, run, names, partitions FROM inputs WHERE seq IN ${seqs}`),
    ([, asset, dataVersion, run, names, partitions]) =>
      [
        String(asset),
        {
          dataVersion: textOrNull(dataVersion),
          run: textOrNull(run),
          ...(names != null && { names: JSON.parse(String(names)) as string[] }),
          ...(partitions != null && { partitions: rangeOf(String(partitions)) }),
        },
      ] as const,
  );
  const metadata = grouped(
    rows(database, `SELECT seq, name, kind, value FROM metadata WHERE seq IN ${seqs}`),
    ([, name, kind, value]) => [String(name), { kind, value: JSON.parse(String(value)) as unknown }] as const,
  );
  return rows(database, `SELECT ${MATERIALIZATION} WHERE m.seq IN ${seqs} ORDER BY m.seq`).map((row) =>
    materializationOf(row, {
      inputs: Object.fromEntries(inputs.get(Number(row[0])) ?? []),
      metadata: Object.fromEntries(metadata.get(Number(row[0])) ?? []) as Metadata,
    }),
  );
}

function rangeOf(json: string): PartitionRange {
  const [from, to, count] = JSON.parse(json) as [string, string, number];
  return { from, to, count };
}

/** What `materializationOf` reads. */
const MATERIALIZATION = `m.seq, m.asset, m.run, m.time, m.code_version, m.data_version, m.rows, m.bytes, m.path, m.duration_ms, m.io,
  m.env, m.config_version, m.reused_run, m.reused_seq, m.file, m.line, c.parts, s.columns, m.partition
  FROM materializations m LEFT JOIN code c ON c.code_version = m.code_version LEFT JOIN shapes s ON s.id = m.columns`;

function materializationOf(
  row: readonly Cell[],
  { inputs, metadata }: Pick<Materialization, 'inputs' | 'metadata'>,
): Materialization {
  const [seq, asset, run, time, codeVersion, dataVersion, count, bytes, path, durationMs, io] = row;
  const [env, configVersion, reusedRun, reusedSeq, file, line, code, columns, partition] = row.slice(11);
  return {
    asset: String(asset),
    ...(partition != null && { partition: String(partition) }),
    run: String(run),
    seq: Number(seq),
    time: String(time),
    codeVersion: textOrNull(codeVersion),
    ...(code != null && { code: JSON.parse(String(code)) as Readonly<Record<CodeId, string>> }),
    dataVersion: String(dataVersion),
    inputs,
    metadata,
    durationMs: Number(durationMs),
    ...(count != null && { rows: Number(count) }),
    ...(bytes != null && { bytes: Number(bytes) }),
    ...(path != null && { path: String(path) }),
    ...(io != null && { io: String(io) }),
    ...(env != null && { env: String(env) }),
    ...(configVersion != null && { configVersion: String(configVersion) }),
    ...(columns != null && {
      columns: (JSON.parse(String(columns)) as [string, string][]).map(([name, type]) => ({ name, type })),
    }),
    ...(reusedRun != null && { reused: { run: String(reusedRun), seq: Number(reusedSeq) } }),
    ...(file != null && { file: String(file) }),
    ...(line != null && { line: Number(line) }),
  };
}

function readObservations(database: Database): Record<AssetKey, Observation> {
  const observations = byAsset<Observation>();
  for (const [asset, run, time, dataVersion] of rows(
    database,
    'SELECT asset, run, time, data_version FROM observations',
  ))
    observations[String(asset)] = { run: String(run), time: String(time), dataVersion: String(dataVersion) };
  return observations;
}

function readChecks(database: Database): Record<AssetKey, Record<string, CheckResult>> {
  const checks = byAsset<Record<string, CheckResult>>();
  const found = rows(database, `SELECT l.asset, ${CHECK} FROM latest_checks l JOIN checks c ON c.seq = l.seq`);
  for (const [asset, ...row] of found) {
    const ofAsset = (checks[String(asset)] ??= byAsset<CheckResult>());
    ofAsset[String(row[2])] = checkOf(row);
  }
  return checks;
}

/** Every outcome that was recorded of an asset, or of that one partition of it, in a run. */
export function readChecksOf(
  database: Database,
  { asset, run, partition = null }: { asset: AssetKey; run: string; partition?: string | null },
): CheckResult[] {
  return rows(
    database,
    `SELECT ${CHECK} FROM checks c WHERE c.asset = ? AND c.run = ? AND c.partition IS ? ORDER BY c.seq`,
    [asset, run, partition],
  ).map(checkOf);
}

/** The same of several runs, by run. */
export function readChecksOfRuns(
  database: Database,
  { asset, runs }: { readonly asset: AssetKey; readonly runs: readonly string[] },
): Map<string, CheckResult[]> {
  const found = rows(
    database,
    `SELECT ${CHECK} FROM checks c WHERE c.asset = ? AND c.run IN (SELECT value FROM json_each(?)) ORDER BY c.seq`,
    [asset, JSON.stringify(runs)],
  );
  return Map.groupBy(found.map(checkOf), ({ run }) => run);
}

/** What `checkOf` reads. */
const CHECK = 'c.seq, c.asset, c.name, c.run, c.time, c.passed, c.severity, c.metadata, c.message, c.partition';

function checkOf([
  seq,
  ,
  name,
  run,
  time,
  passed,
  severity,
  metadata,
  message,
  partition,
]: readonly Cell[]): CheckResult {
  return {
    name: String(name),
    ...(partition != null && { partition: String(partition) }),
    passed: passed === 1,
    severity: severity === 'warn' ? 'warn' : 'error',
    run: String(run),
    seq: Number(seq),
    time: String(time),
    metadata: JSON.parse(String(metadata)) as Metadata,
    ...(message != null && { message: String(message) }),
  };
}

function grouped<T>(found: readonly (readonly Cell[])[], entry: (row: readonly Cell[]) => T): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const row of found) {
    const group = groups.get(Number(row[0]));
    if (group) group.push(entry(row));
    else groups.set(Number(row[0]), [entry(row)]);
  }
  return groups;
}
