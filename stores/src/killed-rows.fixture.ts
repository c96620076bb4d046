// What the writers that are killed store: rows that say of which value they are.
import type { Row } from './column-reader.ts';

export const killedStores: readonly string[] = ['file csv', 'file parquet', 'file csv directory', 'duckdb'];

export const rowsOf = (n: number): readonly Row[] =>
  Array.from({ length: 1500 + (n % 7) }, (_, i) => ({ n, i, text: `row ${i} of ${n}`.repeat(n % 5) }));
