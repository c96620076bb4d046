// All LSP features of the server, one line each.
import type { Feature } from './feature.ts';
import { callHierarchyFeature } from './features/call-hierarchy.ts';
import { codeActionsFeature } from './features/code-actions.ts';
import { codeLensFeature } from './features/code-lens.ts';
import { completionFeature } from './features/completion.ts';
import { definitionFeature } from './features/definition.ts';
import { documentHighlightFeature } from './features/document-highlight.ts';
import { documentSymbolFeature } from './features/document-symbol.ts';
import { hoverFeature } from './features/hover.ts';
import { inlayHintsFeature } from './features/inlay-hints.ts';
import { referencesFeature } from './features/references.ts';
import { renameFeature } from './features/rename.ts';
import { workspaceSymbolFeature } from './features/workspace-symbol.ts';

export const FEATURES: readonly Feature[] = [
  callHierarchyFeature,
  codeActionsFeature,
  codeLensFeature,
  completionFeature,
  definitionFeature,
  documentHighlightFeature,
  documentSymbolFeature,
  hoverFeature,
  inlayHintsFeature,
  referencesFeature,
  renameFeature,
  workspaceSymbolFeature,
];
