// The details of the selected asset: what it is, how it is, what it hangs on, and its first rows.
import type { AssetKey, AssetStatus } from '@headwater/graph';
import { useEffect, useState } from 'react';
import { IconButton } from '../controls/button.tsx';
import { onlyAsset } from '../state/choice.ts';
import { Automation } from './automation.tsx';
import { Changed, RemovedDetails } from './changed.tsx';
import { ChosenDetails } from './chosen-details.tsx';
import { Checks } from './checks.tsx';
import { Columns } from './columns.tsx';
import { Definition, LastMaterialization } from './facts.tsx';
import { History } from './history.tsx';
import { LineageChips, type LineageChipsProps } from './lineage-chips.tsx';
import { Markdown } from './markdown.tsx';
import { NumbersOverTime } from './numbers-over-time.tsx';
import { Partitions } from './partitions.tsx';
import { PreviewTable } from './preview-table.tsx';
import { RunActions } from './run-actions.tsx';
import { Situation } from './situation.tsx';
import { StatusIcon } from './status-icon.tsx';
import { Steps } from './steps.tsx';
import { Trouble } from './trouble.tsx';
import { useChoice } from './use-choice.ts';
import { useKey, usePage, useStatus, useValue } from './use-page.ts';

/** Opening takes room from the picture: not before a second click could have come. */
const DOUBLE_CLICK_MS = 320;

export function Details() {
  const { state } = usePage();
  const assets = useValue(state.assets);
  const view = useValue(state.view);
  const choice = useChoice();
  const several = view.chosen.length > 1 ? choice : null;
  const only = onlyAsset(view) ?? '';
  const asset = assets?.get(only);
  const [open, setOpen] = useState(false);
  const change = useValue(state.changes)?.of.get(only);
  const removed = change?.look === 'removed' ? change : undefined;
  const wanted = several !== null || asset !== undefined || removed !== undefined;
  useEffect(() => {
    if (!wanted) return setOpen(false);
    const timer = setTimeout(() => setOpen(true), state.mayBeDouble.get() ? DOUBLE_CLICK_MS : 0);
    return () => clearTimeout(timer);
  }, [wanted, state]);
  if (open && several) return <ChosenDetails choice={several} />;
  if (open && removed) return <RemovedDetails change={removed} />;
  return open && asset && assets ? <AssetDetails key={asset.key} asset={asset} assets={assets} /> : null;
}

function AssetDetails({ asset, assets }: LineageChipsProps) {
  const { state, actions } = usePage();
  const { key, description } = asset;
  const status = useStatus(key);
  const answer = useKey(state.histories, key);
  const history = answer?.history ?? null;
  const newest = history?.entries.find(({ run }) => run === status?.lastMaterialization?.run) ?? null;
  return (
    <section className="details" aria-label={`Details of ${key}`}>
      <header>
        <StatusIcon status={status?.status ?? 'unknown'} isPreview={status?.was !== undefined} />
        <h2 title={key}>
          <bdi>{key}</bdi>
        </h2>
        <IconButton icon="go-to-file" label="Open code" onClick={() => actions.open(key)} />
        <IconButton icon="close" label="Close details" onClick={actions.closeDetails} />
      </header>
      <RunActions asset={asset} assets={assets} status={status} />
      <Trouble asset={asset} />
      <Changed assetKey={key} />
      <Situation asset={asset} status={status} />
      {description !== null && <Markdown text={description} />}
      <Partitions asset={asset} status={status} />
      <Automation asset={asset} />
      <Checks asset={asset} status={status} />
      <Rows assetKey={key} status={status} />
      <LastMaterialization status={status} newest={newest} />
      <Columns asset={asset} newest={newest} />
      <NumbersOverTime history={history} />
      <History asset={asset} status={status} answer={answer} />
      <Steps asset={asset} />
      <LineageChips asset={asset} assets={assets} />
      <Definition asset={asset} />
    </section>
  );
}

function Rows({ assetKey, status }: { readonly assetKey: AssetKey; readonly status: AssetStatus | undefined }) {
  const { state } = usePage();
  const runnable = useValue(state.project)?.runnable ?? false;
  const answer = useKey(state.previews, assetKey);
  if (!status?.lastMaterialization) return null;
  if (!runnable && !answer) return null;
  return <PreviewTable assetKey={assetKey} answer={answer} />;
}
