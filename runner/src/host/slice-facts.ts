// What is stored as one partition sees it: of itself and of what it reads, as if there were no others.
import {
  directUpstream,
  type AssetKey,
  type AssetNode,
  type Failure,
  type InputVersion,
  type Materialization,
  type StoredFacts,
} from '@headwater/graph';
import type { Catalogue } from '../catalogue.ts';
import { versionOfPartitions } from '../partitions/partition-version.ts';
import type { PlanStep } from '../plan/plan.ts';
import type { Reads, Slicing } from '../plan/slicing.ts';

export type PartitionCatalogue = Pick<Catalogue, 'partition' | 'partitionsOf'>;

export interface SliceOf {
  /** What one body makes. */
  readonly nodes: readonly AssetNode[];
  /** Absent: they are made whole. */
  readonly partition?: string | undefined;
  readonly reads: Readonly<Record<AssetKey, Reads>>;
}

/** What was read of each upstream that is made in partitions, beside what stands for it. */
export interface SliceFacts extends StoredFacts {
  readonly read?: Readonly<Record<AssetKey, Omit<InputVersion, 'names'>>>;
}

/** What one of a step's partitions reads. */
export function readsOf(
  { nodes, reads, slice }: PlanStep,
  { partition, slicing }: { readonly partition: string | undefined; readonly slicing: Slicing },
): SliceOf['reads'] {
  return partition === undefined || slice?.keys.length === 1 ? reads : slicing.reads(nodes[0], [partition]);
}

/** Facts of a partition and of its direct upstream alone: its own materialization and failure, and digests of what it reads, stand for the assets. */
export function sliceFacts(
  { nodes, partition, reads }: SliceOf,
  { facts, catalogue }: { readonly facts: StoredFacts; readonly catalogue: PartitionCatalogue },
): SliceFacts {
  if (partition === undefined && Object.keys(reads).length === 0) return facts;
  const materializations = record<Materialization>();
  const failures = record<Failure>();
  const read = record<Omit<InputVersion, 'names'>>();
  for (const key of new Set(nodes.flatMap((node) => [node.key, ...directUpstream(node)]))) {
    set(materializations, key, own(facts.materializations, key));
    set(failures, key, own(facts.failures, key));
  }
  for (const [key, { keys }] of Object.entries(reads)) {
    const version = versionOfPartitions(catalogue.partitionsOf(key), keys);
    read[key] = version.dataVersion === null ? { ...version, ...observed(key, facts) } : version;
    set(materializations, key, together(key, version));
  }
  for (const { key } of partition === undefined ? [] : nodes) {
    set(materializations, key, catalogue.partition(key, partition ?? ''));
    set(failures, key, failureOf(key, { partition: partition ?? '', catalogue }));
  }
  return { ...facts, materializations, failures, read };
}

/** Of partitions that are read, in the place of a materialization of the whole: what provenance asks of it. */
function together(key: AssetKey, { dataVersion, run }: Omit<InputVersion, 'names'>): Materialization | undefined {
  if (dataVersion === null || run === null) return undefined;
  return { asset: key, run, seq: 0, time: '', codeVersion: null, dataVersion, inputs: {}, durationMs: 0, metadata: {} };
}

/** An external asset is observed whole. */
function observed(key: AssetKey, { observations }: StoredFacts): Partial<InputVersion> {
  const found = own(observations, key);
  return found === undefined ? {} : { dataVersion: found.dataVersion, run: found.run };
}

function failureOf(
  key: AssetKey,
  { partition, catalogue }: { readonly partition: string; readonly catalogue: PartitionCatalogue },
): Failure | undefined {
  const columns = catalogue.partitionsOf(key);
  const row = columns.rowOf(partition);
  return row === undefined ? undefined : columns.failures.get(row);
}

/** Without a prototype: an asset may be named `constructor`. */
const record = <T>(): Record<AssetKey, T> => Object.create(null) as Record<AssetKey, T>;

const own = <T>(of: Readonly<Record<AssetKey, T>>, key: AssetKey): T | undefined =>
  Object.hasOwn(of, key) ? of[key] : undefined;

function set<T>(of: Record<AssetKey, T>, key: AssetKey, value: T | undefined): void {
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- keyed by asset, read as a plain record
  if (value === undefined) delete of[key];
  else of[key] = value;
}
