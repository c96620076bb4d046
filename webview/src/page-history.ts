// Makes of the host's history what the page shows of it: numbers and names, without the tables and pictures of old metadata.
import type { CheckResult, Materialization } from '@headwater/graph';
import type { History, HistoryEntry } from './protocol.ts';

/** As the host tells it. */
export interface ToldHistory extends Pick<History, 'next' | 'folded'> {
  readonly materializations: readonly ToldMaterialization[];
}

interface ToldMaterialization extends Omit<Materialization, 'code'> {
  readonly checks: readonly CheckResult[];
  readonly kept: boolean;
}

export function pageHistory({ materializations, next, folded }: ToldHistory): History {
  return { entries: materializations.map(pageEntry), next, folded };
}

function pageEntry(entry: ToldMaterialization): HistoryEntry {
  const { seq, run, time, rows, bytes, durationMs, env, reused, kept, checks, metadata, columns } = entry;
  const numbers = Object.entries(metadata).flatMap(([name, { kind, value }]) =>
    (kind === 'int' || kind === 'float') && Number.isFinite(value) ? [[name, value] as const] : [],
  );
  return {
    seq,
    run,
    time,
    ...(rows !== undefined && { rows }),
    ...(bytes !== undefined && { bytes }),
    durationMs,
    ...(env !== undefined && { env }),
    ...(reused !== undefined && { reusedFrom: reused.run }),
    kept,
    checks: checks.length,
    failedChecks: checks.filter(({ passed }) => !passed).map(({ name }) => name),
    numbers: Object.fromEntries(numbers),
    ...(columns !== undefined && { columns }),
  };
}
