// The door of the SDK, published as `headwater`: what users type. It imports nothing, and importing it starts nothing.
export { asset } from './asset.ts';
export { assetCheck } from './asset-check.ts';
export { automation } from './automation.ts';
export { dataType, types } from './data-type.ts';
export { definitions } from './definitions.ts';
export { env } from './env.ts';
export { externalAsset } from './external-asset.ts';
export { freshness } from './freshness.ts';
export { fromPartitions } from './from-partitions.ts';
export { graphAsset } from './graph-asset.ts';
export { job } from './job.ts';
export { loadAs } from './load-as.ts';
export { mapping } from './mapping.ts';
export { materialize } from './materialize.ts';
export { meta } from './meta.ts';
export { multiAsset } from './multi-asset.ts';
export { op } from './op.ts';
export { output } from './output.ts';
export { partitions } from './partitions.ts';
export { resource } from './resource.ts';
export { schedule } from './schedule.ts';
export { sensor } from './sensor.ts';
export { store } from './store.ts';
export { testContext } from './test-context.ts';
export type {
  AnyAsset,
  Asset,
  AssetOptions,
  Body,
  BodyContext,
  CallArguments,
  ExternalAsset,
  LoadableAsset,
  ResourceRecord,
  Retry,
  StepOptions,
  ValueOf,
} from './asset-types.ts';
export type { AssetCheck, AssetCheckOptions } from './asset-check.ts';
export type { AutomationCondition } from './automation-condition.ts';
export type { DepsOptions } from './automation.ts';
export type { Backfill } from './backfill-option.ts';
export type {
  AssetContext,
  CallContext,
  CheckContext,
  CheckResultInput,
  FailureContext,
  Log,
  OpContext,
  PartitionContext,
  PartitionKeyRange,
  PartitionWindow,
  Previous,
  ResourceContext,
  Result,
  ResultOptions,
  RunRequest,
  ScheduleContext,
  SensorContext,
  TickContext,
} from './contexts.ts';
export type { ColumnKind } from './columns.ts';
export type { ColumnsSchema } from './schema-columns.ts';
export type { DataType, ValueAs } from './data-type.ts';
export type { DEFINITION, AssetDescription, CheckOutcome, Described } from './definition.ts';
export type { Definitions, DefinitionsOptions } from './definitions.ts';
export type { EnvOptions } from './env.ts';
export type { ExternalAssetOptions } from './external-asset.ts';
export type { FreshnessCronOptions, FreshnessOptions, FreshnessPolicy } from './freshness.ts';
export type { FromPartitions } from './from-partitions.ts';
export type { InputAssets, InputValue, InputValues } from './input-values.ts';
export type { InputContext, IoManager, OutputContext, StoredInfo, StoredTable, ValuePlace } from './io-manager.ts';
export type { Job, JobOptions } from './job.ts';
export type { LoadedAs } from './load-as.ts';
export type { PartitionMapping, WindowOptions } from './mapping.ts';
export type { MaterializeOptions } from './materialize.ts';
export type { CheckReport, MaterializeResult, StepFailure } from './materialize-result.ts';
export type { ChartValue, ColumnOrigin, ColumnSchema, MetadataValue, RawMetadata, TableValue } from './metadata.ts';
export type { MultiAsset, MultiAssetOptions, Output } from './multi-asset.ts';
export type { CheckOption, NodeOptions } from './node-options.ts';
export type { Op, OpOptions } from './op.ts';
export type { OutputSpec } from './output.ts';
export type { CronPartitionsOptions, Partitions, TimePartitionsOptions } from './partitions.ts';
export type { Duration, Size } from './quantities.ts';
export type { Resource, ResourceOptions } from './resource.ts';
export type { Schedule, ScheduleOptions } from './schedule.ts';
export type { Sensor, SensorOptions } from './sensor.ts';
export type { StandardSchema } from './standard-schema.ts';
export type { DuckdbStoreOptions, FileFormat, FileStoreOptions } from './store.ts';
export type { Target } from './target-option.ts';
export type { LoggedLine, TestContext, TestContextOptions } from './test-context.ts';
