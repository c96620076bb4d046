// The door of graph/: what a graph of assets is, and the pure questions one can ask it.
export type * from './model.ts';
export type * from './automation-model.ts';
export type * from './partition-model.ts';
export type * from './partition-facts.ts';
export type * from './status-model.ts';
export { STATUS_NAMES } from './status-model.ts';
export { keySegments, printKey } from './asset-key.ts';
export { nearestName } from './nearest-name.ts';
export { applyDelta, diffGraph } from './delta.ts';
export {
  diffGraphs,
  noGraphDiff,
  type AssetDiff,
  type ChangedPiece,
  type DiffBase,
  type DiffBaseChoice,
  type GraphDiff,
  type GraphDiffQuestion,
} from './graph-diff.ts';
export type { EdgeDiff } from './edge-diff.ts';
export { conditionWords, cronWritten, freshnessWords, partitionsWords } from './condition-words.ts';
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
export { completeSelection, type SelectionPiece } from './complete-selection.ts';
export { countValues, SELECTION_ATTRIBUTES, selectionValues, valueCounts } from './selection-values.ts';
export { driftCauses } from './drift.ts';
export { computeSomeStatuses, computeStatus, judgeGroups, type StatusMemo } from './status.ts';
export type { JudgedGroup } from './partition-status.ts';
export { causeParts, type CausePart } from './cause-parts.ts';
export { previewSummary, type PreviewedStatus } from './preview-summary.ts';
export { inputNames, isSameInput } from './input-names.ts';
export { shortRun } from './short-run.ts';
export { counted, formatAge, oneLine, statusSummary } from './status-summary.ts';
export { formatCell } from './format-cell.ts';
export { formatBytes, formatMetadata } from './format-metadata.ts';
export { formatDiffText } from './format-diff.ts';
export { formatGraphText } from './format-graph.ts';
export { formatStored } from './format-stored.ts';
export { formatStatusText } from './format-status.ts';
export { formatHistoryText, type HistoryText, type ToldMaterialization } from './format-history.ts';
export { formatStorage } from './format-storage.ts';
export { handOn, renamedFacts } from './renamed-facts.ts';
export { namesOf, renamesInForce, type Naming, type RenamesInForce } from './renames-in-force.ts';
