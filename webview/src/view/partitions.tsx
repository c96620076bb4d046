// Partitions: a bar of how many are how, on a node and in the details, where it is said in words too.
import type { AssetNode, PartitionCounts } from '@headwater/graph';
import type { ShownStatus } from '../protocol.ts';
import { formatNumber } from '../state/format.ts';
import { definitionWords, PARTITION_STATES, partitionShares, partitionWords } from '../state/partition-words.ts';
import { Fact, FactList } from './fact-list.tsx';

/** Its title says what it shows; colours alone would not. */
export function PartitionsBar({ counts }: { readonly counts: PartitionCounts }) {
  const words = partitionWords(counts);
  return (
    <svg className="partitions-bar" role="img" aria-label={words} width="100%" height="4" preserveAspectRatio="none">
      <title>{words}</title>
      {placed(counts).map(({ state, share, from }) => (
        <rect key={state} className={`partitions-${state}`} x={`${from}%`} y="0" width={`${share}%`} height="4" />
      ))}
    </svg>
  );
}

function placed(counts: PartitionCounts) {
  let from = 0;
  return partitionShares(counts).map((each) => {
    const at = { ...each, from };
    from += each.share;
    return at;
  });
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
                <span className={`partitions-swatch partitions-${state}`} aria-hidden="true" />
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
