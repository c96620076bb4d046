// One asset in the picture. Its status comes straight from the store, so that news about one asset renders one node.
import type { Node, NodeProps } from '@xyflow/react';
import type { AssetKey, AssetNode as Asset } from '@headwater/graph';
import { memo } from 'react';
import { Icon } from '../controls/icon.tsx';
import { automationWords } from '../state/automation-words.ts';
import { checkSummary, checksOf } from '../state/checks.ts';
import { kindBadges } from '../state/kind-badges.ts';
import { madeTogether } from '../state/made-together.ts';
import { shownName } from '../state/format.ts';
import { lineParts, lineWords, progressWords, spokenName } from '../state/status-words.ts';
import { ChangeMark, useChange, type DrawnChange } from './change-mark.tsx';
import { ChosenMark } from './chosen-mark.tsx';
import { CheckBadge } from './check-badge.tsx';
import { FreshnessMark } from './freshness.tsx';
import { PartitionsBar } from './partitions.tsx';
import { RemovedNode } from './removed-node.tsx';
import { SpokenName } from './spoken-name.tsx';
import { StatusIcon } from './status-icon.tsx';
import { TroubleMark, useTrouble } from './trouble.tsx';
import { useNodeFocus } from './use-node-focus.ts';
import { useAnswer, useKey, usePage, useStatus, useStatusWords } from './use-page.ts';

export type AssetNodeData = {
  readonly asset: Asset;
  readonly colour: number;
};

export const AssetNode = memo(function AssetNode({ id, data }: NodeProps<Node<AssetNodeData>>) {
  const change = useChange(data.asset.key);
  if (change?.look === 'removed') return <RemovedNode id={id} sentence={change.sentence} {...data} />;
  return <PresentNode id={id} change={change} {...data} />;
});

interface PresentNodeProps extends AssetNodeData {
  readonly id: string;
  readonly change: DrawnChange | null;
}

function PresentNode({ id, change, asset, colour }: PresentNodeProps) {
  const { state } = usePage();
  const { key } = asset;
  const status = useStatus(key);
  const focus = useNodeFocus(id, [key]);
  const active = useAnswer(state.view, () => state.view.get().active === key);
  // The other outputs of its body are other nodes, which come and go without this one.
  const together = useAnswer(state.assets, () => madeTogether(state.assets.get() ?? new Map(), asset).join('\n'));
  const others = together === '' ? [] : together.split('\n');
  const trouble = useTrouble(asset);
  const automated = useAnswer(state.automation, () => automationWords(state.automation.get(), key));
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
      data-change={change?.look}
      className={`node asset colour-${colour}`}
    >
      <SpokenName>
        {spokenName(asset, { status, together: others, trouble, change: change?.sentence, automated })}
      </SpokenName>
      <ChosenMark part={focus['data-chosen']} />
      <div className="node-head" aria-hidden="true">
        <StatusIcon status={name} isPreview={isPreview} />
        <div className="node-title">
          <NodeName name={key} />
          <Badges asset={asset} together={others} />
        </div>
        <TroubleMark words={trouble} />
      </div>
      <div className="node-foot" aria-hidden="true">
        {change && <ChangeMark look={change.look} title={change.sentence} />}
        {name === 'running' ? <RunningLine assetKey={key} /> : <StatusLine assetKey={key} />}
        <FreshnessMark assetKey={key} />
        <CheckBadge summary={checkSummary(checksOf(asset, status))} />
      </div>
      {name === 'running' ? (
        <ProgressLine assetKey={key} />
      ) : (
        status?.partitions && <PartitionsBar counts={status.partitions} />
      )}
    </div>
  );
}

/** The last segment is what tells assets apart: what stands before it gives way first. */
export function NodeName({ name }: { readonly name: string }) {
  const cut = name.lastIndexOf('/') + 1;
  return (
    <span className="node-name" title={name}>
      {cut > 0 && <span className="node-name-path">{name.slice(0, cut)}</span>}
      <bdi>{shownName(name.slice(cut))}</bdi>
    </span>
  );
}

function StatusLine({ assetKey }: { readonly assetKey: AssetKey }) {
  const words = useStatusWords(assetKey, lineWords);
  const { head, more } = lineParts(words);
  return (
    <div className="node-line" title={words}>
      <span className="node-status">{head}</span>
      {more !== '' && <span className="node-more">{more}</span>}
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
  return <progress className="node-fraction" aria-hidden="true" max={1} value={fraction} />;
}

function Badges({ asset, together }: { readonly asset: Asset; readonly together: readonly AssetKey[] }) {
  const badges = kindBadges(asset, together);
  if (badges.length === 0) return null;
  return (
    <span className="kinds">
      {badges.map(({ icon, text, title }, index) => (
        <span className="kind" key={index} title={title}>
          {icon && <Icon name={icon} />}
          {text}
        </span>
      ))}
    </span>
  );
}
