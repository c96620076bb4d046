// How an asset's checks came out, for a glance: a shape and a number; the words are the node's name and this badge's title.
import { Icon } from '../controls/icon.tsx';
import type { CheckSummary } from '../state/checks.ts';
import { CHECK_SHAPES } from '../state/mark-shapes.ts';

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
