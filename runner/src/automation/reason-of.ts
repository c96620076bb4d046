// The one sentence that says best why a condition is true.
import type { EvaluatedCondition } from '@headwater/graph';

/** Null: it is not. */
export function reasonOf(tree: EvaluatedCondition | null): string | null {
  return tree?.value === true ? (firstCause(tree) ?? `${tree.label} is true`) : null;
}

/** Depth first, what comes before. That something else is false explains little, and the latest window is there always. */
function firstCause(tree: EvaluatedCondition): string | null {
  if (!tree.value || tree.label.startsWith('not ') || tree.label === 'inLatestTimeWindow()') return null;
  for (const each of tree.of) {
    const found = firstCause(each);
    if (found !== null) return found;
  }
  return tree.of.length === 0 ? (tree.detail ?? null) : null;
}
