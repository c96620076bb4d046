// What is kept of a backfill on disk: ranges of keys, however many partitions there are, so that any later process goes on from there.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AssetKey, PartitionRange } from '@headwater/graph';
import { readIfThere, replaceFile } from '@headwater/stores';
import type { BackfillState } from '../automation-protocol.ts';

export interface BackfillRecord {
  readonly version: 1;
  readonly backfill: string;
  readonly status: BackfillState['status'];
  readonly selection: string;
  readonly started: string;
  readonly finished: string | null;
  readonly message: string | null;
  readonly env: string | null;
  readonly staleOnly: boolean;
  /** One after the other. */
  readonly phases: readonly PhaseRecord[];
  /** The newest of them. */
  readonly runs: readonly string[];
  /** What was handed to a run whose end is not recorded yet. */
  readonly current: { readonly run: string; readonly phase: number; readonly ranges: readonly string[] } | null;
}

export interface PhaseRecord {
  readonly keys: readonly AssetKey[];
  readonly maxPartitionsPerRun: number;
  /** False: the assets are made whole, in one run, and `left` is `*` until it was made. */
  readonly sliced: boolean;
  readonly total: number;
  readonly made: number;
  /** What has not been tried: a key or a range `from..to` each. */
  readonly left: readonly string[];
  readonly failed: readonly PartitionRange[];
}

const ENDING = '.json';
/** Of runs that are told of. */
export const RUNS_TOLD = 100;

/** One after the other: what is on disk is never older than what was written before it. */
export function recordWriter(dir: string): (record: BackfillRecord) => Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  return (record) => {
    const bytes = Buffer.from(JSON.stringify(record));
    const written = last.then(() => replaceFile(join(dir, record.backfill + ENDING), bytes));
    last = written.catch(() => undefined);
    return written;
  };
}

/** Newest first. A file that is none of ours is passed over. */
export async function readRecords(dir: string): Promise<BackfillRecord[]> {
  const files = await readdir(dir).catch(() => []);
  const names = files.filter((file) => file.endsWith(ENDING)).sort();
  const records: BackfillRecord[] = [];
  // One by one: there may be more than a process may have open.
  for (const file of names) {
    const record = parse(await readIfThere(join(dir, file)));
    if (record) records.push(record);
  }
  return records.reverse();
}

export function stateOf(record: BackfillRecord, { active }: { readonly active: boolean }): BackfillState {
  const { backfill, selection, started, finished, phases, runs } = record;
  const sum = (of: (phase: PhaseRecord) => number): number => phases.reduce((all, phase) => all + of(phase), 0);
  const failedOf = ({ failed }: PhaseRecord): number => failed.reduce((all, { count }) => all + count, 0);
  const [total, made, failed] = [sum((phase) => phase.total), sum((phase) => phase.made), sum(failedOf)];
  const isLeft = record.status === 'running' && !active;
  const isEnding = record.status === 'paused' && record.current !== null && active;
  const message = isLeft ? leftAlone(backfill) : isEnding ? 'The run under way goes on to its end.' : record.message;
  return {
    backfill,
    status: isLeft ? 'paused' : record.status,
    selection,
    started,
    ...(finished !== null && { finished }),
    assets: [...new Set(phases.flatMap(({ keys }) => keys))],
    counts: { total, made, failed, waiting: total - made - failed },
    ranges: { failed: phases.flatMap((phase) => (phase.sliced ? phase.failed : [])) },
    runs,
    ...(active && record.current !== null && { run: record.current.run }),
    ...(message !== null && { message }),
  };
}

const leftAlone = (id: string): string =>
  `The process that carried it out ended: \`headwater backfill resume ${id}\` goes on, and so does \`headwater dev\`.`;

function parse(bytes: Uint8Array | null): BackfillRecord | null {
  try {
    const record = JSON.parse(Buffer.from(bytes ?? []).toString('utf8')) as BackfillRecord;
    return record.version === 1 && Array.isArray(record.phases) ? record : null;
  } catch {
    return null;
  }
}
