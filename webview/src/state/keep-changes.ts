// Asks for what changed while a person wants to see it, and keeps what is drawn of it in step with the graph.
import type { AssetDiff, AssetKey, AssetNode, GraphDiff } from '@headwater/graph';
import type { FromPage } from '../protocol.ts';
import { summaryWords } from './change-words.ts';
import { changesOf } from './diff.ts';
import { subscribeAll } from './observable.ts';
import type { PageState } from './page-state.ts';

type Assets = ReadonlyMap<AssetKey, AssetNode>;

export function keepChanges({
  state,
  post,
}: {
  readonly state: PageState;
  readonly post: (message: FromPage) => void;
}): void {
  let asked: string | null = null;
  let shown: { readonly assets: Assets; readonly diff: GraphDiff } | null = null;
  let refused: GraphDiff | null = null;
  /** What went since the last diff: it is drawn as removed at once, else it would vanish and come back. */
  let gone = new Map<AssetKey, AssetNode>();

  const ask = (wanted: string | null): void => {
    if (wanted === asked) return;
    const before = asked;
    asked = wanted;
    if (before !== null) post({ type: 'diff', project: before, on: false });
    if (wanted !== null) post({ type: 'diff', project: wanted, on: true });
    else state.diff.set(null);
  };

  const update = (): void => {
    const { diff: on } = state.view.get();
    ask(on ? (state.project.get()?.project ?? null) : null);
    const assets = state.assets.get();
    const diff = state.diff.get()?.diff ?? null;
    if (on && diff !== null && diff.problem !== null && diff !== refused) state.announcement.set(diff.problem);
    refused = diff;
    if (!on || assets === null || diff === null || diff.problem !== null) {
      shown = null;
      return state.changes.set(null);
    }
    if (shown?.assets === assets && shown.diff === diff) return;
    if (shown?.diff !== diff) gone = new Map();
    else for (const [key, node] of shown.assets) if (!assets.has(key)) gone.set(key, node);
    const first = shown === null;
    shown = { assets, diff };
    const changes = changesOf(assets, withGone(diff, gone));
    state.changes.set(changes);
    // What a person asked for is said; what follows while they type is not.
    if (first) state.announcement.set(summaryWords(changes));
  };

  subscribeAll([state.project, state.view, state.assets, state.diff], update);
}

function withGone(diff: GraphDiff, gone: Assets): GraphDiff {
  if (gone.size === 0) return diff;
  const isNew = new Set(diff.assets.flatMap(({ key, change }) => (change === 'added' ? [key] : [])));
  const went = [...gone.values()].filter(({ key }) => !isNew.has(key));
  const removed = went.map((was): AssetDiff => {
    return { key: was.key, change: 'removed', was, pieces: [], stale: false, because: [] };
  });
  const keys = new Set(went.map(({ key }) => key));
  const edges = went.flatMap(({ key: to, inputs, deps }) => [
    ...Object.entries(inputs).map(([input, from]) => ({ from, to, input, change: 'removed' }) as const),
    ...deps.map((from) => ({ from, to, input: null, change: 'removed' }) as const),
  ]);
  return {
    ...diff,
    assets: [...diff.assets.filter(({ key }) => !keys.has(key)), ...removed],
    edges: [...diff.edges.filter(({ to, change }) => !keys.has(to) || change === 'removed'), ...edges],
  };
}
