// What the modules say once they are loaded, in the words of the analyzer.
import type { AssetKey, AssetNode, ScheduleNode, SensorNode } from '@headwater/graph';

/** The graph of the loaded modules. */
export interface DescribedModules {
  readonly version: 1;
  readonly nodes: readonly DescribedNode[];
  /** Names of the jobs. */
  readonly jobs: readonly string[];
  readonly schedules: readonly DescribedSchedule[];
  readonly sensors: readonly DescribedSensor[];
  /** Why the modules could not be loaded. */
  readonly problem?: string;
}

export type DescribedSchedule = Pick<ScheduleNode, 'name' | 'selection' | 'cron' | 'timezone' | 'hasBody'>;

export type DescribedSensor = Pick<SensorNode, 'name' | 'selection' | 'minimumIntervalMs'>;

/** What is said of an asset about time; each is absent where nothing is said. */
export type TimedFacts = Pick<AssetNode, 'partitions' | 'mappings' | 'automation' | 'freshness' | 'backfill'>;

export interface DescribedNode extends TimedFacts {
  readonly key: AssetKey;
  readonly kind: 'asset' | 'external' | 'multi' | 'graph';
  readonly inputs: Readonly<Record<string, AssetKey>>;
  readonly deps: readonly AssetKey[];
  readonly group: string;
  readonly kinds: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly owners: readonly string[];
  readonly io: string | null;
  /** The keys it had before. */
  readonly renamedFrom: readonly AssetKey[];
  /** Name to kind; absent where none are declared. */
  readonly columns?: Readonly<Record<string, string>>;
  /** Those the body returns and those that stand apart. */
  readonly checks: readonly {
    readonly name: string;
    readonly blocking: boolean;
    readonly severity: 'warn' | 'error';
  }[];
}
