// A table of values: the rows of a stored value, or a table that came as metadata.
import { formatCell } from '@headwater/graph';
import { formatNumber } from '../state/format.ts';

export interface ValueTableProps {
  readonly label: string;
  readonly columns: readonly { readonly name: string; readonly type?: string }[];
  readonly rows: readonly (readonly unknown[])[];
}

const NUMERIC = /int|real|num|float|double|decimal/i;
/** More rows than these are counted, not drawn. */
const DRAWN = 200;

export function ValueTable({ label, columns, rows }: ValueTableProps) {
  if (rows.length === 0) return <p className="preview-message">The table has no rows.</p>;
  const drawn = rows.slice(0, DRAWN);
  const numeric = columns.map(({ type }, column) =>
    type === undefined
      ? drawn.some((row) => typeof row[column] === 'number') &&
        drawn.every((row) => row[column] === null || typeof row[column] === 'number')
      : NUMERIC.test(type),
  );
  return (
    <>
      {/* Scrolls by itself, so it must be reachable by keyboard. */}
      <div className="table-scroll" tabIndex={0} role="group" aria-label={label}>
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
            {drawn.map((row, index) => (
              <tr key={index}>
                {columns.map((_, column) => (
                  <Cell key={column} value={row[column]} numeric={numeric[column] ?? false} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > DRAWN && (
        <p className="preview-message">{`The first ${DRAWN} of ${formatNumber(rows.length)} rows.`}</p>
      )}
    </>
  );
}

function Cell({ value, numeric }: { readonly value: unknown; readonly numeric: boolean }) {
  const text = formatCell(value, Infinity);
  const classes = [...(value === null || value === undefined ? ['missing'] : []), ...(numeric ? ['numeric'] : [])];
  return (
    <td className={classes.join(' ')} dir="auto" title={text.length > 24 ? text : undefined}>
      {text}
    </td>
  );
}
