// Asks for the history of the selected asset: each time it is selected, and again for each materialization while it stays so.
import type { AssetKey } from '@headwater/graph';
import type { FromPage } from '../protocol.ts';
import { onlyAsset } from './choice.ts';
import type { PageState } from './page-state.ts';
import { whenSelectionRests } from './when-selection-rests.ts';

export interface HistoryRequests {
  /** The newest again, after it could not be told. */
  readonly again: (key: AssetKey) => void;
  /** Those before the ones that are known. */
  readonly more: (key: AssetKey) => void;
}

export function keepHistory({
  state,
  post,
}: {
  readonly state: PageState;
  readonly post: (message: FromPage) => void;
}): HistoryRequests {
  /** What the newest were asked for last. */
  let asked = '';

  const ask = (key: AssetKey, before: number | null): void => {
    const project = state.project.get();
    if (!project?.project || !project.runnable) return;
    const history = state.histories.get(key)?.history ?? null;
    state.histories.setMany([[key, { loading: true, history, message: null }]]);
    post({ type: 'history', project: project.project, key, ...(before !== null && { before }) });
  };

  const follow = (): void => {
    const key = onlyAsset(state.view.get());
    const project = state.project.get();
    const last = key === null ? undefined : state.statuses.get(key)?.lastMaterialization;
    const now = last && project?.runnable ? JSON.stringify([project.project, key, last.run, last.time]) : '';
    if (now === asked) return;
    asked = now;
    if (key !== null && now !== '') ask(key, null);
  };

  whenSelectionRests(state, follow);

  return {
    again: (key) => ask(key, null),
    more(key) {
      const next = state.histories.get(key)?.history?.next ?? null;
      if (next !== null && state.histories.get(key)?.loading !== true) ask(key, next);
    },
  };
}
