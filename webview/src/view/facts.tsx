// The figures and the metadata of the last materialization, and where the asset stands.
import type { AssetNode, AssetStatus } from '@headwater/graph';
import { formatBytes, formatDuration, formatNumber, formatTime } from '../state/format.ts';
import { Fact, FactList } from './fact-list.tsx';
import { MetadataBlocks, MetadataFacts } from './metadata.tsx';
import { SafeLink } from './safe-link.tsx';
import { usePage } from './use-page.ts';

export function LastMaterialization({ status }: { readonly status: AssetStatus | undefined }) {
  const last = status?.lastMaterialization;
  if (!last) return null;
  return (
    <>
      <FactList title="Last materialization">
        <Fact name="When">{formatTime(last.time)}</Fact>
        {last.rows !== undefined && <Fact name="Rows">{formatNumber(last.rows)}</Fact>}
        {last.bytes !== undefined && <Fact name="Size">{formatBytes(last.bytes)}</Fact>}
        <Fact name="Took">{formatDuration(last.durationMs)}</Fact>
        <MetadataFacts metadata={last.metadata} />
      </FactList>
      <MetadataBlocks metadata={last.metadata} />
    </>
  );
}

export function Definition({ asset }: { readonly asset: AssetNode }) {
  const { actions } = usePage();
  const tags = Object.entries(asset.tags);
  return (
    <FactList title="Definition">
      <Fact name="Group">{asset.group}</Fact>
      {asset.kinds.length > 0 && <Fact name="Kinds">{asset.kinds.join(', ')}</Fact>}
      {asset.owners.length > 0 && (
        <Fact name="Owners">
          {asset.owners.map((owner, index) => (
            <span key={owner}>
              {index > 0 && ', '}
              <Owner owner={owner} />
            </span>
          ))}
        </Fact>
      )}
      {tags.length > 0 && (
        <Fact name="Tags">
          <span className="tags">
            {tags.map(([name, value]) => (
              <span className="tag" key={name}>
                {value === '' ? name : `${name}=${value}`}
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

/** An address of mail, or a team such as `team:data`. */
function Owner({ owner }: { readonly owner: string }) {
  return owner.includes('@') ? <SafeLink href={`mailto:${owner}`}>{owner}</SafeLink> : owner;
}
