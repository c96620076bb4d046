// What bears on status, in memory while the catalogue is open: read from the tables once, then told each event.
import { handOn, type AssetKey, type CheckResult, type StoredFacts } from '@headwater/graph';
import type { StoredEvent } from '../run-event.ts';
import { checkOf, failureOf, materializationOf } from './event-facts.ts';
import { RememberedPartitions } from './partition-columns.ts';
import type { LatestFacts } from './read-catalogue.ts';

export class RememberedFacts {
  /** Of this process. */
  readonly runsUnderWay = new Set<string>();
  readonly #latest: LatestFacts;
  /** What is being made, with its run: by asset and partition. */
  readonly #running = new Map<string, { readonly asset: AssetKey; readonly run: string }>();
  /** Those that were asked for. */
  readonly #partitions = new Map<AssetKey, RememberedPartitions>();
  readonly #lazy: boolean;
  readonly #readPartitions: (asset: AssetKey) => RememberedPartitions;

  /** Without any: of a store in which nothing has happened. `readPartitions` has all events that were taken. */
  constructor(latest: LatestFacts = noFacts(), readPartitions?: (asset: AssetKey) => RememberedPartitions) {
    this.#latest = latest;
    this.#readPartitions = readPartitions ?? ((asset) => new RememberedPartitions(asset));
    this.#lazy = readPartitions !== undefined;
  }

  partitionsOf(asset: AssetKey): RememberedPartitions {
    const known = this.#partitions.get(asset) ?? this.#readPartitions(asset);
    this.#partitions.set(asset, known);
    return known;
  }

  dynamicPartitions(): Readonly<Record<string, readonly string[]>> {
    return this.#latest.dynamicPartitions;
  }

  /** Where nothing can be read later, what is told is kept from the first event on. */
  #toldPartitions(asset: AssetKey): RememberedPartitions | undefined {
    return this.#lazy ? this.#partitions.get(asset) : this.partitionsOf(asset);
  }

  facts(): StoredFacts {
    return { ...this.#latest, running: [...new Set([...this.#running.values()].map(({ asset }) => asset))] };
  }

  /** Runs that are told of beside what they made: of a failure, of a check, of an observation, of what is going on. */
  namedRuns(): ReadonlySet<string> {
    const { failures, checks, observations } = this.#latest;
    const ofChecks = Object.values(checks).flatMap((each) => Object.values(each));
    const named = [...Object.values(failures), ...ofChecks, ...Object.values(observations)].map(({ run }) => run);
    return new Set([...named, ...this.runsUnderWay]);
  }

  take(event: StoredEvent): void {
    const { materializations, failures, checks, observations, dynamicPartitions } = this.#latest;
    switch (event.type) {
      case 'run-started':
        this.runsUnderWay.add(event.run);
        return;
      case 'step-started':
        for (const asset of event.assets ?? [event.asset])
          this.#running.set(placeOf({ ...event, asset }), { asset, run: event.run });
        return;
      case 'materialized':
        materializations[event.asset] = materializationOf(event);
        // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- keyed by asset, read as a plain record
        delete failures[event.asset];
        if (event.partition !== undefined) this.#toldPartitions(event.asset)?.made(event.partition, event);
        break;
      case 'step-failed':
        if (event.op !== undefined) return;
        if (event.partition === undefined) failures[event.asset] = failureOf(event);
        else this.#toldPartitions(event.asset)?.failed(event.partition, failureOf(event));
        break;
      case 'check':
        (checks[event.asset] ??= Object.create(null) as Record<string, CheckResult>)[event.check] = checkOf(event);
        return;
      case 'step-skipped':
      case 'step-cancelled':
        break;
      case 'run-finished':
        this.runsUnderWay.delete(event.run);
        for (const [place, { run }] of this.#running) if (run === event.run) this.#running.delete(place);
        return;
      case 'observed': {
        const { run, time, dataVersion } = event;
        observations[event.asset] = { run, time, dataVersion };
        return;
      }
      case 'renamed':
        handOn(this.#latest, event);
        this.#latest.renames.push({ asset: event.asset, from: event.from, seq: event.seq });
        this.#partitions.delete(event.asset);
        return;
      case 'partitions-added': {
        const before = dynamicPartitions[event.name] ?? [];
        if (event.keys.length > 0) dynamicPartitions[event.name] = [...new Set([...before, ...event.keys])];
        return;
      }
      case 'partitions-removed': {
        const removed = new Set(event.keys);
        const rest = (dynamicPartitions[event.name] ?? []).filter((key) => !removed.has(key));
        // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- keyed by name, read as a plain record
        if (rest.length === 0) delete dynamicPartitions[event.name];
        else dynamicPartitions[event.name] = rest;
        return;
      }
      case 'forgotten':
        this.#partitions.delete(event.asset);
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
    this.#running.delete(placeOf(event));
  }
}

/** Keys have no line breaks. */
function placeOf({ asset, partition = '' }: { readonly asset: AssetKey; readonly partition?: string }): string {
  return `${asset}\n${partition}`;
}

/** Without prototypes: an asset may be named `constructor`. */
function noFacts(): LatestFacts {
  const none = <T>(): Record<AssetKey, T> => Object.create(null) as Record<AssetKey, T>;
  return {
    materializations: none(),
    failures: none(),
    checks: none(),
    observations: none(),
    renames: [],
    dynamicPartitions: none(),
  };
}
