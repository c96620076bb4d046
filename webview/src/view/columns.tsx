// The columns of a table: what the source declares beside what is stored, with what differs marked.
import type { AssetNode } from '@headwater/graph';
import { Icon } from '../controls/icon.tsx';
import { columnRows, type ColumnRow } from '../state/column-rows.ts';
import type { HistoryEntry } from '../protocol.ts';

export function Columns({ asset, newest }: { readonly asset: AssetNode; readonly newest: HistoryEntry | null }) {
  const rows = columnRows(asset, newest);
  if (rows.length === 0) return null;
  const drifted = rows.filter(({ drift }) => drift !== null).length;
  return (
    <section className="columns" aria-label="Columns">
      <h3>
        Columns
        <span className="count">
          {drifted === 0 ? rows.length : `${drifted} of ${rows.length} differ from the store`}
        </span>
      </h3>
      <ul>
        {rows.map((row) => (
          <li key={row.name} className={row.drift === null ? '' : 'column-drift'}>
            <bdi className="column-name">{row.name}</bdi>
            <span className="column-type">{typeWords(row)}</span>
            {row.drift !== null && (
              <span className="column-mark">
                <Icon name="git-compare" />
                {MARKS[row.drift]}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

const MARKS: Readonly<Record<NonNullable<ColumnRow['drift']>, string>> = {
  missing: 'missing in the store',
  'not declared': 'stored, not declared',
  'another type': 'stored as another type',
};

function typeWords({ declared, stored, drift }: ColumnRow): string {
  if (drift === 'another type') return `${declared}, stored as ${stored}`;
  return declared || stored || '';
}
