// How an asset's checks came out, for a glance: a shape and a number; the words are the node's name and this badge's title.
import { Icon, type IconName } from '../controls/icon.tsx';
import type { CheckOutcome, CheckSummary } from '../state/checks.ts';

export const CHECK_SHAPES = {
  failed: 'close',
  warned: 'warning',
  'not-run': 'circle-large',
  passed: 'check',
} as const satisfies Readonly<Record<CheckOutcome, IconName>>;

export function CheckBadge({ summary }: { readonly summary: CheckSummary | null }) {
  if (summary === null) return null;
  const { outcome, count, words } = summary;
  return (
    <span className={`check-badge check-${outcome}`} title={words} data-checks={outcome}>
      <Icon name={CHECK_SHAPES[outcome]} />
      {count}
    </span>
  );
}
