// Takes what the editor says into the page's state.
import { applyDelta, type AssetKey } from '@headwater/graph';
import type { FromPage, ShownStatus, ToPage } from '../protocol.ts';
import { announce } from './announce.ts';
import { joinHistory } from './join-history.ts';
import { isLeft, showing } from './narrowing.ts';
import { assetId } from './node-id.ts';
import type { PageState } from './page-state.ts';

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
    case 'select':
      return applySelect(state, message, around);
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
    case 'automation': {
      const { on, assets } = message;
      return state.automation.set({ on, assets: new Map(assets.map((each) => [each.key, each])) });
    }
    case 'why': {
      const { key, evaluation, message: sentence } = message;
      return state.whys.setMany([[key, { loading: false, evaluation, message: sentence }]]);
    }
    case 'diff':
      return state.diff.set({ diff: message.diff, opensBase: message.opensBase });
    case 'show-changes':
      return state.view.update((view) => ({ ...view, diff: message.on }));
    case 'history':
      return applyHistory(state, message);
  }
}

function applyProject(state: PageState, { type: _, ...project }: Extract<ToPage, { type: 'project' }>): void {
  const before = state.project.get();
  if (before !== null && before.project !== project.project) {
    state.assets.set(null);
    state.revision.set(null);
    for (const keyed of [state.statuses, state.progress, state.previews, state.histories, state.whys]) keyed.clear();
    state.run.set(null);
    state.diff.set(null);
    state.automation.set(null);
    state.reveal.set(null);
    state.query.set('');
  }
  // Whoever remembers views brings back the one that belongs to it.
  state.project.set(project);
}

function applyGraph(state: PageState, { delta }: Extract<ToPage, { type: 'graph' }>, { post }: Surroundings): void {
  if (delta.base !== null && delta.base !== state.revision.get()) return post({ type: 'resync' });
  const assets = applyDelta(state.assets.get() ?? new Map(), delta);
  state.revision.set(delta.revision);
  state.assets.set(assets);
  const { selected, chosen, centre, active } = state.view.get();
  const removed = state.changes.get()?.assets;
  const gone = (key: AssetKey | null): boolean => key !== null && !assets.has(key) && removed?.has(key) !== true;
  const selectedGone = selected?.startsWith('asset:') === true && gone(selected.slice('asset:'.length));
  const chosenLeft = chosen.filter((key) => !gone(key));
  if (selectedGone || gone(centre) || gone(active) || chosenLeft.length < chosen.length)
    state.view.update((view) => ({
      ...view,
      selected: selectedGone ? null : selected,
      chosen: chosenLeft,
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
  const { key, reveal, again = false } = message;
  // The cursor stands where it stood before the page was loaded anew, or showed another project.
  if (again && state.view.get().active === key) return;
  const hidden = !isVisible(key);
  const group = state.assets.get()?.get(key)?.group;
  state.view.update((view) => ({
    ...view,
    active: key,
    ...(reveal && showing(state, key)),
    // Around what the filter hides there is nothing to show.
    centre: !view.pinned && (reveal || (hidden && isLeft(state, key))) ? key : view.centre,
    ...(reveal && { selected: assetId(key), chosen: [] }),
    collapsed: reveal && hidden && group !== undefined ? { ...view.collapsed, [group]: false } : view.collapsed,
  }));
  if (reveal) state.reveal.set({ id: assetId(key), centre: true });
}

/** What is in sight is not moved; what is not comes into the picture, a pinned one too: a person asked for it. */
function applySelect(state: PageState, { key }: Extract<ToPage, { type: 'select' }>, around: Surroundings): void {
  const group = state.assets.get()?.get(key)?.group;
  if (group === undefined) return;
  const hidden = !around.isVisible(key);
  state.view.update((view) => ({
    ...view,
    selected: assetId(key),
    // The editor may say what it was told: what is chosen besides stays.
    chosen: view.selected === assetId(key) ? view.chosen : [],
    ...(hidden && { centre: key, collapsed: { ...view.collapsed, [group]: false } }),
  }));
  state.reveal.set({ id: assetId(key), centre: false });
}

function sameStatus(a: ShownStatus | undefined, b: ShownStatus): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b);
}
