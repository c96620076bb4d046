// What conditions ask of the world, read from the catalogue and the queue of runs as they are now.
import { readChoice, rangeText, subtract } from '@headwater/calendar';
import { renamedFacts, type AssetNode } from '@headwater/graph';
import { rowPlaces, rowsWhere, setOfRows } from '../partitions/row-places.ts';
import { createSlicing, type Slicing } from '../plan/slicing.ts';
import { automationFacts, type RunUnderWay } from './automation-facts.ts';
import type { AutomationHost, PlannedRun } from './automation-host.ts';
import type { AutomationFacts, PartitionFacts, Slices } from './evaluation.ts';
import { partitionSlices } from './partition-slices.ts';

/** Of one asset: older ones are folded into counts. */
const KEPT = 100;

export function worldFacts(
  assets: readonly AssetNode[],
  { catalogue, runs, now }: Pick<AutomationHost, 'catalogue' | 'runs'> & { readonly now: number },
): AutomationFacts {
  const dynamic = catalogue.dynamicPartitions();
  const dynamicKeys = (name: string): readonly string[] => (Object.hasOwn(dynamic, name) ? (dynamic[name] ?? []) : []);
  const { of: partitionsOf } = createSlicing({ assets, now, dynamicKeys });
  return automationFacts({
    nodes: assets,
    stored: renamedFacts(assets, catalogue.facts()),
    underWay: runs.planned().map((run) => underWay(run, { partitionsOf, catalogue })),
    plannedBy: (run) => catalogue.run(run)?.assets ?? null,
    madeBy: (asset, run) => {
      const { entries } = catalogue.history({ names: [{ key: asset, since: 0, until: Infinity }], limit: KEPT });
      return entries.find(({ materialization }) => materialization.run === run)?.materialization ?? null;
    },
    partitions: (key): PartitionFacts => {
      const partitions = partitionsOf(key);
      if (!partitions) throw new Error(`${key} is made whole`);
      return partitionSlices(key, partitions, catalogue);
    },
    partitionsOf,
  });
}

function underWay(
  { run, made }: PlannedRun,
  { partitionsOf, catalogue }: { partitionsOf: Slicing['of']; catalogue: AutomationHost['catalogue'] },
): RunUnderWay {
  const planned = new Map(made.map((each) => [each.asset, each.partitions]));
  return {
    run,
    assets: [...planned.keys()],
    slices(key): Slices {
      const partitions = partitionsOf(key);
      const ranges = planned.get(key);
      if (!partitions || !ranges) return [];
      const read = readChoice(ranges.map(rangeText), partitions);
      if (!read.ok) return [];
      const columns = catalogue.partitionsOf(key);
      const done = rowsWhere(columns, (_seq, row) => columns.runs[row] === run);
      return subtract(read.set, setOfRows(done, rowPlaces(columns, partitions)));
    },
  };
}
