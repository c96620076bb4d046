// The figures of the last materialization, and where the asset stands.
import type { AssetNode, AssetStatus, MetadataValue } from '@headwater/graph';
import type { ReactNode } from 'react';
import { formatBytes, formatDuration, formatNumber, formatTime } from '../state/format.ts';
import { usePage } from './use-page.ts';

export function Facts({ asset, status }: { readonly asset: AssetNode; readonly status: AssetStatus | undefined }) {
  const { actions } = usePage();
  const last = status?.lastMaterialization;
  const tags = Object.entries(asset.tags).map(([name, value]) => (value === '' ? name : `${name}=${value}`));
  return (
    <>
      {last && (
        <FactList title="Last materialization">
          <Fact name="When">{formatTime(last.time)}</Fact>
          {last.rows !== undefined && <Fact name="Rows">{formatNumber(last.rows)}</Fact>}
          {last.bytes !== undefined && <Fact name="Size">{formatBytes(last.bytes)}</Fact>}
          <Fact name="Took">{formatDuration(last.durationMs)}</Fact>
          {Object.entries(last.metadata).map(([name, value]) => (
            <Fact key={name} name={name}>
              {formatMetadata(value)}
            </Fact>
          ))}
        </FactList>
      )}
      <FactList title="Definition">
        <Fact name="Group">{asset.group}</Fact>
        {asset.kinds.length > 0 && <Fact name="Kinds">{asset.kinds.join(', ')}</Fact>}
        {asset.owners.length > 0 && <Fact name="Owners">{asset.owners.join(', ')}</Fact>}
        {tags.length > 0 && <Fact name="Tags">{tags.join(', ')}</Fact>}
        {asset.io !== null && <Fact name="IO">{asset.io}</Fact>}
        <Fact name="Code">
          <button type="button" className="link" onClick={() => actions.open(asset.key)}>
            {asset.file}:{asset.line}
          </button>
        </Fact>
      </FactList>
    </>
  );
}

function FactList({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="facts">
      <h3>{title}</h3>
      <dl>{children}</dl>
    </div>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd dir="auto">{children}</dd>
    </div>
  );
}

function formatMetadata({ kind, value }: MetadataValue): string {
  return kind === 'int' || kind === 'float' ? formatNumber(value) : String(value);
}
