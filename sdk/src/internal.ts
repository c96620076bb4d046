// The door for the engine alone, published as `headwater/internal`: the one implementation of contexts and of metadata's rules.
export { DEFINITION } from './definition.ts';
export { RESULT } from './contexts.ts';
export { describeValue } from './describe-value.ts';
export {
  createCheckContext,
  createContext,
  createFailureContext,
  createOpContext,
  createResourceContext,
} from './create-context.ts';
export { isHandedOut } from './handed-out.ts';
export { mergeMetadata, wrapMetadata } from './wrap-metadata.ts';
export { readCheckResult } from './read-check-result.ts';
export { readResult } from './read-result.ts';
export type * from './automation-facts.ts';
export type * from './columns.ts';
export type * from './contexts.ts';
export type * from './create-context.ts';
export type * from './definition.ts';
export type * from './engine.ts';
export type * from './hooks.ts';
export type * from './io-manager.ts';
export type { DuckdbStoreOptions, FileFormat, FileStoreOptions } from './store.ts';
export type * from './metadata.ts';
export type * from './partition-facts.ts';
export type * from './standard-schema.ts';
