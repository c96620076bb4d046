// Puts how a condition came out into one sentence.
import type { ConditionEvaluation, EvaluatedCondition } from '@headwater/graph';
import type { Decision } from '../automation-protocol.ts';
import { reasonOf } from './reason-of.ts';

export function decisionOf({ time, requested, run, tree, problem }: ConditionEvaluation): Decision {
  const message = problem ?? (requested ? (reasonOf(tree) ?? `${tree.label} is true`) : whyNot(tree));
  return { time, requested, message, ...(run !== undefined && { run }), ...(problem !== undefined && { problem }) };
}

/** The first thing that stands in the way. Where all parts are false they may be alternatives: then it is the whole that is missing. */
function whyNot(tree: EvaluatedCondition): string {
  const [first, ...others] = tree.of.filter(({ value }) => !value);
  if (first && (others.length === 0 || others.length < tree.of.length - 1)) return whyNot(first);
  const [denied] = tree.of;
  if (tree.label.startsWith('not ') && denied) return reasonOf(denied) ?? denied.detail ?? `${denied.label} is true`;
  if (tree.of.length > 1 && tree.of.every(({ asset }) => asset === undefined))
    return `none of ${tree.of.map(({ label }) => label).join(', ')} is true`;
  return tree.detail ?? `${tree.label} is false`;
}
