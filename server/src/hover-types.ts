// What the type checker knows of an asset, for its hover: soon, or not this time.
import { setTimeout as wait } from 'node:timers/promises';
import type { Contract, TypeColumn, TypePlace, TypeService } from '@headwater/analyzer';

export interface HoverTypes {
  readonly contract: Contract | null;
  readonly columns: readonly TypeColumn[] | null;
}

/** A person does not notice this much; a checker that is being started takes longer, and the next hover has the answer. */
const PATIENCE_MS = 300;

/** Null when it is not known in time. */
export async function hoverTypes(types: TypeService, place: TypePlace): Promise<HoverTypes | null> {
  const enough = new AbortController();
  const late = wait(PATIENCE_MS, null, { signal: enough.signal }).catch(() => null);
  const answers = Promise.all([types.contractOf(place), types.columnsOf(place)]).then(([contract, columns]) =>
    contract.known && columns.known ? { contract: contract.value, columns: columns.value } : null,
  );
  const first = await Promise.race([answers, late]);
  enough.abort();
  return first;
}
