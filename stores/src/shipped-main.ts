// What `store.file`, `store.memory` and `store.duckdb` load when a run needs them, published as `headwater/stores`.
export { createMemoryStore as memoryStore } from './memory-store.ts';
export { fileStore } from './file/file-store.ts';
export { duckdbStore } from './duckdb/duckdb-store.ts';
