// The bar above the picture: find an asset, materialize, and choose what and how much to see.
import type { AssetKey, AssetNode } from '@headwater/graph';
import type { RefObject } from 'react';
import { Button, IconButton } from '../controls/button.tsx';
import { Choice } from '../controls/choice.tsx';
import type { PageState } from '../state/page-state.ts';
import type { Hops } from '../state/view.ts';
import { ProjectChooser } from './project-chooser.tsx';
import { SearchBox } from './search-box.tsx';
import { StatusFilter } from './status-filter.tsx';
import { useAnswer, usePage, useValue } from './use-page.ts';

export interface ToolbarProps {
  readonly searchRef: RefObject<HTMLInputElement>;
}

export function Toolbar({ searchRef }: ToolbarProps) {
  const { state } = usePage();
  const assets = useValue(state.assets);
  const several = (useValue(state.project)?.projects ?? []).length > 1;
  const shown = assets !== null && assets.size > 0;
  if (!shown && !several) return null;
  return (
    <div className="toolbar" role="group" aria-label="Lineage">
      <ProjectChooser />
      {shown && (
        <>
          <SearchBox inputRef={searchRef} />
          <StatusFilter assets={assets} />
          <ChangesToggle />
          <RunControls />
          <CodeErrors />
          <HopControl assets={assets} />
        </>
      )}
    </div>
  );
}

function ChangesToggle() {
  const { state, actions } = usePage();
  const on = useAnswer(state.view, () => state.view.get().diff);
  return (
    <IconButton
      icon="git-compare"
      label={on ? 'Hide the changes' : 'Show what changed since a commit'}
      pressed={on}
      onClick={actions.toggleChanges}
    />
  );
}

/** A name that nothing declares, or a key taken twice, is no part of the graph: where it stands is told. */
function CodeErrors() {
  const { state, actions } = usePage();
  const errors = useValue(state.project)?.errors ?? 0;
  if (errors === 0) return null;
  return (
    <IconButton
      icon="error"
      label={`${errors} ${errors === 1 ? 'error' : 'errors'} in the code: what stands there may be missing here. Show ${errors === 1 ? 'it' : 'them'}`}
      badge={errors > 99 ? '99+' : String(errors)}
      onClick={() => actions.run('headwater.showProblems')}
    />
  );
}

function RunControls() {
  const { state, actions } = usePage();
  const runnable = useValue(state.project)?.runnable ?? false;
  const run = useValue(state.run);
  const stale = useAnswer(state.statuses.revision, () => countStale(state));
  if (run) {
    return (
      <div className="run">
        <span className="run-count">
          {run.done}/{run.total}
        </span>
        <Button icon="debug-stop" title="Cancel the run" onClick={actions.cancel}>
          Cancel
        </Button>
        <progress className="run-bar" aria-label="Run" value={run.done} max={Math.max(1, run.total)} />
      </div>
    );
  }
  return (
    <div className="run">
      <Button
        primary
        disabled={!runnable}
        title="Runs every asset of the project"
        onClick={() => actions.materializeAll({ stale: false })}
      >
        Materialize all
      </Button>
      <IconButton
        icon="debug-continue"
        label={stale === 0 ? 'Materialize stale: everything is fresh' : `Materialize stale: ${stale}`}
        {...(stale > 0 && { badge: stale > 99 ? '99+' : String(stale) })}
        disabled={!runnable || stale === 0}
        onClick={() => actions.materializeAll({ stale: true })}
      />
    </div>
  );
}

const HOPS = [
  { value: 'all', text: 'All' },
  { value: '1', text: '1 hop' },
  { value: '2', text: '2 hops' },
  { value: '3', text: '3 hops' },
] as const;

function HopControl({ assets }: { readonly assets: ReadonlyMap<AssetKey, AssetNode> }) {
  const { state, scene, actions } = usePage();
  const { pinned } = useValue(state.view);
  const { cursor = true } = useValue(state.project) ?? {};
  const { picture } = useValue(scene);
  if (!picture || assets.size < 2) return null;
  const { hops, centre } = picture.visible;
  const choose = (value: (typeof HOPS)[number]['value']): void => {
    const chosen: Hops = value === 'all' ? 'all' : value === '1' ? 1 : value === '2' ? 2 : 3;
    actions.setHops(chosen);
  };
  return (
    <div className="hops">
      <Choice label="How much of the lineage to show" value={`${hops}`} options={HOPS} onChange={choose} />
      {hops !== 'all' && cursor && (
        <IconButton
          icon={pinned ? 'pinned' : 'pin'}
          label={pinned ? `Follow the cursor again (stays at ${centre ?? ''})` : `Stay at ${centre ?? ''}`}
          pressed={pinned}
          onClick={actions.togglePin}
        />
      )}
    </div>
  );
}

function countStale({ assets, statuses }: PageState): number {
  let count = 0;
  for (const { key, kind } of assets.get()?.values() ?? []) {
    const status = statuses.get(key)?.status;
    if (kind !== 'external' && status !== undefined && status !== 'fresh' && status !== 'running') count++;
  }
  return count;
}
