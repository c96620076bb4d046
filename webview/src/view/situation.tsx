// The status in words, and every cause with the asset and the place it lies in.
import { causeParts, type AssetKey, type AssetNode, type Cause } from '@headwater/graph';
import { Button } from '../controls/button.tsx';
import type { ShownStatus } from '../protocol.ts';
import { statusWords } from '../state/status-words.ts';
import { usePage, useStatusWords } from './use-page.ts';

export function Situation({ asset, status }: { readonly asset: AssetNode; readonly status: ShownStatus | undefined }) {
  const words = useStatusWords(asset.key);
  const causes = status?.causes ?? [];
  const headline = causes.length === 0 ? words : statusWords(status && { ...status, causes: [] }, new Date());
  const isPreview = status?.was !== undefined;
  return (
    <div className={`situation situation-${status?.status ?? 'unknown'}${isPreview ? ' situation-preview' : ''}`}>
      <p className="situation-words">{headline}</p>
      {isPreview && <p className="situation-note">Nothing of it is recorded: it follows from what is not saved yet.</p>}
      {asset.kind === 'external' && <MadeElsewhere asset={asset} />}
      {asset.dynamic && <p>{`${asset.dynamic.reason} (${asset.dynamic.file}:${asset.dynamic.line})`}</p>}
      {causes.length > 0 && (
        <ul>
          {causes.map((cause, index) => (
            <li key={`${index} ${cause.kind} ${cause.message}`}>
              <CauseMessage cause={cause} of={asset.key} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The asset a cause lies in, and its place in the source, are where one wants to go next. */
export function CauseMessage({ cause, of }: { readonly cause: Omit<Cause, 'kind'>; readonly of: AssetKey }) {
  const { actions } = usePage();
  const { file, line = 1, column } = cause;
  return (
    <span className="cause-message">
      {causeParts(cause).map(({ type, text }, index) => {
        if (type === 'text' || (type === 'asset' && text === of)) return text;
        const open = (): void => {
          if (type === 'asset') return actions.goTo(text);
          if (file !== undefined) actions.openPlace({ file, line, ...(column !== undefined && { column }) });
        };
        return (
          <button type="button" className={type === 'asset' ? 'link' : 'link cause-place'} onClick={open} key={index}>
            <bdi>{text}</bdi>
          </button>
        );
      })}
    </span>
  );
}

function MadeElsewhere({ asset: { key, foreign } }: { readonly asset: AssetNode }) {
  const { actions } = usePage();
  if (!foreign) return <p>It is made elsewhere: what reads it loads it, and it never runs here.</p>;
  return (
    <>
      <p>
        The project <bdi>{foreign.project}</bdi> makes it, as <bdi>{foreign.key}</bdi>: what reads it loads it, and it
        never runs here.
      </p>
      <Button icon="root-folder" title="Shows it in the project that makes it" onClick={() => actions.showForeign(key)}>
        Show in its project
      </Button>
    </>
  );
}
