// The first rows of a stored value as a table; other values as they are.
import type { AssetKey } from '@headwater/graph';
import type { Preview } from '../protocol.ts';
import { ProgressRing } from '../controls/progress-ring.tsx';
import { formatNumber } from '../state/format.ts';
import type { PreviewState } from '../state/page-state.ts';
import { ValueTable } from './value-table.tsx';

export interface PreviewTableProps {
  readonly assetKey: AssetKey;
  readonly answer: PreviewState | undefined;
}

export function PreviewTable({ assetKey, answer }: PreviewTableProps) {
  const preview = answer?.preview ?? null;
  return (
    <div className="preview" aria-busy={answer?.loading ?? true}>
      <h3>
        {preview?.type === 'table' ? 'First rows' : 'Stored value'}
        {preview?.rowCount !== undefined && (
          <span className="count">{`${formatNumber(preview.rows?.length ?? 0)} of ${formatNumber(preview.rowCount)}`}</span>
        )}
        {(answer === undefined || answer.loading) && <ProgressRing label="Reading the stored value" />}
      </h3>
      {answer?.message !== null && answer?.message !== undefined && <p className="preview-message">{answer.message}</p>}
      {preview && <Content preview={preview} assetKey={assetKey} />}
    </div>
  );
}

function Content({ preview, assetKey }: { readonly preview: Preview; readonly assetKey: AssetKey }) {
  switch (preview.type) {
    case 'table':
      return (
        <ValueTable label={`First rows of ${assetKey}`} columns={preview.columns ?? []} rows={preview.rows ?? []} />
      );
    case 'binary':
      return <p className="preview-message">Binary data: it has no rows to show.</p>;
    case 'value':
      return (
        <pre tabIndex={0} aria-label={`Value of ${assetKey}`}>
          {typeof preview.value === 'string' ? preview.value : JSON.stringify(preview.value, null, 2)}
        </pre>
      );
  }
}
