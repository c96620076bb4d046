// The bar for what is chosen: how much it is, what can be run of it, and a way out.
import { Button, IconButton } from '../controls/button.tsx';
import { useChoice } from './use-choice.ts';
import { useAnswer, usePage } from './use-page.ts';

export function ChoiceBar() {
  const { state, actions } = usePage();
  const several = useAnswer(state.view, () => state.view.get().chosen.length > 1);
  const choice = useChoice();
  if (!choice) return null;
  const { count, notes, obstacle, runnable } = choice;
  const title = (what: string): string => obstacle ?? what;
  const clear = (): void => {
    const listed = state.view.get().chosen.length > 0;
    actions.chooseLess();
    // The keyboard does not fall into the void with the bar.
    if (listed) actions.focusPicture();
  };
  return (
    <div className="choice-bar" role="group" aria-label={`${count} chosen`}>
      <div className="choice-row">
        <span className="choice-count">{count}</span>
        <Button
          primary
          icon="play"
          disabled={obstacle !== null}
          title={title('Runs these assets, each after those it is made from')}
          onClick={() => actions.materialize(runnable)}
        >
          Materialize
        </Button>
        <IconButton
          icon="run-above"
          label={title('Materialize with upstream')}
          disabled={obstacle !== null}
          onClick={() => actions.materialize(runnable, 'upstream')}
        />
        <IconButton
          icon="run-below"
          label={title('Materialize with downstream')}
          disabled={obstacle !== null}
          onClick={() => actions.materialize(runnable, 'downstream')}
        />
        <IconButton icon="close" label="Choose none of them" onClick={clear} />
      </div>
      {notes.length > 0 && <p className={`choice-notes ${several ? 'choice-notes-told' : ''}`}>{notes.join(' · ')}</p>}
    </div>
  );
}
