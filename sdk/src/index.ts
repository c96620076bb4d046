// The door of the SDK, published as `headwater`: what users type. It imports nothing, and importing it starts nothing.
export { asset } from './asset.ts';
export type {
  AnyAsset,
  Asset,
  AssetOptions,
  Body,
  CallArguments,
  InputAssets,
  InputValue,
  InputValues,
  LoadableInputs,
} from './asset-types.ts';
export type { AssetContext, AssetDescription, DEFINITION, Described, Log } from './definition.ts';
