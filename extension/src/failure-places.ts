// Where failed assets threw: one place for each, in the user's own source, as their statuses say.
import type { AssetKey, AssetStatus } from '@headwater/graph';

export interface FailurePlace {
  readonly asset: AssetKey;
  readonly message: string;
  /** Relative to the project. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** A failure without a place of its own stands at the asset's name, given by `definedAt`. */
export function failurePlaces(
  statuses: readonly AssetStatus[],
  definedAt: (key: AssetKey) => { readonly file: string; readonly line: number; readonly column: number } | null,
): FailurePlace[] {
  return statuses.flatMap((status) => {
    if (status.status !== 'failed') return [];
    const cause = status.causes.find(({ kind }) => kind === 'failed');
    if (!cause) return [];
    const place =
      cause.file !== undefined && cause.line !== undefined
        ? { file: cause.file, line: cause.line, column: cause.column ?? 1 }
        : definedAt(status.key);
    return place ? [{ asset: status.key, message: cause.message, ...pick(place) }] : [];
  });
}

function pick({
  file,
  line,
  column,
}: {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}): Pick<FailurePlace, 'file' | 'line' | 'column'> {
  return { file, line, column };
}
