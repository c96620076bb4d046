// Which statuses are shown: each that the project has, with its count, to be hidden, shown or shown alone.
import { counted, STATUS_NAMES, type AssetKey, type AssetNode, type StatusName } from '@headwater/graph';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { IconButton } from '../controls/button.tsx';
import { countStatuses } from '../state/count-statuses.ts';
import { STATUS_LABELS } from '../state/status-looks.ts';
import { StatusIcon } from './status-icon.tsx';
import { usePage, useValue } from './use-page.ts';

/** Between the list and the edge of the page. */
const MARGIN = 10;

type Assets = ReadonlyMap<AssetKey, AssetNode>;

export function StatusFilter({ assets }: { readonly assets: Assets }) {
  const { state } = usePage();
  const { hidden } = useValue(state.view);
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!open) return;
    const onPointer = ({ target }: PointerEvent): void => {
      if (target instanceof Node && !box.current?.contains(target)) setOpen(false);
    };
    window.addEventListener('pointerdown', onPointer);
    return () => window.removeEventListener('pointerdown', onPointer);
  }, [open]);

  return (
    <div
      className="statuses"
      ref={box}
      onBlur={({ relatedTarget }) => {
        if (relatedTarget && !box.current?.contains(relatedTarget)) setOpen(false);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        event.stopPropagation();
        setOpen(false);
        box.current?.querySelector<HTMLElement>('vscode-button')?.focus();
      }}
    >
      <IconButton
        icon={hidden.length === 0 ? 'eye' : 'eye-closed'}
        label={hidden.length === 0 ? 'Choose statuses to show' : `Choose statuses to show, ${hidden.length} hidden`}
        expanded={open}
        onClick={() => setOpen(!open)}
        {...(hidden.length > 0 && { badge: `${hidden.length}` })}
      />
      {open && <Statuses assets={assets} hidden={hidden} />}
    </div>
  );
}

interface StatusesProps {
  readonly assets: Assets;
  readonly hidden: readonly StatusName[];
}

function Statuses({ assets, hidden }: StatusesProps) {
  const { state, actions } = usePage();
  useValue(state.statuses.revision);
  const list = useRef<HTMLDivElement>(null);
  const counts = countStatuses(assets.keys(), (key) => state.statuses.get(key)?.status);
  // One that is hidden stays to be shown again, also while no asset has it.
  const statuses = STATUS_NAMES.filter((status) => counts.has(status) || hidden.includes(status));

  useEffect(() => list.current?.querySelector('input')?.focus(), []);
  // Under its button, as far as the page reaches.
  useLayoutEffect(() => {
    const { current } = list;
    const start = current?.parentElement?.getBoundingClientRect().left ?? 0;
    if (current) current.style.left = `${Math.min(0, window.innerWidth - MARGIN - current.offsetWidth - start)}px`;
  }, []);

  return (
    <div className="status-list" role="dialog" aria-label="Statuses to show" ref={list}>
      <ul>
        {statuses.map((status) => {
          const count = counts.get(status) ?? 0;
          const isOnly = !hidden.includes(status) && statuses.every((each) => each === status || hidden.includes(each));
          return (
            <li key={status} data-status-row={status}>
              <label>
                <input
                  type="checkbox"
                  checked={!hidden.includes(status)}
                  onChange={() => actions.toggleStatus(status)}
                  aria-label={`${STATUS_LABELS[status]}, ${counted(count, 'asset')}`}
                />
                <StatusIcon status={status} />
                <span className="status-row-name">{STATUS_LABELS[status]}</span>
                <span className="status-row-count">{count}</span>
              </label>
              <button
                type="button"
                className="link"
                aria-disabled={isOnly}
                aria-label={`Only ${STATUS_LABELS[status]}`}
                onClick={() => actions.showOnlyStatus(status)}
              >
                only
              </button>
            </li>
          );
        })}
      </ul>
      <button type="button" className="link" aria-disabled={hidden.length === 0} onClick={actions.showStatuses}>
        Show all statuses
      </button>
    </div>
  );
}
