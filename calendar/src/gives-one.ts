// Whether a mapping gives each partition exactly one of the input: by its kind, for what a body is handed has one shape.
import type { PartitionMapping } from '@headwater/graph';
import { isSameDefinition, isSameInAnyOrder } from './default-mapping.ts';
import type { MappingSides } from './mapping-problem.ts';

/** Of a mapping that is fine between these two. Days beside the hours of a dimension are several. */
export function givesOne(mapping: PartitionMapping, { downstream, upstream }: MappingSides): boolean {
  if (mapping.is === 'last') return true;
  if (mapping.is === 'identity') return isSameInAnyOrder(downstream, upstream);
  if (mapping.is !== 'dimension' || downstream?.is !== 'multi') return false;
  return isSameDefinition(downstream.dimensions[mapping.name], upstream);
}
