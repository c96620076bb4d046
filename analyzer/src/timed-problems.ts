// What only the whole project can tell to be wrong: a policy that is waited for and nothing has, partitions that do not meet.
import { defaultMapping, mappingProblem } from '@headwater/calendar';
import { upstreamOf } from '@headwater/graph';
import type { Condition, Problem } from '@headwater/graph';
import type { LinkedAsset } from './linked.ts';
import { problemAt } from './problem-at.ts';

export function timedProblems(assets: readonly LinkedAsset[]): Problem[] {
  return [...policyProblems(assets), ...mappingProblems(assets)];
}

/** Only an asset that says a mapping, or has partitions itself, can be given the wrong ones. */
function mappingProblems(assets: readonly LinkedAsset[]): Problem[] {
  const asking = assets.filter(({ node }) => node.mappings !== undefined || node.partitions !== undefined);
  if (asking.length === 0) return [];
  const byKey = new Map(assets.map(({ node }) => [node.key, node]));
  return asking.flatMap(({ node, edges }) =>
    [...edges].flatMap(([key, place]) => {
      const upstream = byKey.get(key);
      // What a run alone can tell may have any partitions.
      if (upstream === undefined || upstream.dynamic !== undefined || node.dynamic !== undefined) return [];
      const sides = { downstream: node.partitions, upstream: upstream.partitions };
      const mapping = node.mappings?.[key];
      if (mapping === undefined && upstream.partitions === undefined) return [];
      const wrong = mappingProblem(mapping ?? defaultMapping(sides.downstream, sides.upstream), sides);
      if (wrong === null) return [];
      const message = `The partitions of \`${node.key}\` and of its input \`${key}\` do not meet: ${wrong}`;
      return [problemAt({ code: 'bad-partitions', file: node.file, place, message })];
    }),
  );
}

function policyProblems(assets: readonly LinkedAsset[]): Problem[] {
  const waiting = assets.filter(({ node }) => node.automation !== undefined && waitsForFreshness(node.automation));
  if (waiting.length === 0) return [];
  const nodes = assets.map(({ node }) => node);
  // What only a run can tell may have a policy, too.
  const ends = nodes.filter(({ freshness, dynamic }) => freshness !== undefined || dynamic !== undefined);
  const watched = upstreamOf(
    nodes,
    ends.map(({ key }) => key),
  );
  // The outputs of one body have one condition: one of them that is watched is enough, and it is told once.
  const settled = new Set(waiting.flatMap(({ node }) => (watched.has(node.key) ? (node.step ?? node.key) : [])));
  return waiting.flatMap(({ node: { key, step = key, file }, place, automationPlace }) => {
    if (settled.has(step)) return [];
    settled.add(step);
    const message = `\`${key}\` waits for a freshness policy, and neither it nor anything downstream has one, so \`onFreshness()\` is never true. Add \`freshness: freshness.maxLag('1h')\` here or downstream.`;
    return [problemAt({ code: 'bad-condition', file, place: automationPlace ?? place, message })];
  });
}

/** Its own: what `anyDeps` and `allDeps` ask, they ask of others. */
function waitsForFreshness(condition: Condition): boolean {
  if (condition.is === 'onFreshness') return true;
  if (!('of' in condition) || condition.is === 'anyDeps' || condition.is === 'allDeps') return false;
  const parts: readonly Condition[] = 'is' in condition.of ? [condition.of] : condition.of;
  return parts.some(waitsForFreshness) || (condition.is === 'since' && waitsForFreshness(condition.until));
}
