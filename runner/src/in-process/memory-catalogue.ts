// The catalogue of a run that leaves no file: events and facts in the memory of this process.
import type { Materialization, StoredFacts } from '@headwater/graph';
import type { Catalogue } from '../catalogue.ts';
import type { RunEvent, RunEventBody, StoreChange, StoredEvent } from '../run-event.ts';
import { materializationOf } from '../store/event-facts.ts';
import { RememberedFacts } from '../store/remembered-facts.ts';

export function createMemoryCatalogue(): Catalogue {
  const remembered = new RememberedFacts();
  /** The newest of each partition, by asset and key. */
  const partitions = new Map<string, Materialization>();
  let seq = 0;
  return {
    notices: [],
    readOnly: null,
    record(run: string, body: RunEventBody): Promise<RunEvent> {
      seq += 1;
      const event = { version: 1, seq, time: new Date().toISOString(), run, ...body } as RunEvent;
      remembered.take(event);
      if (event.type === 'materialized' && event.partition !== undefined)
        partitions.set(JSON.stringify([event.asset, event.partition]), materializationOf(event));
      return Promise.resolve(event);
    },
    change(change: StoreChange): Promise<void> {
      seq += 1;
      remembered.take({ version: 1, seq, time: new Date().toISOString(), run: '', ...change } as StoredEvent);
      return Promise.resolve();
    },
    facts: (): StoredFacts => remembered.facts(),
    partition: (asset, partition) => partitions.get(JSON.stringify([asset, partition])),
    partitionsOf: (asset) => remembered.partitionsOf(asset),
    dynamicPartitions: () => remembered.dynamicPartitions(),
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
