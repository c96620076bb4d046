// The catalogue of a run that leaves no file: events and facts in the memory of this process.
import type { StoredFacts } from '@headwater/graph';
import type { Catalogue } from '../catalogue.ts';
import type { RunEvent, RunEventBody } from '../run-event.ts';
import { RememberedFacts } from '../store/remembered-facts.ts';

export function createMemoryCatalogue(): Catalogue {
  const remembered = new RememberedFacts();
  let seq = 0;
  return {
    notices: [],
    readOnly: null,
    record(run: string, body: RunEventBody): Promise<RunEvent> {
      seq += 1;
      const event = { version: 1, seq, time: new Date().toISOString(), run, ...body } as RunEvent;
      remembered.take(event);
      return Promise.resolve(event);
    },
    // Nothing of it outlives the call.
    change: () => Promise.resolve(),
    facts: (): StoredFacts => remembered.facts(),
    // Each run starts without a history.
    reusable: () => [],
    wantedValues: (asset) => new Set([remembered.facts().materializations[asset]?.path ?? '']),
    runs: () => [],
    run: () => null,
    history: () => ({ entries: [], next: null, folded: null, forgotten: null }),
    checkpoint: () => Promise.resolve(),
    retain: () =>
      Promise.resolve({
        folded: { materializations: 0, runs: 0 },
        values: new Set(),
        results: new Set(),
        runs: new Set(),
      }),
    hasLeftovers: () => false,
    close: () => Promise.resolve(),
  };
}
