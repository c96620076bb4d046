// Takes what the editor says into the page's state.
import { applyDelta, type AssetKey } from '@headwater/graph';
import type { FromPage, ShownStatus, ToPage } from '../protocol.ts';
import { announce } from './announce.ts';
import { joinHistory } from './join-history.ts';
import { assetId } from './node-id.ts';
import { FIRST_VIEW, type PageState } from './page-state.ts';

export interface Surroundings {
  readonly post: (message: FromPage) => void;
  /** Whether the picture shows this asset. */
  readonly isVisible: (key: AssetKey) => boolean;
}

export function applyMessage(state: PageState, message: ToPage, around: Surroundings): void {
  if (message.type === 'project') return applyProject(state, message);
  // What was sent before the page showed another project.
  if (message.project !== state.project.get()?.project) return;
  switch (message.type) {
    case 'graph':
      return applyGraph(state, message, around);
    case 'status':
      return applyStatuses(state, message);
    case 'progress': {
      const { type: _, project: _project, key, ...progress } = message;
      return state.progress.setMany([[key, progress]]);
    }
    case 'run':
      return applyRun(state, message);
    case 'focus':
      return applyFocus(state, message, around);
    case 'preview':
      return state.previews.setMany([
        [
          message.key,
          {
            of: state.previews.get(message.key)?.of ?? '',
            loading: false,
            preview: message.preview,
            message: message.message,
          },
        ],
      ]);
    case 'history':
      return applyHistory(state, message);
  }
}

function applyProject(state: PageState, { type: _, ...project }: Extract<ToPage, { type: 'project' }>): void {
  const before = state.project.get();
  // The first project may be the one a saved view belongs to: whoever starts the page has set that view.
  if (before !== null && before.project !== project.project) {
    state.assets.set(null);
    state.revision.set(null);
    for (const keyed of [state.statuses, state.progress, state.previews, state.histories]) keyed.clear();
    state.run.set(null);
    state.reveal.set(null);
    state.view.set(FIRST_VIEW);
  }
  state.project.set(project);
}

function applyGraph(state: PageState, { delta }: Extract<ToPage, { type: 'graph' }>, { post }: Surroundings): void {
  if (delta.base !== null && delta.base !== state.revision.get()) return post({ type: 'resync' });
  const assets = applyDelta(state.assets.get() ?? new Map(), delta);
  state.revision.set(delta.revision);
  state.assets.set(assets);
  const { selected, centre, active } = state.view.get();
  const gone = (key: AssetKey | null): boolean => key !== null && !assets.has(key);
  const selectedGone = selected?.startsWith('asset:') === true && gone(selected.slice('asset:'.length));
  if (selectedGone || gone(centre) || gone(active))
    state.view.update((view) => ({
      ...view,
      selected: selectedGone ? null : selected,
      centre: gone(centre) ? null : centre,
      active: gone(active) ? null : active,
    }));
}

function applyStatuses(state: PageState, { full, statuses }: Extract<ToPage, { type: 'status' }>): void {
  const named = new Set(statuses.map(({ key }) => key));
  const others = full ? [...(state.assets.get()?.keys() ?? [])].filter((key) => !named.has(key)) : [];
  const news = statuses.filter((status) => !sameStatus(state.statuses.get(status.key), status));
  announce(state, news);
  // The clock first: an age must not be told by a clock older than the materialization.
  state.clock.set(new Date());
  state.progress.setMany(news.filter(({ status }) => status !== 'running').map(({ key }) => [key, undefined]));
  state.statuses.setMany([
    ...news.map((status): [string, ShownStatus] => [status.key, status]),
    ...others.map((key): [string, undefined] => [key, undefined]),
  ]);
}

function applyRun(state: PageState, { run }: Extract<ToPage, { type: 'run' }>): void {
  const before = state.run.get();
  state.run.set(run);
  if (before === null && run !== null) state.announcement.set(`Run started, ${run.total} to do`);
  if (before !== null && run === null) state.announcement.set('Run ended');
}

/** What could not be told leaves what is known. */
function applyHistory(state: PageState, answer: Extract<ToPage, { type: 'history' }>): void {
  const known = state.histories.get(answer.key)?.history ?? null;
  const joined = answer.history && joinHistory(known, answer.history, answer.before);
  state.histories.setMany([[answer.key, { loading: false, history: joined ?? known, message: answer.message }]]);
}

/** The cursor alone moves the picture only when it has left it; a pinned picture stays whatever it does. */
function applyFocus(state: PageState, message: Extract<ToPage, { type: 'focus' }>, { isVisible }: Surroundings): void {
  const { key, reveal } = message;
  const hidden = !isVisible(key);
  const group = state.assets.get()?.get(key)?.group;
  state.view.update((view) => ({
    ...view,
    active: key,
    centre: !view.pinned && (reveal || hidden) ? key : view.centre,
    selected: reveal ? assetId(key) : view.selected,
    collapsed: reveal && hidden && group !== undefined ? { ...view.collapsed, [group]: false } : view.collapsed,
  }));
  if (reveal) state.reveal.set({ id: assetId(key), centre: true });
}

function sameStatus(a: ShownStatus | undefined, b: ShownStatus): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b);
}
