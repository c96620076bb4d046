// Asks for the first rows of the selected asset: once for each materialization, and not for those an arrow key only passes.
import type { FromPage } from '../protocol.ts';
import { onlyAsset } from './choice.ts';
import type { PageState } from './page-state.ts';
import { whenSelectionRests } from './when-selection-rests.ts';

export function keepPreview({
  state,
  post,
}: {
  readonly state: PageState;
  readonly post: (message: FromPage) => void;
}): void {
  const ask = (): void => {
    const key = onlyAsset(state.view.get());
    const project = state.project.get();
    if (key === null || !project?.project || !project.runnable) return;
    const last = state.statuses.get(key)?.lastMaterialization;
    if (!last) return;
    const of = `${last.run} ${last.dataVersion}`;
    const known = state.previews.get(key);
    if (known?.of === of) return;
    // The old rows stay until the new ones come.
    state.previews.setMany([[key, { of, loading: true, preview: known?.preview ?? null, message: null }]]);
    post({ type: 'preview', project: project.project, key });
  };

  whenSelectionRests(state, ask);
}
