// Why there is nothing to tell of one partition of an asset.
import type { AssetNode } from '@headwater/graph';
import { HostRefusal } from './host-refusal.ts';

export function partitionRefusal({ key, partitions }: AssetNode, partition: string): HostRefusal {
  if (partitions === undefined)
    return new HostRefusal({
      code: 'bad-request',
      message: `\`${key}\` has no partitions: leave \`${partition}\` out.`,
    });
  return new HostRefusal({
    code: 'never-materialized',
    message: `Partition \`${partition}\` of \`${key}\` was never made, or does not exist: \`headwater partitions '${key}'\` lists those that were.`,
  });
}
