// The details of the selected asset: what it is, how it is, what it hangs on, and its first rows.
import { directUpstream, downstreamOf, type AssetKey, type AssetNode, type AssetStatus } from '@headwater/graph';
import { useEffect, useState } from 'react';
import { Button, IconButton } from '../controls/button.tsx';
import { assetOf } from '../state/node-id.ts';
import { STATUS_LABELS, statusWords } from '../state/status-words.ts';
import { reasonsOf } from '../state/visible-graph.ts';
import { Facts } from './facts.tsx';
import { Markdown } from './markdown.tsx';
import { PreviewTable } from './preview-table.tsx';
import { StatusIcon } from './status-icon.tsx';
import { useKey, usePage, useStatus, useStatusWords, useValue } from './use-page.ts';

/** Opening takes room from the picture: not before a second click could have come. */
const DOUBLE_CLICK_MS = 320;

export function Details() {
  const { state } = usePage();
  const assets = useValue(state.assets);
  const { selected } = useValue(state.view);
  const asset = assets?.get(assetOf(selected) ?? '');
  const [open, setOpen] = useState(false);
  const wanted = asset !== undefined;
  useEffect(() => {
    if (!wanted) return setOpen(false);
    const timer = setTimeout(() => setOpen(true), state.mayBeDouble.get() ? DOUBLE_CLICK_MS : 0);
    return () => clearTimeout(timer);
  }, [wanted, state]);
  return open && asset && assets ? <AssetDetails key={asset.key} asset={asset} assets={assets} /> : null;
}

interface AssetDetailsProps {
  readonly asset: AssetNode;
  readonly assets: ReadonlyMap<AssetKey, AssetNode>;
}

function AssetDetails({ asset, assets }: AssetDetailsProps) {
  const { state, actions } = usePage();
  const { key, description } = asset;
  const status = useStatus(key);
  const runnable = useValue(state.project)?.runnable ?? false;
  const name = status?.status ?? 'unknown';
  const can = runnable && name !== 'running' && asset.kind !== 'external';
  return (
    <section className="details" aria-label={`Details of ${key}`}>
      <header>
        <StatusIcon status={name} />
        <h2>
          <bdi>{key}</bdi>
        </h2>
        <IconButton icon="go-to-file" label="Open code" onClick={() => actions.open(key)} />
        <IconButton icon="close" label="Close details" onClick={() => actions.select(null)} />
      </header>
      <div className="details-actions">
        <Button
          primary
          icon="play"
          disabled={!can}
          title="Runs this asset alone"
          onClick={() => actions.materialize([key])}
        >
          Materialize
        </Button>
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
      <Situation asset={asset} status={status} />
      {description !== null && <Markdown text={description} />}
      <Rows assetKey={key} status={status} />
      <Lineage asset={asset} assets={assets} />
      <Facts asset={asset} status={status} />
    </section>
  );
}

/** The status in words, and every cause with the asset it lies in. */
function Situation({ asset, status }: { readonly asset: AssetNode; readonly status: AssetStatus | undefined }) {
  const words = useStatusWords(asset.key);
  const causes = status?.causes ?? [];
  const headline = causes.length === 0 ? words : statusWords(status && { ...status, causes: [] }, new Date());
  return (
    <div className={`situation situation-${status?.status ?? 'unknown'}`}>
      <p className="situation-words">{headline}</p>
      {asset.dynamic && <p>{`${asset.dynamic.reason} (${asset.dynamic.file}:${asset.dynamic.line})`}</p>}
      {causes.length > 0 && (
        <ul>
          {causes.map(({ kind, message, asset: other, file, line }, index) => (
            <li key={`${index} ${kind} ${message}`}>
              <CauseMessage message={message} asset={other === asset.key ? undefined : other} />
              {file !== undefined && (
                <span className="cause-place">{line === undefined ? file : `${file}:${line}`}</span>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The asset a cause lies in is where one wants to go next. */
function CauseMessage({ message, asset }: { readonly message: string; readonly asset: AssetKey | undefined }) {
  const { actions } = usePage();
  if (asset === undefined) return <span className="cause-message">{message}</span>;
  const at = message.indexOf(asset);
  const [before, after] = at < 0 ? [`${message} `, ''] : [message.slice(0, at), message.slice(at + asset.length)];
  return (
    <span className="cause-message">
      {before}
      <button type="button" className="link" onClick={() => actions.goTo(asset)}>
        <bdi>{asset}</bdi>
      </button>
      {after}
    </span>
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

function Lineage({ asset, assets }: AssetDetailsProps) {
  const upstream = directUpstream(asset);
  const downstream = [...downstreamOf(assets.values(), [asset.key], 1)].filter((key) => key !== asset.key);
  return (
    <>
      <Chips title="Upstream" keys={upstream} assets={assets} why={(key) => why(asset, key)} />
      <Chips title="Downstream" keys={downstream} assets={assets} why={(key) => why(assets.get(key), asset.key)} />
    </>
  );
}

function why(asset: AssetNode | undefined, from: AssetKey): string {
  if (!asset) return '';
  return reasonsOf(asset, from)
    .map(({ input }) => (input === null ? 'order only' : input === from ? 'input' : `input “${input}”`))
    .join(', ');
}

interface ChipsProps {
  readonly title: string;
  readonly keys: readonly AssetKey[];
  readonly assets: ReadonlyMap<AssetKey, AssetNode>;
  readonly why: (key: AssetKey) => string;
}

function Chips({ title, keys, assets, why: reason }: ChipsProps) {
  if (keys.length === 0) return null;
  return (
    <div className="chips">
      <h3>
        {title} <span className="count">{keys.length}</span>
      </h3>
      <ul>
        {keys.map((key) => (
          <li key={key}>
            <Chip assetKey={key} known={assets.has(key)} reason={reason(key)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Chip({
  assetKey,
  known,
  reason,
}: {
  readonly assetKey: AssetKey;
  readonly known: boolean;
  readonly reason: string;
}) {
  const { actions } = usePage();
  const name = useStatus(assetKey)?.status ?? 'unknown';
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
      aria-label={`${assetKey}, ${reason}, ${STATUS_LABELS[name]}`}
      onClick={() => actions.goTo(assetKey)}
    >
      <StatusIcon status={name} />
      <bdi>{assetKey}</bdi>
    </button>
  );
}
