// The details of several chosen assets: how they are, which they are, and what can be done with them besides running.
import type { AssetKey } from '@headwater/graph';
import { Button, IconButton } from '../controls/button.tsx';
import { Icon } from '../controls/icon.tsx';
import { selectionText } from '../state/choice-words.ts';
import { frequentStatuses } from '../state/count-statuses.ts';
import { STATUS_LABELS } from '../state/status-looks.ts';
import { AssetChip } from './lineage-chips.tsx';
import { StatusIcon } from './status-icon.tsx';
import type { ShownChoice } from './use-choice.ts';
import { usePage, useValue } from './use-page.ts';

/** More names than these are no list that anyone reads. */
const NAMED = 100;

export function ChosenDetails({ choice: { keys, count, notes } }: { readonly choice: ShownChoice }) {
  const { actions } = usePage();
  return (
    <section className="details" aria-label={`Details of ${count}`}>
      <header>
        <Icon name="check-all" />
        <h2>{count} chosen</h2>
        <IconButton icon="close" label="Close details" onClick={actions.closeDetails} />
      </header>
      {notes.length > 0 && <p className="choice-notes">{notes.join(' · ')}</p>}
      <Counts keys={keys} />
      <div className="details-actions">
        <Button title="Adds all they are made from" onClick={() => actions.chooseWith('upstream', keys)}>
          Choose upstream
        </Button>
        <Button title="Adds all that is made from them" onClick={() => actions.chooseWith('downstream', keys)}>
          Choose downstream
        </Button>
        <Button icon="copy" title="One a line" onClick={() => actions.copy(keys.join('\n'))}>
          Copy keys
        </Button>
        <Button
          icon="copy"
          title="For the command line, jobs and the filter"
          onClick={() => actions.copy(selectionText(keys))}
        >
          Copy as selection
        </Button>
      </div>
      <div className="chips">
        <h3>
          Assets <span className="count">{keys.length}</span>
        </h3>
        <ul>
          {keys.slice(0, NAMED).map((key) => (
            <li key={key}>
              <AssetChip assetKey={key} known reason="chosen" />
            </li>
          ))}
        </ul>
        {keys.length > NAMED && <p className="quiet">and {keys.length - NAMED} more</p>}
      </div>
    </section>
  );
}

function Counts({ keys }: { readonly keys: readonly AssetKey[] }) {
  const { state } = usePage();
  useValue(state.statuses.revision);
  return (
    <ul className="chosen-counts" aria-label="How they are">
      {frequentStatuses(keys, (key) => state.statuses.get(key)?.status).map(([status, count]) => (
        <li key={status}>
          <StatusIcon status={status} />
          {`${count} ${STATUS_LABELS[status]}`}
        </li>
      ))}
    </ul>
  );
}
