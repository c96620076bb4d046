// What an asset is made from, made with and made into: each a way to go there.
import { directUpstream, downstreamOf, type AssetKey, type AssetNode } from '@headwater/graph';
import { madeTogether } from '../state/made-together.ts';
import { statusLabel } from '../state/status-words.ts';
import { reasonsOf } from '../state/edge-reason.ts';
import { StatusIcon } from './status-icon.tsx';
import { usePage, useStatus, useStatusWords } from './use-page.ts';

export interface LineageChipsProps {
  readonly asset: AssetNode;
  readonly assets: ReadonlyMap<AssetKey, AssetNode>;
}

export function LineageChips({ asset, assets }: LineageChipsProps) {
  const downstream = [...downstreamOf(assets.values(), [asset.key], 1)].filter((key) => key !== asset.key);
  const known = (keys: readonly AssetKey[], why: (key: AssetKey) => string): ChipProps[] =>
    keys.map((key) => ({ assetKey: key, known: assets.has(key), reason: why(key) }));
  return (
    <>
      <Chips title="Made together with" chips={known(madeTogether(assets, asset), () => 'made by the same body')} />
      <Chips title="Upstream" chips={known(directUpstream(asset), (key) => why(asset, key))} />
      <Chips title="Downstream" chips={known(downstream, (key) => why(assets.get(key), asset.key))} />
    </>
  );
}

function why(asset: AssetNode | undefined, from: AssetKey): string {
  if (!asset) return '';
  return reasonsOf(asset, from)
    .map(({ input }) => (input === null ? 'order only' : input === from ? 'input' : `input “${input}”`))
    .join(', ');
}

interface ChipProps {
  readonly assetKey: AssetKey;
  readonly known: boolean;
  readonly reason: string;
}

function Chips({ title, chips }: { readonly title: string; readonly chips: readonly ChipProps[] }) {
  if (chips.length === 0) return null;
  return (
    <div className="chips">
      <h3>
        {title} <span className="count">{chips.length}</span>
      </h3>
      <ul>
        {chips.map((chip) => (
          <li key={chip.assetKey}>
            <AssetChip {...chip} />
          </li>
        ))}
      </ul>
    </div>
  );
}

export function AssetChip({ assetKey, known, reason }: ChipProps) {
  const { actions } = usePage();
  const status = useStatus(assetKey);
  const words = useStatusWords(assetKey);
  if (!known) {
    return (
      <span className="chip chip-missing" title={`${assetKey} is not an asset of this project`}>
        <bdi>{assetKey}</bdi> is missing
      </span>
    );
  }
  return (
    <button
      type="button"
      className="chip"
      title={`${assetKey}, ${reason}: ${words}`}
      aria-label={`${assetKey}, ${reason}, ${statusLabel(status)}`}
      onClick={() => actions.goTo(assetKey)}
    >
      <StatusIcon status={status?.status ?? 'unknown'} isPreview={status?.was !== undefined} />
      <bdi>{assetKey}</bdi>
    </button>
  );
}
