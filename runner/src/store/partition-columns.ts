// What is newest of each partition of one asset, in columns: read from the tables when first asked for, then told each event.
import type { AssetKey, Failure, InputVersion } from '@headwater/graph';
import type { Database } from '@headwater/stores';
import type { InputColumn, PartitionColumns } from '../catalogue.ts';
import { textOrNull } from './table-rows.ts';
import type { PrintedInput } from './write-partitions.ts';

interface MadePartition {
  readonly seq: number;
  readonly run: string;
  readonly codeVersion: string | null;
  readonly dataVersion: string;
}

interface OpenColumn extends InputColumn {
  readonly dataVersions: (string | null | undefined)[];
  readonly names: (string | null | undefined)[];
}

export class RememberedPartitions implements PartitionColumns {
  readonly asset: AssetKey;
  changes = 0;
  readonly keys: string[] = [];
  readonly seqs: number[] = [];
  readonly runs: string[] = [];
  readonly codeVersions: (string | null)[] = [];
  readonly dataVersions: (string | null)[] = [];
  readonly inputs = new Map<AssetKey, OpenColumn>();
  readonly failures = new Map<number, Failure>();
  readonly #rows = new Map<string, number>();
  /** One string object for equal ones: a million partitions have a few code versions, and hundreds of runs. */
  readonly #texts = new Map<string, string>();

  constructor(asset: AssetKey) {
    this.asset = asset;
  }

  rowOf(partition: string): number | undefined {
    return this.#rows.get(partition);
  }

  made(partition: string, made: MadePartition & { readonly inputs: Readonly<Record<AssetKey, InputVersion>> }): void {
    const row = this.#write(partition, made);
    for (const [upstream, { dataVersion, names }] of Object.entries(made.inputs))
      this.#writeInput(row, [upstream, dataVersion, names ?? null]);
  }

  failed(partition: string, failure: Failure): void {
    this.failures.set(this.#row(partition), failure);
    this.changes++;
  }

  /** As the tables have it. */
  load(partition: string, made: MadePartition, inputs: readonly PrintedInput[]): void {
    const row = this.#write(partition, made);
    for (const input of inputs) this.#writeInput(row, input);
  }

  #write(partition: string, { seq, run, codeVersion, dataVersion }: MadePartition): number {
    const row = this.#row(partition);
    this.seqs[row] = seq;
    this.runs[row] = this.#one(run);
    this.codeVersions[row] = codeVersion === null ? null : this.#one(codeVersion);
    this.dataVersions[row] = dataVersion;
    this.failures.delete(row);
    for (const column of this.inputs.values()) column.dataVersions[row] = column.names[row] = undefined;
    this.changes++;
    return row;
  }

  #writeInput(row: number, [upstream, dataVersion, names]: PrintedInput): void {
    let column = this.inputs.get(upstream);
    if (column === undefined) {
      // As long as the others: a column with holes would be a slow one.
      const empty = (): undefined[] => new Array<undefined>(this.keys.length).fill(undefined);
      column = { dataVersions: empty(), names: empty() };
      this.inputs.set(upstream, column);
    }
    column.dataVersions[row] = dataVersion;
    column.names[row] = names === null ? null : this.#one(JSON.stringify(names));
  }

  #row(partition: string): number {
    const known = this.#rows.get(partition);
    if (known !== undefined) return known;
    const row = this.keys.push(partition) - 1;
    this.#rows.set(partition, row);
    this.seqs.push(0);
    this.runs.push('');
    this.codeVersions.push(null);
    this.dataVersions.push(null);
    for (const column of this.inputs.values()) {
      column.dataVersions.push(undefined);
      column.names.push(undefined);
    }
    return row;
  }

  #one(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    // Beyond this they are not the few they were thought to be.
    if (this.#texts.size < 10_000) this.#texts.set(text, text);
    return text;
  }
}

export function readPartitions(database: Database, asset: AssetKey): RememberedPartitions {
  const columns = new RememberedPartitions(asset);
  const statement = database.prepare(
    `SELECT partition, materialization, run, code_version, data_version, inputs, failure
     FROM latest_partitions WHERE asset = ? ORDER BY partition`,
  );
  try {
    statement.bind([asset]);
    while (statement.step()) {
      const [key, seq, run, codeVersion, dataVersion, inputs, failed] = statement.get();
      const partition = String(key);
      if (seq != null)
        columns.load(
          partition,
          {
            seq: Number(seq),
            run: String(run),
            codeVersion: textOrNull(codeVersion as string | null),
            dataVersion: String(dataVersion),
          },
          JSON.parse(String(inputs)) as PrintedInput[],
        );
      const failure = failed == null ? null : (JSON.parse(String(failed)) as Failure);
      // Of two names of an asset one may have failed before the other was made.
      if (failure !== null && failure.seq > Number(seq ?? 0)) columns.failed(partition, { ...failure, asset });
    }
  } finally {
    statement.free();
  }
  return columns;
}
