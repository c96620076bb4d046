// Says what a run leaves out that a person may have meant, and why nothing runs where nothing does.
import { counted, type AssetKey } from '@headwater/graph';

interface LeftPlan {
  readonly run: readonly unknown[];
  /** `unnamed`: it has partitions to make, but none were named. */
  readonly skip: readonly { readonly asset: AssetKey; readonly why: string; readonly unnamed?: true }[];
}

/** Names that tell a person what is meant. */
const NAMED = 5;

/** Null: nothing need be said. */
export function leftUndone({ run, skip }: LeftPlan): string | null {
  const sliced = skip.flatMap(({ asset, unnamed }) => (unnamed ? [asset] : []));
  if (sliced.length > 0) {
    const more = sliced.length - NAMED;
    const names = `${sliced.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${counted(more, 'more', 'more')}` : ''}`;
    return `Left out, because partitions are not named: ${names}. \`headwater backfill --select 'key:*' --stale\` makes those that are stale.`;
  }
  if (run.length > 0) return null;
  const [only] = skip;
  if (only && skip.length === 1) return `Nothing to materialize. ${only.asset}: ${only.why}.`;
  return only
    ? `Nothing to materialize: all ${String(skip.length)} selected assets are up to date.`
    : 'Nothing to materialize: the selection has no assets.';
}
