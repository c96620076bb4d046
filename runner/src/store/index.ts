// What the rest of the runner sees of the catalogue's store.
export { openCatalogue } from './open-catalogue.ts';
export { readStored, type Stored } from './read-stored.ts';
