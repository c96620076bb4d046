// The backfill that stands for a run of what is made in partitions: of the same assets, with the neighbours it was widened to.
import { selectionValue } from '@headwater/graph';
import type { BackfillRequest, MaterializeRequest } from '@headwater/runner/protocol';
import type { PartitionChoice } from './partition-choices.ts';

export function backfillRequest(
  { keys, select, widen, env }: MaterializeRequest,
  { partitions, only }: Pick<PartitionChoice, 'partitions' | 'only'>,
): BackfillRequest {
  const widened = keys && widen ? keys.map((key) => widenedKey(key, widen)).join(' or ') : undefined;
  const selection = widened ?? select;
  return {
    ...(selection === undefined ? keys && { keys } : { select: selection }),
    ...(partitions !== null && { partitions }),
    ...(only === 'missing' && { missingOnly: true }),
    ...(only === 'stale' && { staleOnly: true }),
    ...(env !== undefined && { env }),
  };
}

function widenedKey(key: string, widen: 'upstream' | 'downstream'): string {
  const attribute = `key:${selectionValue(key)}`;
  return widen === 'upstream' ? `+${attribute}` : `${attribute}+`;
}
