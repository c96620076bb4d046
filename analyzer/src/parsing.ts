// Everything that needs TypeScript, as one module: loaded when it is first needed, which for a graph from a stored index is never.
export { assetNameAt } from './asset-name-at.ts';
export { assistance } from './language/assistance.ts';
export { navigation } from './language/navigation.ts';
export { readLayout } from './project-layout.ts';
export { readRecord } from './read-record.ts';
export { readTsconfig } from './tsconfig.ts';
