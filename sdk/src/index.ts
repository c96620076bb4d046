// The door of the SDK, published as `headwater`: what users type. It imports nothing, and importing it starts nothing.
export { asset } from './asset.ts';
export { assetCheck } from './asset-check.ts';
export { dataType, types } from './data-type.ts';
export { definitions } from './definitions.ts';
export { env } from './env.ts';
export { externalAsset } from './external-asset.ts';
export { graphAsset } from './graph-asset.ts';
export { job } from './job.ts';
export { loadAs } from './load-as.ts';
export { materialize } from './materialize.ts';
export { meta } from './meta.ts';
export { multiAsset } from './multi-asset.ts';
export { op } from './op.ts';
export { output } from './output.ts';
export { resource } from './resource.ts';
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
  InputAssets,
  InputValue,
  InputValues,
  LoadableAsset,
  ResourceRecord,
  Retry,
  StepOptions,
  ValueOf,
} from './asset-types.ts';
export type { AssetCheck, AssetCheckOptions } from './asset-check.ts';
export type {
  AssetContext,
  CallContext,
  CheckContext,
  CheckResultInput,
  FailureContext,
  Log,
  OpContext,
  Previous,
  ResourceContext,
  Result,
  ResultOptions,
} from './contexts.ts';
export type { ColumnKind } from './columns.ts';
export type { ColumnsSchema } from './schema-columns.ts';
export type { DataType, ValueAs } from './data-type.ts';
export type { DEFINITION, AssetDescription, CheckOutcome, Described } from './definition.ts';
export type { Definitions, DefinitionsOptions } from './definitions.ts';
export type { EnvOptions } from './env.ts';
export type { ExternalAssetOptions } from './external-asset.ts';
export type { InputContext, IoManager, OutputContext, StoredInfo, StoredTable, ValuePlace } from './io-manager.ts';
export type { Job, JobOptions } from './job.ts';
export type { LoadedAs } from './load-as.ts';
export type { MaterializeOptions } from './materialize.ts';
export type { CheckReport, MaterializeResult, StepFailure } from './materialize-result.ts';
export type { ChartValue, ColumnOrigin, ColumnSchema, MetadataValue, RawMetadata, TableValue } from './metadata.ts';
export type { MultiAsset, MultiAssetOptions, Output } from './multi-asset.ts';
export type { CheckOption, NodeOptions } from './node-options.ts';
export type { Op, OpOptions } from './op.ts';
export type { OutputSpec } from './output.ts';
export type { Duration, Size } from './quantities.ts';
export type { Resource, ResourceOptions } from './resource.ts';
export type { StandardSchema } from './standard-schema.ts';
export type { DuckdbStoreOptions, FileFormat, FileStoreOptions } from './store.ts';
export type { LoggedLine, TestContext, TestContextOptions } from './test-context.ts';
