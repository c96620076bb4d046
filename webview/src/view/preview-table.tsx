// The first rows of a stored value as a table; other values as they are.
import type { AssetKey } from '@headwater/graph';
import type { Preview } from '../protocol.ts';
import { ProgressRing } from '../controls/progress-ring.tsx';
import { formatCell, formatNumber } from '../state/format.ts';
import type { PreviewState } from '../state/page-state.ts';

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
      return <Table preview={preview} assetKey={assetKey} />;
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

const NUMERIC = /int|real|num|float|double|decimal/i;

function Table({
  preview: { columns = [], rows = [] },
  assetKey,
}: {
  readonly preview: Preview;
  readonly assetKey: AssetKey;
}) {
  if (rows.length === 0) return <p className="preview-message">The table has no rows.</p>;
  const numeric = columns.map(({ type }) => NUMERIC.test(type));
  return (
    // Scrolls by itself, so it must be reachable by keyboard.
    <div className="table-scroll" tabIndex={0} role="group" aria-label={`First rows of ${assetKey}`}>
      <table>
        <thead>
          <tr>
            {columns.map(({ name, type }, index) => (
              <th key={`${index} ${name}`} scope="col" title={type} className={numeric[index] ? 'numeric' : ''}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {columns.map((_, column) => (
                <Cell key={column} value={row[column]} numeric={numeric[column] ?? false} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ value, numeric }: { readonly value: unknown; readonly numeric: boolean }) {
  const text = formatCell(value);
  const missing = value === null || value === undefined;
  return (
    <td
      className={missing ? 'missing' : numeric ? 'numeric' : ''}
      dir="auto"
      title={text.length > 24 ? text : undefined}
    >
      {text}
    </td>
  );
}
