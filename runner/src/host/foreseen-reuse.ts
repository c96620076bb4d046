// What a plan can tell beforehand of what is kept: down to the first body that has to run, whose outcome nobody knows.
import { directUpstream, shortRun, type AssetKey, type Materialization, type StoredFacts } from '@headwater/graph';
import type { PlanDocument } from '../protocol.ts';
import { isFresh } from './is-fresh.ts';
import type { Planning } from './planner.ts';

export async function foreseenReuse({ plan, facts, reuse }: Planning): Promise<PlanDocument> {
  if (!reuse) return plan.document;
  const materializations = Object.assign(
    Object.create(null) as Record<AssetKey, Materialization>,
    facts.materializations,
  );
  const expected: StoredFacts = { ...facts, materializations };
  const unknown = new Set<AssetKey>();
  const notes = new Map<AssetKey, string>();
  for (const step of plan.steps) {
    const { nodes, slice, reads } = step;
    // Of partitions it is not told beforehand: what reads them is open.
    if (slice !== null || Object.keys(reads).length > 0) {
      for (const { key } of nodes) unknown.add(key);
      continue;
    }
    const open = directUpstream(nodes[0]).some((key) => unknown.has(key));
    if (!open && nodes.every((node) => isFresh(node, expected))) {
      for (const { key } of nodes) notes.set(key, 'with what is kept of it, this one is fresh as it is');
      continue;
    }
    const kept = open ? null : await reuse.find(step, { facts: expected });
    for (const { node, made, materialization } of kept ?? []) {
      materializations[node.key] = materialization;
      notes.set(node.key, `what run ${shortRun(made.run)} made of the same code is kept`);
    }
    if (!kept) for (const { key } of nodes) unknown.add(key);
  }
  const run = plan.document.run.map(({ asset, why }) => {
    const note = notes.get(asset);
    return { asset, why: note === undefined ? why : `${why}; ${note}` };
  });
  return { ...plan.document, run };
}
