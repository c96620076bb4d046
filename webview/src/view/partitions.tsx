// Partitions: a bar of how many are how, on a node and in the details, where it is said in words too.
import type { AssetNode, PartitionCounts } from '@headwater/graph';
import type { ShownStatus } from '../protocol.ts';
import { formatNumber } from '../state/format.ts';
import { definitionWords, PARTITION_STATES, partitionShares, partitionWords } from '../state/partition-words.ts';
import { Fact, FactList } from './fact-list.tsx';

/** Each state has a pattern besides its colour, and always the same place; the title says it in words. */
export function PartitionsBar({ counts }: { readonly counts: PartitionCounts }) {
  const words = partitionWords(counts);
  return (
    <svg className="partitions-bar" role="img" aria-label={words} width="100%" height="4" preserveAspectRatio="none">
      <title>{words}</title>
      {partitionShares(counts).map(({ state, from, share }) => (
        <line key={state} className={`partitions-${state}`} x1={`${from}%`} x2={`${from + share}%`} y1="2" y2="2" />
      ))}
    </svg>
  );
}

export function Partitions({ asset, status }: { readonly asset: AssetNode; readonly status: ShownStatus | undefined }) {
  const { partitions } = asset;
  if (!partitions) return null;
  const counts = status?.partitions;
  return (
    <FactList title="Partitions">
      <Fact name="Sliced">{definitionWords(partitions)}</Fact>
      {counts && (
        <Fact name="Made">
          <PartitionsBar counts={counts} />
          <ul className="partitions-counts">
            {PARTITION_STATES.filter((state) => counts[state] > 0).map((state) => (
              <li key={state}>
                <svg className="partitions-swatch" aria-hidden="true" width="14" height="4">
                  <line className={`partitions-${state}`} x1="0" x2="14" y1="2" y2="2" />
                </svg>
                {formatNumber(counts[state])} {state}
              </li>
            ))}
            {counts.total === 0 && <li>none exists yet</li>}
          </ul>
        </Fact>
      )}
    </FactList>
  );
}
