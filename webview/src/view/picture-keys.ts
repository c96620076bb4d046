// What the keys do while the picture has the keyboard.
import type { KeyboardEvent } from 'react';
import { assetOf, groupOf } from '../state/node-id.ts';
import type { Page } from '../state/page.ts';

/** Everything but the arrows has a button, too; letters stand alone, so that a browser's and an editor's own keys stay theirs. */
export function handlePictureKey({ state, actions }: Page, event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const node = event.target instanceof Element ? event.target.closest('[data-node]') : null;
  if (!node) return;
  const id = node.getAttribute('data-node') ?? '';
  const key = assetOf(id);
  const runnable = state.project.get()?.runnable ?? false;
  const materialize = (widen?: 'upstream' | 'downstream'): void => {
    const kind = state.assets.get()?.get(key ?? '')?.kind;
    if (runnable && key !== null && kind !== 'external') actions.materialize([key], widen);
  };
  switch (event.key) {
    case 'ArrowLeft':
      actions.step('upstream');
      break;
    case 'ArrowRight':
      actions.step('downstream');
      break;
    case 'ArrowUp':
      actions.step('above');
      break;
    case 'ArrowDown':
      actions.step('below');
      break;
    case 'Home':
      actions.step('first');
      break;
    case 'End':
      actions.step('last');
      break;
    case 'Enter':
      actions.enter(id);
      break;
    case ' ':
      actions.select(id);
      break;
    case 'Escape':
      actions.select(null);
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
    case 'c': {
      const group = groupOf(id) === null ? state.assets.get()?.get(key ?? '')?.group : undefined;
      if (group !== undefined) actions.toggleGroup(group);
      break;
    }
    default:
      return;
  }
  event.preventDefault();
  event.stopPropagation();
}
