// What the keys do while the picture has the keyboard.
import type { KeyboardEvent } from 'react';
import { meantBy, runnableOf } from '../state/choice.ts';
import { assetOf, groupOf } from '../state/node-id.ts';
import type { Page } from '../state/page.ts';

/** Everything but the arrows has a button, too; letters stand alone, so that a browser's and an editor's own keys stay theirs. */
export function handlePictureKey(page: Page, event: KeyboardEvent): void {
  if (event.altKey) return;
  const node = event.target instanceof Element ? event.target.closest('[data-node]') : null;
  const id = node?.getAttribute('data-node') ?? null;
  const withCommand = event.ctrlKey || event.metaKey;
  const handled =
    handleAnywhere(page, event) ||
    (id !== null && (withCommand ? handleCommandKey : handlePlainKey)(page, { event, id }));
  if (!handled) return;
  event.preventDefault();
  event.stopPropagation();
}

interface Pressed {
  readonly event: KeyboardEvent;
  /** The node that has the keyboard. */
  readonly id: string;
}

/** What needs no node. */
function handleAnywhere({ state, actions }: Page, { key, ctrlKey, metaKey, target }: KeyboardEvent): boolean {
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return false;
  const { selected, chosen } = state.view.get();
  if (key === 'Escape' && selected === null && chosen.length === 0) actions.showAll();
  else if (key === 'Escape') actions.chooseLess();
  else if (key === 'a' && (ctrlKey || metaKey)) actions.chooseAll();
  else return false;
  return true;
}

const STEPS: Readonly<Record<string, Parameters<Page['actions']['step']>[0]>> = {
  ArrowLeft: 'upstream',
  ArrowRight: 'downstream',
  ArrowUp: 'above',
  ArrowDown: 'below',
  Home: 'first',
  End: 'last',
};

/** Ctrl or Cmd: the choice is kept, and changed by Space alone. */
function handleCommandKey({ actions }: Page, { event: { key }, id }: Pressed): boolean {
  const step = STEPS[key];
  if (step !== undefined) actions.step(step, { from: id, choice: 'keep' });
  else if (key === ' ') actions.toggleChosen(id);
  else return false;
  return true;
}

function handlePlainKey({ state, scene, actions }: Page, { event, id }: Pressed): boolean {
  const step = STEPS[event.key];
  if (step !== undefined) {
    actions.step(step, { from: id, ...(event.shiftKey && { choice: 'extend' }) });
    return true;
  }
  const key = assetOf(id);
  const materialize = (widen?: 'upstream' | 'downstream'): void => {
    const shown = scene.get().picture?.visible ?? { nodes: [] };
    const keys = runnableOf(meantBy(id, { choice: state.view.get(), shown }), state.assets.get());
    if (state.project.get()?.runnable && keys.length > 0) actions.materialize(keys, widen);
  };
  switch (event.key) {
    case 'Enter':
      actions.enter(id);
      break;
    case ' ':
      actions.select(id);
      break;
    case 'm':
      materialize();
      break;
    case 'u':
      materialize('upstream');
      break;
    case 'd':
      materialize('downstream');
      break;
    case 'e':
      actions.walkEdges(id, 1);
      break;
    case 'g':
      actions.toggleChanges();
      break;
    case 'c': {
      const group = groupOf(id) === null ? state.assets.get()?.get(key ?? '')?.group : undefined;
      if (group !== undefined) actions.toggleGroup(group);
      break;
    }
    default:
      return false;
  }
  return true;
}
