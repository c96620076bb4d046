// What the details offer to run: the asset, alone or with what is around it, or what its failed run left undone.
import type { AssetKey, AssetNode, AssetStatus } from '@headwater/graph';
import { Button } from '../controls/button.tsx';
import { madeTogether } from '../state/made-together.ts';
import { usePage, useValue } from './use-page.ts';

export interface RunActionsProps {
  readonly asset: AssetNode;
  readonly assets: ReadonlyMap<AssetKey, AssetNode>;
  readonly status: AssetStatus | undefined;
}

export function RunActions({ asset, assets, status }: RunActionsProps) {
  const { state, actions } = usePage();
  const runnable = useValue(state.project)?.runnable ?? false;
  if (asset.kind === 'external') return null;
  const { key } = asset;
  const can = runnable && status?.status !== 'running';
  const failedRun = status?.causes.find(({ kind, run }) => kind === 'failed' && run !== undefined)?.run;
  return (
    <div className="details-actions">
      <Button
        primary
        icon="play"
        disabled={!can}
        title={aloneWords(asset, madeTogether(assets, asset))}
        onClick={() => actions.materialize([key])}
      >
        Materialize
      </Button>
      {failedRun !== undefined && (
        <Button
          icon="debug-rerun"
          disabled={!can}
          title="Goes on from the failed run: what it made is loaded, what it did not make is made"
          onClick={() => actions.runFromFailure(failedRun)}
        >
          From failure
        </Button>
      )}
      <Button
        shrinks
        icon="run-above"
        disabled={!can}
        title="Runs all it is made from, then it"
        onClick={() => actions.materialize([key], 'upstream')}
      >
        With upstream
      </Button>
      <Button
        shrinks
        icon="run-below"
        disabled={!can}
        title="Runs it, then all that is made from it"
        onClick={() => actions.materialize([key], 'downstream')}
      >
        With downstream
      </Button>
    </div>
  );
}

/** A body that cannot make one output without the others says so before it runs. */
function aloneWords({ canSubset = false }: AssetNode, together: readonly AssetKey[]): string {
  if (together.length === 0 || canSubset) return 'Runs this asset alone';
  return `Runs the body that makes it together with ${together.join(', ')}`;
}
