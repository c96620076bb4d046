// The door for the engine: the default store, the one in memory, and what the catalogue's store has in common with them.
export { createMemoryStore } from './memory-store.ts';
export { createValueStore, type ValueStore } from './default/value-store.ts';
export { showValue, type ShownValue } from './default/show-value.ts';
export { showLoaded } from './show-loaded.ts';
export { isPlainRecord } from './column-reader.ts';
export { HALF_WRITTEN, readIfThere, replaceFile, syncFolder, TEMPORARY_FOLDER } from './durable-file.ts';
export { seal, sealOf } from './seal.ts';
export { loadSqlite, type Database, type SqlJsStatic } from './sqlite.ts';
export { encodeValue, NotStorable, type Json } from './typed-json.ts';
