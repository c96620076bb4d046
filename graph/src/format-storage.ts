// How large the store is, in a line.
import { formatBytes } from './format-metadata.ts';

export interface StoreSize {
  readonly total: number;
  readonly values: number;
  readonly catalogue: number;
  readonly logs: number;
  readonly cache: number;
}

/** `store: 12.3 MB in .headwater (values 11.9 MB, catalogue 0.3 MB, logs 0.1 MB)`. */
export function formatStorage({ total, ...parts }: StoreSize): string {
  const { values, catalogue, logs, cache } = parts;
  const told = Object.entries({ values, catalogue, logs, cache })
    .filter(([, bytes]) => bytes > 0)
    .map(([name, bytes]) => `${name} ${formatBytes(bytes)}`);
  return `store: ${formatBytes(total)} in .headwater${told.length === 0 ? '' : ` (${told.join(', ')})`}`;
}
