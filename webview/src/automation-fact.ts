// Makes of what the host tells of an asset's automation what the page shows of it.
import type { FreshnessState } from '@headwater/graph';
import type { AutomationFact } from './protocol.ts';

/** As the host tells it. */
export interface ToldAutomation extends Pick<AutomationFact, 'key' | 'condition' | 'next'> {
  readonly last: { readonly message: string; readonly problem?: string } | null;
  readonly freshness: { readonly state: FreshnessState; readonly message: string } | null;
}

export function automationFact({ key, condition, next, last, freshness }: ToldAutomation): AutomationFact {
  return {
    key,
    condition,
    next,
    decision: last === null ? null : (last.problem ?? last.message),
    freshness: freshness && { state: freshness.state, message: freshness.message },
  };
}
