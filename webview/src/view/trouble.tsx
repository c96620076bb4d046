// What is wrong with an asset's wiring: a mark on its node, and a sentence with the place in its details.
import type { AssetNode } from '@headwater/graph';
import { useCallback, useSyncExternalStore } from 'react';
import { Icon } from '../controls/icon.tsx';
import { subscribeAll } from '../state/observable.ts';
import { troubleSentence, troubleWords } from '../state/trouble.ts';
import { usePage } from './use-page.ts';

/** In words; null when nothing is wrong. A node renders again only when they change. */
export function useTrouble(asset: AssetNode, words = troubleWords): string | null {
  const { state, cycles } = usePage();
  const subscribe = useCallback(
    (listener: () => void) => subscribeAll([state.assets, cycles], listener),
    [state, cycles],
  );
  return useSyncExternalStore(subscribe, () =>
    words(asset, { assets: state.assets.get() ?? new Map(), cycles: cycles.get() }),
  );
}

/** Its words are in the node's name. */
export function TroubleMark({ words }: { readonly words: string | null }) {
  if (words === null) return null;
  return (
    <span className="node-trouble" title={words}>
      <Icon name="warning" />
    </span>
  );
}

export function Trouble({ asset }: { readonly asset: AssetNode }) {
  const { actions } = usePage();
  const sentence = useTrouble(asset, troubleSentence);
  if (sentence === null) return null;
  const { file, line, column } = asset;
  return (
    <p className="trouble">
      <Icon name="warning" />
      <span>
        <bdi>{sentence}</bdi>{' '}
        <button type="button" className="link" onClick={() => actions.openPlace({ file, line, column })}>
          <bdi>{`${file}:${line}`}</bdi>
        </button>
      </span>
    </p>
  );
}
