// Stands where the picture would be when the filter or the hidden statuses leave nothing of it: what hides everything, and all of it again.
import { counted, type StatusName } from '@headwater/graph';
import { Button } from '../controls/button.tsx';
import type { Narrowed } from '../state/narrow-assets.ts';
import { STATUS_LABELS } from '../state/status-looks.ts';
import { Notice } from './notice.tsx';
import { usePage, useValue } from './use-page.ts';

export function NothingLeft({ narrowed }: { readonly narrowed: Narrowed }) {
  const { state, actions } = usePage();
  const { filter, hidden } = useValue(state.view);
  return (
    <Notice title="No asset is shown" message={whyNothing(narrowed, { filter, hidden })}>
      <Button primary onClick={actions.showAll}>
        {`Show all ${counted(narrowed.total, 'asset')}`}
      </Button>
    </Notice>
  );
}

function whyNothing(
  { matched, total, warnings }: Narrowed,
  { filter, hidden }: { readonly filter: string; readonly hidden: readonly StatusName[] },
): string {
  const [warning] = warnings;
  if (filter !== '' && matched === 0)
    return `The filter ${filter} selects none of ${counted(total, 'asset')}${warning === undefined ? '.' : `: ${warning}`}`;
  const names = hidden.map((status) => STATUS_LABELS[status]).join(', ');
  if (filter === '') return `Every asset has a status that is hidden: ${names}.`;
  return `The filter ${filter} selects ${counted(matched, 'asset')}, each with a status that is hidden: ${names}.`;
}
