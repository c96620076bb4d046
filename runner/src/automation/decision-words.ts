// Puts how a condition came out into one sentence.
import type { ConditionEvaluation, EvaluatedCondition } from '@headwater/graph';
import type { Decision } from '../automation-protocol.ts';
import { reasonOf } from './reason-of.ts';

export function decisionOf({ time, requested, run, tree, problem }: ConditionEvaluation): Decision {
  const message = problem ?? (requested ? (reasonOf(tree) ?? `${tree.label} is true`) : whyNot(tree));
  return { time, requested, message, ...(run !== undefined && { run }), ...(problem !== undefined && { problem }) };
}

/** The first thing that stands in the way. */
function whyNot(tree: EvaluatedCondition): string {
  if (tree.value) return tree.detail ?? `${tree.label} is true`;
  const hindering = tree.of.find(({ value }) => !value);
  return hindering ? whyNot(hindering) : (tree.detail ?? `${tree.label} is false`);
}
