// One asset in the picture. Its status comes straight from the store, so that news about one asset renders one node.
import type { Node, NodeProps } from '@xyflow/react';
import type { AssetKey, AssetNode as Asset } from '@headwater/graph';
import { memo } from 'react';
import { Icon } from '../controls/icon.tsx';
import { checkSummary, checksOf } from '../state/checks.ts';
import { madeTogether } from '../state/made-together.ts';
import { kindWords, lineWords, progressWords, spokenName, splitWords } from '../state/status-words.ts';
import { CheckBadge } from './check-badge.tsx';
import { StatusIcon } from './status-icon.tsx';
import { useNodeFocus } from './use-node-focus.ts';
import { useAnswer, useKey, usePage, useStatus, useStatusWords } from './use-page.ts';

export type AssetNodeData = {
  readonly asset: Asset;
  readonly colour: number;
};

export const AssetNode = memo(function AssetNode({ id, data: { asset, colour } }: NodeProps<Node<AssetNodeData>>) {
  const { state } = usePage();
  const { key } = asset;
  const status = useStatus(key);
  const focus = useNodeFocus(id);
  const active = useAnswer(state.view, () => state.view.get().active === key);
  // The other outputs of its body are other nodes, which come and go without this one.
  const together = useAnswer(state.assets, () => madeTogether(state.assets.get() ?? new Map(), asset).join('\n'));
  const others = together === '' ? [] : together.split('\n');
  const name = status?.status ?? 'unknown';
  const isPreview = status?.was !== undefined;
  return (
    <div
      {...focus}
      role="button"
      data-asset={key}
      data-status={name}
      data-preview={isPreview}
      data-active={active}
      data-kind={asset.kind}
      className={`node asset colour-${colour}`}
      aria-label={spokenName(asset, { status, together: others })}
    >
      <div className="node-head">
        <StatusIcon status={name} isPreview={isPreview} />
        <div className="node-title">
          <NodeName name={key} />
          <Badges asset={asset} together={others} />
        </div>
      </div>
      <div className="node-foot">
        {name === 'running' ? <RunningLine assetKey={key} /> : <StatusLine assetKey={key} />}
        <CheckBadge summary={checkSummary(checksOf(asset, status))} />
      </div>
      {name === 'running' && <ProgressLine assetKey={key} />}
    </div>
  );
});

/** The last segment is what tells assets apart: what stands before it gives way first. */
export function NodeName({ name }: { readonly name: string }) {
  const cut = name.lastIndexOf('/') + 1;
  return (
    <span className="node-name" title={name}>
      {cut > 0 && <span className="node-name-path">{name.slice(0, cut)}</span>}
      <bdi>{name.slice(cut)}</bdi>
    </span>
  );
}

function StatusLine({ assetKey }: { readonly assetKey: AssetKey }) {
  const words = useStatusWords(assetKey, lineWords);
  const { head, tail } = splitWords(words);
  return (
    <div className="node-line" title={words}>
      <span className="node-status">{head}</span>
      {tail !== '' && <span className="node-more">{` · ${tail.replaceAll(', ', ' · ')}`}</span>}
    </div>
  );
}

function RunningLine({ assetKey }: { readonly assetKey: AssetKey }) {
  const progress = useKey(usePage().state.progress, assetKey);
  const words = progress && progressWords(progress);
  return (
    <div className="node-line" title={words}>
      <span className="node-status">running</span>
      {words && <span className="node-more">{` · ${words}`}</span>}
    </div>
  );
}

/** Fills up where the body tells how far it is, else only moves. */
function ProgressLine({ assetKey }: { readonly assetKey: AssetKey }) {
  const fraction = useKey(usePage().state.progress, assetKey)?.fraction;
  if (fraction === undefined) return <div className="node-progress" />;
  return <progress className="node-fraction" aria-label="Progress" max={1} value={fraction} />;
}

/** Badges are for a glance: the usual kinds in two or three letters. */
const SHORT: Readonly<Record<string, string>> = {
  typescript: 'TS',
  javascript: 'JS',
  python: 'PY',
  duckdb: 'DDB',
  postgres: 'PG',
  parquet: 'PQ',
};
const BADGES = 2;

function Badges({ asset, together }: { readonly asset: Asset; readonly together: readonly AssetKey[] }) {
  const { kinds, kind, ops = [] } = asset;
  const what = kindWords(asset, together) ?? '';
  const more = kinds.length - BADGES;
  if (kinds.length === 0 && what === '') return null;
  return (
    <span className="kinds">
      {kind === 'graph' && (
        <span className="kind" title={`${what}: ${ops.map(({ name }) => name).join(', ')}`}>
          <Icon name="symbol-method" />
          {ops.length}
        </span>
      )}
      {kind === 'multi' && what !== '' && (
        <span className="kind" title={what}>
          <Icon name="repo-forked" />
          {together.length + 1}
        </span>
      )}
      {kinds.slice(0, BADGES).map((each) => (
        <span className="kind" key={each} title={kinds.join(', ')}>
          {Object.hasOwn(SHORT, each) ? SHORT[each] : each}
        </span>
      ))}
      {more > 0 && (
        <span className="kind" title={kinds.join(', ')}>
          +{more}
        </span>
      )}
    </span>
  );
}
