// What the rest of the runner sees of the store.
export { openCatalogue } from './open-catalogue.ts';
export { createValueStore, showValue } from './value-store.ts';
export { loadSqlite } from './sqlite.ts';
