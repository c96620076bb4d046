// The history of an asset: its materializations, newest first, as far as one asks.
import { formatAge, formatBytes, shortRun, type AssetNode, type AssetStatus } from '@headwater/graph';
import { Button } from '../controls/button.tsx';
import { Icon } from '../controls/icon.tsx';
import { ProgressRing } from '../controls/progress-ring.tsx';
import { formatDuration, formatNumber, formatTime } from '../state/format.ts';
import type { HistoryState } from '../state/page-state.ts';
import type { History as HistoryValue, HistoryEntry } from '../protocol.ts';
import { usePage, useValue } from './use-page.ts';

export interface HistoryProps {
  readonly asset: AssetNode;
  readonly status: AssetStatus | undefined;
  readonly answer: HistoryState | undefined;
}

export function History({ asset, status, answer }: HistoryProps) {
  const { state, actions } = usePage();
  const runnable = useValue(state.project)?.runnable ?? false;
  if (asset.kind === 'external') return null;
  const history = answer?.history ?? null;
  const made = status?.lastMaterialization !== undefined;
  const loading = answer?.loading ?? (made && runnable);
  return (
    <section className="history" aria-label="History" aria-busy={loading}>
      <h3>
        History
        {history && <span className="count">{countWords(history)}</span>}
        {loading && <ProgressRing label="Reading the history" />}
      </h3>
      {!made && <p className="quiet">Never materialized: its history begins with its first run.</p>}
      {made && !history && !loading && answer?.message === undefined && (
        <p className="quiet">The runner host keeps the history, and it does not run here.</p>
      )}
      {made && history?.entries.length === 0 && (
        <p className="quiet">Nothing is told of its materializations any more.</p>
      )}
      {made && history && <Entries history={history} />}
      {answer?.message !== null && answer?.message !== undefined && (
        <p className="history-problem">
          {answer.message}{' '}
          <button type="button" className="link" onClick={() => actions.askHistory(asset.key, 'again')}>
            Try again
          </button>
        </p>
      )}
      {made && history?.next != null && (
        <Button disabled={loading} onClick={() => actions.askHistory(asset.key, 'more')}>
          Older ones
        </Button>
      )}
    </section>
  );
}

function countWords({ entries, next }: HistoryValue): string {
  return next === null ? formatNumber(entries.length) : `the newest ${formatNumber(entries.length)}`;
}

function Entries({ history: { entries, next, folded } }: { readonly history: HistoryValue }) {
  const { state } = usePage();
  const now = useValue(state.clock);
  return (
    <>
      <ol>
        {entries.map((entry) => (
          <li key={entry.seq}>
            <p className="history-head">
              <time dateTime={entry.time} title={formatTime(entry.time)}>
                {formatAge(entry.time, now) ?? entry.time}
              </time>
              <span>{figures(entry)}</span>
            </p>
            <p className="history-notes">
              {entry.failedChecks.length > 0 && (
                <span className="check-failed">
                  <Icon name="error" />
                  {checkWords(entry)}
                </span>
              )}
              <span>{notes(entry)}</span>
            </p>
          </li>
        ))}
      </ol>
      {next === null && folded && (
        <p className="quiet">{`${formatNumber(folded.count)} older ones are only counted, the first of ${formatTime(folded.first)}.`}</p>
      )}
    </>
  );
}

/** `1,204 rows · 12 kB · 184 ms` */
function figures({ rows, bytes, durationMs, reusedFrom }: HistoryEntry): string {
  return [
    rows === undefined ? '' : `${formatNumber(rows)} ${rows === 1 ? 'row' : 'rows'}`,
    bytes === undefined ? '' : formatBytes(bytes),
    reusedFrom === undefined ? formatDuration(durationMs) : 'reused',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function checkWords({ checks, failedChecks }: HistoryEntry): string {
  return `${failedChecks.length} of ${checks} ${checks === 1 ? 'check' : 'checks'} failed: ${failedChecks.join(', ')}`;
}

/** `run 01JQ4Z · dev · reused from run 01JQ4X · value deleted` */
function notes({ run, env, reusedFrom, kept, checks, failedChecks }: HistoryEntry): string {
  return [
    `run ${shortRun(run)}`,
    env ?? '',
    reusedFrom === undefined ? '' : `made by run ${shortRun(reusedFrom)}`,
    checks > 0 && failedChecks.length === 0 ? `${checks === 1 ? 'its check' : `all ${checks} checks`} passed` : '',
    kept ? '' : 'value no longer stored',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
