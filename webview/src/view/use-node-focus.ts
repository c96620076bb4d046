// Makes a node one stop of the keyboard: one node of the picture is in the tab order, the arrows move between them.
import type { AssetKey } from '@headwater/graph';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { partChosen } from '../state/choice.ts';
import { useAnswer, usePage } from './use-page.ts';

export function useNodeFocus(id: string, keys: readonly AssetKey[]) {
  const { state, scene } = usePage();
  const ref = useRef<HTMLDivElement>(null);
  const part = useAnswer(state.view, () => partChosen({ id, keys }, state.view.get()));
  const several = useAnswer(state.view, () => state.view.get().chosen.length > 0);
  const entry = useAnswer(state.view, () => {
    const { picture } = scene.get();
    const { selected: now } = state.view.get();
    const shown = now !== null && picture?.placed.nodes[now] !== undefined;
    return shown ? now === id : picture?.visible.nodes[0]?.id === id;
  });
  useEffect(() => {
    const follow = (): void => {
      if (state.focusWish.get() !== id || !ref.current) return;
      // The picture is moved by its own rules; the browser's scrolling would shift it.
      ref.current.focus({ preventScroll: true });
      state.focusWish.set(null);
    };
    follow();
    return state.focusWish.subscribe(follow);
  }, [id, state]);
  useLayoutEffect(() => {
    const node = ref.current;
    return () => {
      if (node === null || document.activeElement !== node) return;
      // It leaves the picture with the keyboard on it, which goes to the one stop, unless something else is to have it.
      queueMicrotask(() => {
        if (document.activeElement !== document.body || state.focusWish.get() !== null) return;
        document.querySelector<HTMLElement>('[data-node][tabindex="0"]')?.focus({ preventScroll: true });
      });
    };
  }, [state]);
  return {
    ref,
    tabIndex: entry ? 0 : -1,
    'data-node': id,
    'data-selected': part === 'all',
    // One that is alone is told by its border; of several each has a mark.
    'data-chosen': several && part !== 'none' ? part : undefined,
    'aria-pressed': part === 'some' ? ('mixed' as const) : part === 'all',
  };
}
