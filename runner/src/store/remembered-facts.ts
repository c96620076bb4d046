// What bears on status, in memory while the catalogue is open: read from the tables once, then told each event.
import { handOn, type AssetKey, type CheckResult, type StoredFacts } from '@headwater/graph';
import type { StoredEvent } from '../run-event.ts';
import { checkOf, failureOf, materializationOf } from './event-facts.ts';
import type { LatestFacts } from './read-catalogue.ts';

export class RememberedFacts {
  /** Of this process. */
  readonly runsUnderWay = new Set<string>();
  readonly #latest: LatestFacts;
  /** Step under way, to its run. */
  readonly #running = new Map<AssetKey, string>();

  /** Without any: of a store in which nothing has happened. */
  constructor(latest: LatestFacts = noFacts()) {
    this.#latest = latest;
  }

  facts(): StoredFacts {
    return { ...this.#latest, running: [...this.#running.keys()] };
  }

  /** Runs that are told of beside what they made: of a failure, of a check, of an observation, of what is going on. */
  namedRuns(): ReadonlySet<string> {
    const { failures, checks, observations } = this.#latest;
    const ofChecks = Object.values(checks).flatMap((each) => Object.values(each));
    const named = [...Object.values(failures), ...ofChecks, ...Object.values(observations)].map(({ run }) => run);
    return new Set([...named, ...this.runsUnderWay]);
  }

  take(event: StoredEvent): void {
    const { materializations, failures, checks, observations } = this.#latest;
    switch (event.type) {
      case 'run-started':
        this.runsUnderWay.add(event.run);
        return;
      case 'step-started':
        for (const asset of event.assets ?? [event.asset]) this.#running.set(asset, event.run);
        return;
      case 'materialized':
        materializations[event.asset] = materializationOf(event);
        // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- keyed by asset, read as a plain record
        delete failures[event.asset];
        break;
      case 'step-failed':
        if (event.op !== undefined) return;
        failures[event.asset] = failureOf(event);
        break;
      case 'check':
        (checks[event.asset] ??= Object.create(null) as Record<string, CheckResult>)[event.check] = checkOf(event);
        return;
      case 'step-skipped':
      case 'step-cancelled':
        break;
      case 'run-finished':
        this.runsUnderWay.delete(event.run);
        for (const [asset, run] of this.#running) if (run === event.run) this.#running.delete(asset);
        return;
      case 'observed': {
        const { run, time, dataVersion } = event;
        observations[event.asset] = { run, time, dataVersion };
        return;
      }
      case 'renamed':
        handOn(this.#latest, event);
        this.#latest.renames.push({ asset: event.asset, from: event.from, seq: event.seq });
        return;
      case 'forgotten':
        for (const record of [materializations, failures, checks, observations])
          // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- keyed by asset, read as a plain record
          delete record[event.asset];
        return;
      case 'attempt-failed':
      case 'op-finished':
      case 'progress':
      case 'log':
      case 'metadata':
        return;
    }
    this.#running.delete(event.asset);
  }
}

/** Without prototypes: an asset may be named `constructor`. */
function noFacts(): LatestFacts {
  const none = <T>(): Record<AssetKey, T> => Object.create(null) as Record<AssetKey, T>;
  return { materializations: none(), failures: none(), checks: none(), observations: none(), renames: [] };
}
