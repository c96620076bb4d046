// One asset in the picture. Its status comes straight from the store, so that news about one asset renders one node.
import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import type { AssetKey, AssetNode as Asset } from '@headwater/graph';
import { memo } from 'react';
import { spokenName, splitWords } from '../state/status-words.ts';
import { StatusIcon } from './status-icon.tsx';
import { useNodeFocus } from './use-node-focus.ts';
import { useAnswer, useKey, usePage, useStatus, useStatusWords } from './use-page.ts';

export type AssetNodeData = {
  readonly asset: Asset;
  readonly colour: number;
};

export const AssetNode = memo(function AssetNode({ id, data: { asset, colour } }: NodeProps<Node<AssetNodeData>>) {
  const { state } = usePage();
  const { key, group } = asset;
  const status = useStatus(key);
  const focus = useNodeFocus(id);
  const active = useAnswer(state.view, () => state.view.get().active === key);
  const name = status?.status ?? 'unknown';
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <div
        {...focus}
        role="button"
        data-asset={key}
        data-status={name}
        data-active={active}
        className={`node asset colour-${colour}`}
        aria-label={spokenName(key, { status, group })}
      >
        <div className="node-head">
          <StatusIcon status={name} />
          <div className="node-title">
            <NodeName name={key} />
            <Kinds kinds={asset.kinds} />
          </div>
        </div>
        {name === 'running' ? <RunningLine assetKey={key} /> : <StatusLine assetKey={key} />}
        {name === 'running' && <div className="node-progress" />}
      </div>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </>
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
  const words = useStatusWords(assetKey);
  const { head, tail } = splitWords(words);
  return (
    <div className="node-line" title={words}>
      <span className="node-status">{head}</span>
      {tail !== '' && <span className="node-more">{` · ${tail.replaceAll(', ', ' · ')}`}</span>}
    </div>
  );
}

function RunningLine({ assetKey }: { readonly assetKey: AssetKey }) {
  const line = useKey(usePage().state.logLines, assetKey);
  return (
    <div className="node-line" title={line}>
      <span className="node-status">running</span>
      {line !== undefined && <span className="node-more">{` · ${line}`}</span>}
    </div>
  );
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

function Kinds({ kinds }: { readonly kinds: readonly string[] }) {
  if (kinds.length === 0) return null;
  const more = kinds.length - BADGES;
  return (
    <span className="kinds" title={kinds.join(', ')}>
      {kinds.slice(0, BADGES).map((kind) => (
        <span className="kind" key={kind}>
          {Object.hasOwn(SHORT, kind) ? SHORT[kind] : kind}
        </span>
      ))}
      {more > 0 && <span className="kind">+{more}</span>}
    </span>
  );
}
