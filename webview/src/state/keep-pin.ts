// Tells the editor whether the page is pinned: then the cursor takes it to no other project.
import type { FromPage } from '../protocol.ts';
import { subscribeAll } from './observable.ts';
import type { PageState } from './page-state.ts';

export function keepPin({
  state,
  post,
}: {
  readonly state: PageState;
  readonly post: (message: FromPage) => void;
}): void {
  let told = false;
  subscribeAll([state.project, state.view], () => {
    const project = state.project.get()?.project ?? null;
    const { pinned } = state.view.get();
    if (project === null || pinned === told) return;
    told = pinned;
    post({ type: 'pin', project, pinned });
  });
}
