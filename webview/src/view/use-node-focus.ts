// Makes a node one stop of the keyboard: one node of the picture is in the tab order, the arrows move between them.
import { useEffect, useRef } from 'react';
import { useAnswer, usePage } from './use-page.ts';

export function useNodeFocus(id: string) {
  const { state, scene } = usePage();
  const ref = useRef<HTMLDivElement>(null);
  const selected = useAnswer(state.view, () => state.view.get().selected === id);
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
  return { ref, tabIndex: entry ? 0 : -1, 'data-node': id, 'data-selected': selected, 'aria-pressed': selected };
}
