// The door of graph/: what a graph of assets is, and the pure questions one can ask it.
export type * from './model.ts';
export type * from './status-model.ts';
export { STATUS_NAMES } from './status-model.ts';
export { keySegments, printKey } from './asset-key.ts';
export { nearestName } from './nearest-name.ts';
export { applyDelta, diffGraph } from './delta.ts';
export { findCycles, topologicalOrder } from './order.ts';
export { directUpstream, downstreamOf, upstreamOf } from './walk.ts';
export {
  formatSelectionError,
  parseSelection,
  selectionAttributes,
  selectionValue,
  type PlacedAttribute,
  type Selection,
  type SelectionError,
} from './selection.ts';
export { select, type Selected, type SelectOptions } from './select.ts';
export { computeStatus } from './status.ts';
export { shortRun } from './short-run.ts';
export { formatAge, statusSummary } from './status-summary.ts';
export { formatCell } from './format-cell.ts';
export { formatMetadata } from './format-metadata.ts';
export { formatGraphText } from './format-graph.ts';
export { formatStored } from './format-stored.ts';
export { formatStatusText } from './format-status.ts';
