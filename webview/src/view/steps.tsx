// The steps of a graph asset, each with a way to its code.
import type { AssetNode } from '@headwater/graph';
import { Icon } from '../controls/icon.tsx';
import { usePage } from './use-page.ts';

export function Steps({ asset: { key, ops = [] } }: { readonly asset: AssetNode }) {
  const { actions } = usePage();
  if (ops.length === 0) return null;
  return (
    <div className="chips">
      <h3>
        Steps <span className="count">{ops.length}</span>
      </h3>
      <ol>
        {ops.map(({ name, file, line }) => (
          <li key={`${name} ${file}:${line}`}>
            <button
              type="button"
              className="chip"
              title={`${file}:${line}`}
              aria-label={`Open the code of step ${name}`}
              onClick={() => actions.openOp(key, name)}
            >
              <Icon name="symbol-method" />
              <bdi>{name}</bdi>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}
