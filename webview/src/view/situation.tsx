// The status in words, and every cause with the asset it lies in.
import type { AssetKey, AssetNode, AssetStatus } from '@headwater/graph';
import { statusWords } from '../state/status-words.ts';
import { usePage, useStatusWords } from './use-page.ts';

export function Situation({ asset, status }: { readonly asset: AssetNode; readonly status: AssetStatus | undefined }) {
  const words = useStatusWords(asset.key);
  const causes = status?.causes ?? [];
  const headline = causes.length === 0 ? words : statusWords(status && { ...status, causes: [] }, new Date());
  return (
    <div className={`situation situation-${status?.status ?? 'unknown'}`}>
      <p className="situation-words">{headline}</p>
      {asset.kind === 'external' && <p>It is made elsewhere: what reads it loads it, and it never runs here.</p>}
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
