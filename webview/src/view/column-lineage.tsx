// Which columns each column was made of, with a way to the assets they are in.
import type { AssetKey, MetadataValue } from '@headwater/graph';
import { usePage, useValue } from './use-page.ts';

export type LineageOfColumns = Extract<MetadataValue, { kind: 'columnLineage' }>['value'];

export function ColumnLineage({ columns }: { readonly columns: LineageOfColumns }) {
  return (
    <dl className="column-lineage">
      {Object.entries(columns).map(([column, origins]) => (
        <div key={column}>
          <dt>
            <bdi>{column}</bdi>
          </dt>
          {origins.length === 0 && <dd className="missing">of no column</dd>}
          {origins.map(({ asset, column: from }) => (
            <dd key={`${asset} ${from}`}>
              <Origin asset={asset} column={from} />
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}

function Origin({ asset, column }: { readonly asset: AssetKey; readonly column: string }) {
  const { state, actions } = usePage();
  const known = useValue(state.assets)?.has(asset) ?? false;
  const name = (
    <>
      <bdi>{asset}</bdi>.<bdi>{column}</bdi>
    </>
  );
  if (!known) return <span title={`${asset} is not an asset of this project`}>{name}</span>;
  return (
    <button type="button" className="link" title={`Go to ${asset}`} onClick={() => actions.goTo(asset)}>
      {name}
    </button>
  );
}
