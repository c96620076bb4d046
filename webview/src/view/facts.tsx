// The figures and the metadata of the last materialization, and where the asset stands.
import { formatBytes, shortRun, type AssetNode, type AssetStatus } from '@headwater/graph';
import { Fragment, type ReactNode } from 'react';
import type { HistoryEntry } from '../protocol.ts';
import { formatDuration, formatNumber, formatTime, shownName } from '../state/format.ts';
import { Fact, FactList } from './fact-list.tsx';
import { MetadataBlocks, MetadataFacts } from './metadata.tsx';
import { SafeLink } from './safe-link.tsx';
import { usePage } from './use-page.ts';

export interface LastMaterializationProps {
  readonly status: AssetStatus | undefined;
  /** What the history says of it, once it was told. */
  readonly newest: HistoryEntry | null;
}

export function LastMaterialization({ status, newest }: LastMaterializationProps) {
  const last = status?.lastMaterialization;
  if (!last) return null;
  return (
    <>
      <FactList title="Last materialization">
        <Fact name="When">{formatTime(last.time)}</Fact>
        {last.rows !== undefined && <Fact name="Rows">{formatNumber(last.rows)}</Fact>}
        {last.bytes !== undefined && <Fact name="Size">{formatBytes(last.bytes)}</Fact>}
        <Fact name="Took">{formatDuration(last.durationMs)}</Fact>
        <Fact name="Run">
          <span title={last.run}>{shortRun(last.run)}</span>
          {newest?.env !== undefined && `, ${newest.env}`}
          {newest?.reusedFrom !== undefined && `, reused from run ${shortRun(newest.reusedFrom)}`}
        </Fact>
        <Fact name="Its code">{codeWords(status)}</Fact>
        <MetadataFacts metadata={last.metadata} />
      </FactList>
      <MetadataBlocks metadata={last.metadata} />
    </>
  );
}

/** Whether what made it is what the source says now. */
function codeWords({ causes, lastMaterialization }: AssetStatus): string {
  const change = causes.find(({ kind }) => kind === 'code');
  if (change) return `changed since: ${change.message}`;
  return lastMaterialization?.codeVersion == null ? 'not recorded' : 'as it is now';
}

export function Definition({ asset }: { readonly asset: AssetNode }) {
  const { actions } = usePage();
  const tags = Object.entries(asset.tags);
  return (
    <FactList title="Definition">
      <Fact name="Group">
        <bdi>{shownName(asset.group)}</bdi>
      </Fact>
      {asset.kinds.length > 0 && <Fact name="Kinds">{asset.kinds.map((kind, index) => listed(kind, index))}</Fact>}
      {asset.owners.length > 0 && (
        <Fact name="Owners">{asset.owners.map((owner, index) => listed(owner, index, <Owner owner={owner} />))}</Fact>
      )}
      {tags.length > 0 && (
        <Fact name="Tags">
          <span className="tags">
            {tags.map(([name, value]) => (
              <span className="tag" key={name}>
                <bdi>{name}</bdi>
                {value !== '' && '='}
                <bdi>{value}</bdi>
              </span>
            ))}
          </span>
        </Fact>
      )}
      {asset.io !== null && <Fact name="IO">{asset.io}</Fact>}
      <Fact name="Code">
        <button type="button" className="link" onClick={() => actions.open(asset.key)}>
          {asset.file}:{asset.line}
        </button>
      </Fact>
    </FactList>
  );
}

/** One of several: none turns the direction of the next. */
function listed(name: string, index: number, shown: ReactNode = name) {
  return (
    <Fragment key={name}>
      {index > 0 && ', '}
      <bdi>{shown}</bdi>
    </Fragment>
  );
}

/** An address of mail, or a team such as `team:data`. */
function Owner({ owner }: { readonly owner: string }) {
  return owner.includes('@') ? <SafeLink href={`mailto:${owner}`}>{owner}</SafeLink> : owner;
}
