// In the details of an asset: what changed in it since the base, which edges came and went, and why it becomes stale.
import type { AssetKey, GraphDiff } from '@headwater/graph';
import { Fragment } from 'react';
import { Button, IconButton } from '../controls/button.tsx';
import { baseName } from '../state/change-words.ts';
import { canOpenChanges, type AssetChange } from '../state/diff.ts';
import { ChangeMark } from './change-mark.tsx';
import { CauseMessage } from './situation.tsx';
import { usePage, useValue } from './use-page.ts';

export function Changed({ assetKey }: { readonly assetKey: AssetKey }) {
  const { state, actions } = usePage();
  const comparison = useValue(state.diff);
  const changes = useValue(state.changes);
  const change = changes?.of.get(assetKey);
  const edges = comparison?.diff.edges.filter(({ from, to }) => from === assetKey || to === assetKey) ?? [];
  if (!changes || !comparison || (!change && edges.length === 0)) return null;
  return (
    <div className={`changed ${change ? `change-${change.look}` : ''}`}>
      <h3>
        Since <bdi className="changed-base">{baseName(changes.base)}</bdi>
        {change && <ChangeMark look={change.look} />}
        {change && canOpenChanges(state, assetKey) && (
          <IconButton
            icon="git-compare"
            label={openWords(change, baseName(changes.base))}
            onClick={() => actions.openChanges(assetKey)}
          />
        )}
      </h3>
      <ul>
        {change && <Pieces change={change} />}
        {edges.map((edge) => (
          <li key={JSON.stringify(edge)}>
            <EdgeLine edge={edge} of={assetKey} />
          </li>
        ))}
        {change && <Stale change={change} />}
      </ul>
    </div>
  );
}

/** An asset that is not there any more has no details but these. */
export function RemovedDetails({ change }: { readonly change: AssetChange }) {
  const { state, actions } = usePage();
  const comparison = useValue(state.diff);
  const changes = useValue(state.changes);
  const { was, key } = change.diff;
  if (!was || !changes) return null;
  const base = baseName(changes.base);
  return (
    <section className="details" aria-label={`Details of ${key}`}>
      <header>
        <h2 className="removed-name" title={key}>
          <bdi>{key}</bdi>
        </h2>
        <IconButton icon="close" label="Close details" onClick={actions.closeDetails} />
      </header>
      <p>{`It was in ${was.file}:${was.line}. What is stored of it stays until it is forgotten.`}</p>
      <Changed assetKey={key} />
      {comparison?.opensBase && (
        <div className="details-actions">
          <Button icon="go-to-file" onClick={() => actions.openChanges(key)}>
            {`Show it in ${base}`}
          </Button>
        </div>
      )}
    </section>
  );
}

function openWords({ look }: AssetChange, base: string): string {
  return look === 'removed' ? `Show it in ${base}` : 'Open changes';
}

function Pieces({ change: { look, diff } }: { readonly change: AssetChange }) {
  return (
    <>
      {look === 'renamed' && diff.was && <li>{`It was called ${diff.was.key}.`}</li>}
      {diff.pieces.map((piece) => (
        <li key={`${piece.kind} ${piece.message} ${piece.file}:${piece.line}`}>
          <CauseMessage cause={piece} of={diff.key} />
        </li>
      ))}
    </>
  );
}

/** By what the edge is, from which of its ends it is told, and what became of it. */
const VERBS = {
  input: {
    reader: { added: 'reads', removed: 'does not read' },
    read: { added: 'is read by', removed: 'is not read by' },
  },
  order: {
    reader: { added: 'comes after', removed: 'does not come after' },
    read: { added: 'comes before', removed: 'does not come before' },
  },
} as const;

function EdgeLine({ edge, of }: { readonly edge: GraphDiff['edges'][number]; readonly of: AssetKey }) {
  const { from, to, input, change } = edge;
  const reads = to === of;
  const other = reads ? from : to;
  const verb = VERBS[input === null ? 'order' : 'input'][reads ? 'reader' : 'read'][change];
  const named = input !== null && input !== from ? ` as input “${input}”` : '';
  return (
    <span className={`edge-line-words change-${change}`}>
      <ChangeMark look={change} words="" />
      <span>
        {`${verb} `}
        <AssetLink assetKey={other} />
        {`${named}${change === 'added' ? '' : ' any more'}`}
      </span>
    </span>
  );
}

function Stale({ change: { look, diff } }: { readonly change: AssetChange }) {
  if (look === 'removed' || look === 'added') return null;
  if (!diff.stale) return <li>Nothing is to be made again for it.</li>;
  if (diff.because.length === 0) return <li>It is to be made again.</li>;
  return (
    <li>
      {look === 'stale' ? 'It becomes stale because of ' : 'It is to be made again, also because of '}
      {diff.because.map((key, index) => (
        <Fragment key={key}>
          {index > 0 && ', '}
          <AssetLink assetKey={key} />
        </Fragment>
      ))}
      .
    </li>
  );
}

function AssetLink({ assetKey }: { readonly assetKey: AssetKey }) {
  const { actions } = usePage();
  return (
    <button type="button" className="link" onClick={() => actions.goTo(assetKey)}>
      <bdi>{assetKey}</bdi>
    </button>
  );
}
