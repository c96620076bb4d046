// Values that can be watched: what React components read without the whole page rendering for each of them.

export type Unsubscribe = () => void;

export interface Observable<T> {
  readonly get: () => T;
  readonly subscribe: (listener: () => void) => Unsubscribe;
}

export interface Value<T> extends Observable<T> {
  readonly set: (next: T) => void;
  readonly update: (change: (now: T) => T) => void;
}

export function createValue<T>(initial: T): Value<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  const set = (next: T): void => {
    if (Object.is(next, value)) return;
    value = next;
    for (const listener of [...listeners]) listener();
  };
  return {
    get: () => value,
    set,
    update: (change) => set(change(value)),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Many values, each watched by its key: a change wakes the watchers of that key, and those of all keys once. */
export interface Keyed<T> {
  readonly get: (key: string) => T | undefined;
  readonly subscribe: (key: string, listener: () => void) => Unsubscribe;
  /** `undefined` forgets a key. */
  readonly setMany: (entries: Iterable<readonly [string, T | undefined]>) => void;
  readonly clear: () => void;
  /** Counts changes. */
  readonly revision: Observable<number>;
}

export function createKeyed<T>(): Keyed<T> {
  const values = new Map<string, T>();
  const listeners = new Map<string, Set<() => void>>();
  const revision = createValue(0);
  const setMany: Keyed<T>['setMany'] = (entries) => {
    const changed: string[] = [];
    for (const [key, value] of entries) {
      if (Object.is(values.get(key), value)) continue;
      if (value === undefined) values.delete(key);
      else values.set(key, value);
      changed.push(key);
    }
    for (const key of changed) for (const listener of [...(listeners.get(key) ?? [])]) listener();
    if (changed.length > 0) revision.update((count) => count + 1);
  };
  return {
    get: (key) => values.get(key),
    subscribe: (key, listener) => {
      const those = listeners.get(key) ?? new Set();
      listeners.set(key, those.add(listener));
      return () => {
        those.delete(listener);
        if (those.size === 0 && listeners.get(key) === those) listeners.delete(key);
      };
    },
    setMany,
    clear: () => setMany([...values.keys()].map((key) => [key, undefined])),
    revision,
  };
}

/** One observable out of others, for listeners that only want to know that something changed. */
export function subscribeAll(sources: readonly Observable<unknown>[], listener: () => void): Unsubscribe {
  const stops = sources.map(({ subscribe }) => subscribe(listener));
  return () => stops.forEach((stop) => stop());
}
