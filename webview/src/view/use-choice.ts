// What is chosen, for what offers to do something with it.
import { useMemo } from 'react';
import type { AssetKey } from '@headwater/graph';
import { chosenKeys, keysOf } from '../state/choice.ts';
import { choiceWords, type ChoiceWords } from '../state/choice-words.ts';
import { usePage, useValue } from './use-page.ts';

export interface ShownChoice extends ChoiceWords {
  readonly keys: readonly AssetKey[];
}

/** Null while one asset or none is chosen: that one has details of its own. */
export function useChoice(): ShownChoice | null {
  const { state, scene } = usePage();
  const { selected, chosen } = useValue(state.view);
  const assets = useValue(state.assets);
  const project = useValue(state.project);
  const visible = useValue(scene).picture?.visible;
  return useMemo(() => {
    if (!visible || (chosen.length === 0 && !selected?.startsWith('group:'))) return null;
    const keys = chosenKeys({ selected, chosen }, visible);
    if (keys.length === 0) return null;
    const shown = new Set(visible.nodes.flatMap(keysOf));
    return { keys, ...choiceWords({ keys, assets, shown, project }) };
  }, [selected, chosen, assets, project, visible]);
}
