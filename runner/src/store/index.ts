// What the rest of the runner sees of the catalogue's store.
export { openCatalogue } from './open-catalogue.ts';
export { RememberedFacts } from './remembered-facts.ts';
export { readStored, type Stored } from './read-stored.ts';
export { KEEP, type Keep } from './keep.ts';
