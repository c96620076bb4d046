// The columns of an asset: what its source declares beside what is stored, and where the two differ.
import { driftCauses, type AssetNode } from '@headwater/graph';
import type { HistoryEntry } from '../protocol.ts';

export interface ColumnRow {
  readonly name: string;
  /** Null: not declared. */
  readonly declared: string | null;
  /** Null: not stored. */
  readonly stored: string | null;
  /** How the two differ, in one or two words; null where they agree or only one of them is known. */
  readonly drift: 'missing' | 'not declared' | 'another type' | null;
}

/** In the order of the source, then of the store. */
export function columnRows(asset: AssetNode, entry: Pick<HistoryEntry, 'seq' | 'columns'> | null): ColumnRow[] {
  const stored = new Map((entry?.columns ?? []).map((column) => [column.name, column]));
  const declared = new Map((asset.columns ?? []).map((column) => [column.name, column]));
  const comparable = asset.columns !== undefined && entry?.columns !== undefined;
  return [...new Set([...declared.keys(), ...stored.keys()])].map((name) => {
    const [wanted, found] = [declared.get(name), stored.get(name)];
    const differs =
      comparable &&
      driftCauses({ ...asset, columns: wanted ? [wanted] : [] }, { seq: entry.seq, columns: found ? [found] : [] })
        .length > 0;
    const drift = !differs ? null : !found ? 'missing' : !wanted ? 'not declared' : 'another type';
    return { name, declared: wanted ? (wanted.kind ?? '') : null, stored: found ? found.type : null, drift };
  });
}
