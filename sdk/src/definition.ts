// What every definition carries for the engine: a frozen description under one well-known symbol.
import type { ConditionFacts, FreshnessFacts } from './automation-facts.ts';
import type {
  AssetContext,
  CheckContext,
  FailureContext,
  OpContext,
  ResourceContext,
  ScheduleContext,
  SensorContext,
} from './contexts.ts';
import type { MetadataValue } from './metadata.ts';
import type { ColumnKind } from './columns.ts';
import type { BackfillFacts, MappingFacts, PartitionsFacts } from './partition-facts.ts';
import type { StandardSchema } from './standard-schema.ts';

/** `Symbol.for`, so that two copies of the package still understand each other. */
export const DEFINITION: unique symbol = Symbol.for('headwater.definition') as never;

/** Anything made by a factory of this package. */
export interface Described<D extends Description = Description> {
  readonly [DEFINITION]: D;
}

export type Description =
  | AssetDescription
  | OutputDescription
  | ExternalDescription
  | MultiDescription
  | OpDescription
  | LoadedAsDescription
  | CheckDescription
  | ResourceDescription
  | JobDescription
  | ScheduleDescription
  | SensorDescription
  | ConditionDescription
  | FreshnessDescription
  | PartitionsDescription
  | MappingDescription
  | FromPartitionsDescription
  | DefinitionsDescription;

/** What can be named as input or dep: one node of the graph. */
export type NodeDescription = AssetDescription | OutputDescription | ExternalDescription;

/** What is said of one node of the graph. */
export interface NodeFacts {
  /** Segments; null: the engine binds the name it is exported by. */
  readonly key: readonly string[] | null;
  /** Keys it had before, as they print. */
  readonly renamedFrom: readonly string[];
  readonly description: string | null;
  readonly group: string | null;
  readonly kinds: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly owners: readonly string[];
  /** Key of an IO manager among the resources; null: the default store. */
  readonly io: string | null;
  /** Column names to the kinds of their cells; null: not declared. */
  readonly columns: Readonly<Record<string, ColumnKind>> | null;
  /** Checks that the body returns with its result. */
  readonly checks: readonly DeclaredCheck[];
  readonly freshness: FreshnessFacts | null;
}

/** What is said of one body and how it is run. */
export interface StepFacts {
  /** Input name to definition. */
  readonly inputs: Readonly<Record<string, Described<NodeDescription>>>;
  /** Input name to the in-memory type it is wanted as, of those that say one. */
  readonly loadAs: Readonly<Record<string, string>>;
  readonly deps: readonly Described<NodeDescription>[];
  /** Of those inputs and deps that say which partitions they need; each upstream once. */
  readonly mappings: readonly UpstreamMapping[];
  /** Null: it is made whole. */
  readonly partitions: PartitionsFacts | null;
  /** When it runs by itself; null: never. */
  readonly automation: ConditionFacts | null;
  /** Null: a run for each partition. */
  readonly backfill: BackfillFacts | null;
  /** Name in `ctx.resources` to resource. */
  readonly resources: Readonly<Record<string, Described<ResourceDescription>>>;
  readonly config: StandardSchema | null;
  readonly retry: RetryFacts | null;
  readonly timeoutMs: number | null;
  /** Bytes. */
  readonly memoryLimit: number | null;
  readonly pool: string | null;
  /** Overrides what is read from the body's source. */
  readonly codeVersion: string | null;
  /** Same code and same inputs always give the same value. */
  readonly deterministic: boolean;
  /** Stands on every materialization, under what the body adds. */
  readonly metadata: Readonly<Record<string, MetadataValue>>;
}

export interface UpstreamMapping {
  readonly asset: Described<NodeDescription>;
  readonly mapping: MappingFacts;
}

export interface RetryFacts {
  readonly maxRetries: number;
  readonly delayMs: number;
  readonly backoff: 'linear' | 'exponential' | null;
  readonly jitter: 'full' | 'plus-minus' | null;
}

export interface DeclaredCheck {
  readonly name: string;
  readonly blocking: boolean;
  readonly severity: 'warn' | 'error';
}

/** `asset` and `graphAsset`: one body, one node. */
export interface AssetDescription extends NodeFacts, StepFacts {
  readonly type: 'asset' | 'graph';
  /** Always called as `(inputs, ctx)`; assets without inputs get `{}`. */
  readonly run: (inputs: Readonly<Record<string, unknown>>, ctx: AssetContext) => unknown;
}

/** One body, several nodes. */
export interface MultiDescription extends StepFacts {
  readonly type: 'multi';
  readonly canSubset: boolean;
  /** Output name to the node it makes. */
  readonly outputs: Readonly<Record<string, Described<OutputDescription>>>;
  readonly run: (inputs: Readonly<Record<string, unknown>>, ctx: AssetContext) => AsyncIterable<unknown>;
}

/** One node that a multi-asset makes. */
export interface OutputDescription extends NodeFacts {
  readonly type: 'output';
  readonly name: string;
  readonly multi: () => MultiDescription;
}

/** Produced elsewhere: loadable, never executed. */
export interface ExternalDescription extends NodeFacts {
  readonly type: 'external';
  /** Gives the data version of what is there now. */
  readonly observe: ((ctx: AssetContext) => unknown) | null;
  /** Null: it is there whole. */
  readonly partitions: PartitionsFacts | null;
}

/** A node among inputs, wanted as another in-memory type. */
export interface LoadedAsDescription {
  readonly type: 'loaded-as';
  readonly asset: Described<NodeDescription>;
  /** Name of the type. */
  readonly dataType: string;
}

/** A node among inputs or deps, with the partitions of it that are needed. */
export interface FromPartitionsDescription {
  readonly type: 'from-partitions';
  readonly asset: Described<NodeDescription>;
  readonly mapping: MappingFacts;
  /** Name of the in-memory type it is wanted as, where that is said too. */
  readonly dataType: string | null;
}

/** What `automation`, `freshness`, `partitions` and `mapping` make. */
export interface ConditionDescription {
  readonly type: 'condition';
  readonly condition: ConditionFacts;
}

export interface FreshnessDescription {
  readonly type: 'freshness';
  readonly policy: FreshnessFacts;
}

export interface PartitionsDescription {
  readonly type: 'partitions';
  readonly partitions: PartitionsFacts;
}

export interface MappingDescription {
  readonly type: 'mapping';
  readonly mapping: MappingFacts;
}

/** A step of a graph asset. */
export interface OpDescription {
  readonly type: 'op';
  readonly name: string | null;
  readonly retry: RetryFacts | null;
  readonly timeoutMs: number | null;
  readonly run: (ctx: OpContext, ...args: readonly unknown[]) => unknown;
}

/** A check that runs after its asset is materialized, on the stored value. */
export interface CheckDescription {
  readonly type: 'check';
  readonly asset: Described<NodeDescription>;
  readonly name: string | null;
  readonly blocking: boolean;
  /** Null: it blocks, if at all, everything downstream. */
  readonly blocks: readonly Described<NodeDescription>[] | null;
  readonly severity: 'warn' | 'error';
  readonly run: (value: unknown, ctx: CheckContext) => unknown;
}

export interface ResourceDescription {
  readonly type: 'resource';
  readonly config: StandardSchema | null;
  readonly create: (ctx: ResourceContext) => unknown;
  readonly dispose: ((value: unknown) => unknown) | null;
  /** It holds what must be seen by every step, in memory: steps that run in several processes cannot use it. */
  readonly inProcessOnly: boolean;
}

export interface JobDescription {
  readonly type: 'job';
  readonly name: string;
  /** The selection grammar, or the assets themselves. */
  readonly selection: string | readonly Described<NodeDescription>[];
}

/** What a schedule or a sensor runs unless it asks for something else. */
export type TargetDescription =
  | Described<JobDescription>
  /** The selection grammar, or the assets themselves. */
  | JobDescription['selection'];

export interface ScheduleDescription {
  readonly type: 'schedule';
  readonly name: string;
  readonly target: TargetDescription;
  readonly cron: string;
  readonly timezone: string | null;
  /** Null: each tick is one run of the target. */
  readonly run: ((ctx: ScheduleContext) => unknown) | null;
}

export interface SensorDescription {
  readonly type: 'sensor';
  readonly name: string;
  readonly target: TargetDescription;
  readonly minimumIntervalMs: number;
  readonly timeoutMs: number;
  /** Name in `ctx.resources` to resource. */
  readonly resources: Readonly<Record<string, Described<ResourceDescription>>>;
  readonly run: (ctx: SensorContext) => unknown;
}

export interface DefinitionsDescription {
  readonly type: 'definitions';
  /** Name to node; null: every exported asset of the project. */
  readonly assets: Readonly<Record<string, Described<NodeDescription>>> | null;
  readonly jobs: readonly Described<JobDescription>[];
  readonly schedules: readonly Described<ScheduleDescription>[];
  readonly sensors: readonly Described<SensorDescription>[];
  /** Name to resource, or to a value used as it is: an IO manager. */
  readonly resources: Readonly<Record<string, unknown>>;
  /** Name of an environment to what it puts in the place of `resources`. */
  readonly env: Readonly<Record<string, { readonly resources: Readonly<Record<string, unknown>> }>>;
  /** How many steps of a pool run at once. */
  readonly pools: Readonly<Record<string, number>>;
  readonly onFailure: ((ctx: FailureContext) => unknown) | null;
}

/** What a body hands back from `ctx.result` and `ctx.materialized`. */
export interface ResultDescription {
  readonly type: 'result';
  /** Of a multi-asset's output; null: the asset itself. */
  readonly output: string | null;
  /** False for `ctx.materialized`: the body stored its data itself. */
  readonly hasValue: boolean;
  readonly value: unknown;
  readonly metadata: Readonly<Record<string, MetadataValue>>;
  readonly checks: Readonly<Record<string, CheckOutcome>>;
  readonly dataVersion: string | null;
}

/** How a check came out; severity is null when only the check's own counts. */
export interface CheckOutcome {
  readonly passed: boolean;
  readonly severity: 'warn' | 'error' | null;
  readonly metadata: Readonly<Record<string, MetadataValue>>;
}
