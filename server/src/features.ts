// All LSP features of the server, one line each.
import type { Feature } from './feature.ts';
import { codeLensFeature } from './features/code-lens.ts';
import { definitionFeature } from './features/definition.ts';
import { hoverFeature } from './features/hover.ts';

export const FEATURES: readonly Feature[] = [codeLensFeature, definitionFeature, hoverFeature];
