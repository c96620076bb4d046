// The catalogue of a run that leaves no file: events and facts in the memory of this process.
import type { AssetKey, CheckResult, Failure, Materialization, Observation, StoredFacts } from '@headwater/graph';
import type { Catalogue } from '../catalogue.ts';
import type { RunEvent, RunEventBody } from '../run-event.ts';
import { checkOf, failureOf, materializationOf } from '../store/event-facts.ts';

export function createMemoryCatalogue(): Catalogue {
  const materializations = Object.create(null) as Record<AssetKey, Materialization>;
  const failures = Object.create(null) as Record<AssetKey, Failure>;
  const checks = Object.create(null) as Record<AssetKey, Record<string, CheckResult>>;
  const observations = Object.create(null) as Record<AssetKey, Observation>;
  let seq = 0;
  const remember = (event: RunEvent): void => {
    if (event.type === 'materialized') materializations[event.asset] = materializationOf(event);
    if (event.type === 'step-failed' && event.op === undefined) failures[event.asset] = failureOf(event);
    if (event.type === 'observed') observations[event.asset] = event;
    if (event.type === 'check')
      (checks[event.asset] ??= Object.create(null) as Record<string, CheckResult>)[event.check] = checkOf(event);
  };
  return {
    notices: [],
    readOnly: null,
    record(run: string, body: RunEventBody): Promise<RunEvent> {
      seq += 1;
      const event = { version: 1, seq, time: new Date().toISOString(), run, ...body } as RunEvent;
      remember(event);
      return Promise.resolve(event);
    },
    // Nothing of it outlives the call.
    change: () => Promise.resolve(),
    facts: (): StoredFacts => ({ materializations, failures, checks, observations, running: [] }),
    // Each run starts without a history.
    reusable: () => [],
    wantedValues: (asset) => new Set([materializations[asset]?.path ?? '']),
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
