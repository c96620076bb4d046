// What a run set out to make and did not, and what it made that a blocking check refused: what another goes on with.
import { keysIn, readChoice } from '@headwater/calendar';
import type { AssetKey, GraphDocument } from '@headwater/graph';
import type { RecordedRun } from '../catalogue.ts';
import type { Resume } from '../plan/plan-partitions.ts';
import type { Slicing } from '../plan/slicing.ts';
import { slotId } from './slots.ts';

export function unmadeBy(
  { summary, assets, partitions, steps, failedChecks }: RecordedRun,
  { graph, slicing }: { readonly graph: GraphDocument; readonly slicing: Slicing },
): Resume {
  const made = new Set(
    steps.flatMap(({ asset, partition, op, status }) =>
      op === undefined && status === 'materialized' ? [slotId(asset, partition)] : [],
    ),
  );
  for (const { asset, partition, name } of failedChecks)
    if (graph.checks.some((check) => check.asset === asset && check.name === name && check.blocking))
      made.delete(slotId(asset, partition));
  const defined = new Set(graph.assets.map(({ key }) => key));
  const unmade: AssetKey[] = [];
  const left: Record<AssetKey, readonly string[]> = {};
  for (const key of assets) {
    if (!defined.has(key)) continue;
    const keys = (Object.hasOwn(partitions, key) ? partitions[key] : undefined) ?? [];
    if (slicing.of(key) === null) {
      if (!made.has(slotId(key))) unmade.push(key);
      continue;
    }
    left[key] = keysOf(key, { texts: keys, slicing }).filter((partition) => !made.has(slotId(key, partition)));
    if (left[key].length > 0) unmade.push(key);
  }
  return { run: summary.run, assets: unmade, partitions: left };
}

/** Of what has partitions otherwise by now, none. */
function keysOf(key: AssetKey, { texts, slicing }: { texts: readonly string[]; slicing: Slicing }): string[] {
  const partitions = slicing.of(key);
  const read = partitions && readChoice(texts, partitions);
  return partitions && read?.ok ? keysIn(read.set, partitions) : [];
}
