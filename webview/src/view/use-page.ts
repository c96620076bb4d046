// How components read the page: the page itself, one value, one key, or a question about several values.
import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import type { ShownStatus } from '../protocol.ts';
import { subscribeAll, type Keyed, type Observable } from '../state/observable.ts';
import type { Page } from '../state/page.ts';
import { statusWords } from '../state/status-words.ts';

export const PageContext = createContext<Page | null>(null);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error('This component stands outside of the page.');
  return page;
}

export function useValue<T>({ subscribe, get }: Observable<T>): T {
  return useSyncExternalStore(subscribe, get);
}

export function useKey<T>(keyed: Keyed<T>, key: string): T | undefined {
  const subscribe = useCallback((listener: () => void) => keyed.subscribe(key, listener), [keyed, key]);
  return useSyncExternalStore(subscribe, () => keyed.get(key));
}

/** Renders again only when the answer changes: it must be a string, a number or a boolean. */
export function useAnswer<T extends string | number | boolean | null>(source: Observable<unknown>, answer: () => T): T {
  return useSyncExternalStore(source.subscribe, answer);
}

/** The words of an asset's status. They follow the clock, and only a node whose words change renders. */
export function useStatusWords(key: string, words = statusWords): string {
  const { state } = usePage();
  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = [state.statuses.subscribe(key, listener), subscribeAll([state.clock], listener)];
      return () => stops.forEach((stop) => stop());
    },
    [state, key],
  );
  return useSyncExternalStore(subscribe, () => words(state.statuses.get(key), state.clock.get()));
}

export function useStatus(key: string): ShownStatus | undefined {
  return useKey(usePage().state.statuses, key);
}
