// What hides assets now, how many are left, and one step to see all of them again.
import { STATUS_NAMES, type StatusName } from '@headwater/graph';
import { useEffect, useRef, type RefObject } from 'react';
import { IconButton } from '../controls/button.tsx';
import { Icon } from '../controls/icon.tsx';
import { isNarrow, isSame, leftWords } from '../state/narrowing.ts';
import { STATUS_LABELS } from '../state/status-looks.ts';
import { usePage, useValue } from './use-page.ts';

/** Of what is hidden; more names than these are a number. */
const NAMED = 3;

export function FilterStrip({ searchRef }: { readonly searchRef: RefObject<HTMLInputElement> }) {
  const { state, scene, actions } = usePage();
  const view = useValue(state.view);
  const { picture } = useValue(scene);
  const isShown = isNarrow(view) && picture !== null;
  // The button that had the keyboard goes with the strip.
  const hadFocus = useRef(false);
  useEffect(() => {
    if (!isShown && hadFocus.current) searchRef.current?.focus();
    hadFocus.current = false;
  }, [isShown, searchRef]);
  if (!isShown) return null;
  const { filter, hidden } = view;
  const { narrowed } = picture.visible;
  const { assets, total, problem, warnings, passagesLeftOut } = narrowed;
  // While another picture is on its way, the one that is there says nothing about it.
  const isCurrent = isSame(narrowed.by, view);
  const notes = !isCurrent
    ? []
    : [
        ...(problem === null ? [] : [`The filter is not in force: ${problem.replace(/^selection, /, '')}.`]),
        ...(assets.size === 0 ? [] : warnings),
        ...(passagesLeftOut ? ['Lines through hidden assets are left out: there are too many.'] : []),
      ];
  const clear = (action: () => void) => () => {
    hadFocus.current = true;
    action();
  };
  return (
    <aside className="filter-strip" aria-label="What is shown">
      {filter !== '' && (
        <div className="filter-chip" data-invalid={isCurrent && problem !== null}>
          <Icon name={isCurrent && problem !== null ? 'warning' : 'filter'} />
          <button
            type="button"
            className="filter-text"
            title="Edit the filter"
            aria-label={`Edit the filter ${filter}`}
            onClick={() => {
              actions.editFilter();
              searchRef.current?.focus();
            }}
          >
            <bdi>{filter}</bdi>
          </button>
          <IconButton icon="close" label="Clear the filter" onClick={clear(actions.clearFilter)} />
        </div>
      )}
      {hidden.length > 0 && (
        <div className="filter-chip">
          <Icon name="eye-closed" />
          <span className="filter-hidden">{hiddenWords(hidden)}</span>
          <IconButton icon="close" label="Show all statuses" onClick={clear(actions.showStatuses)} />
        </div>
      )}
      {isCurrent && <span className="filter-count">{leftWords(assets.size, total)}</span>}
      {notes.map((note) => (
        <p className="filter-note" key={note}>
          {note}
        </p>
      ))}
    </aside>
  );
}

function hiddenWords(hidden: readonly StatusName[]): string {
  if (hidden.length > NAMED) {
    const [only, ...others] = STATUS_NAMES.filter((status) => !hidden.includes(status));
    // By far the most is hidden: what is left says it shorter.
    return only !== undefined && others.length === 0
      ? `only ${STATUS_LABELS[only]}`
      : `${hidden.length} statuses hidden`;
  }
  return `${hidden.map((status) => STATUS_LABELS[status]).join(', ')} hidden`;
}
