// The keys of the page, in a dialog.
import { useEffect, useRef } from 'react';
import { IconButton } from '../controls/button.tsx';

const KEYS = [
  ['←  →', 'Upstream, downstream'],
  ['↑  ↓', 'The asset above, below'],
  ['Home  End', 'The first, the last asset'],
  ['Enter', 'Open the code; open a collapsed group'],
  ['m', 'Materialize'],
  ['u  d', 'Materialize with upstream, with downstream'],
  ['c', 'Collapse the asset’s group'],
  ['/  Ctrl+F', 'Find an asset'],
  ['+  −  0', 'Zoom in, zoom out, fit'],
  ['Esc', 'Clear the selection'],
  ['?', 'This list'],
] as const;

export function KeySheet({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open) dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} className="key-sheet" aria-label="Keyboard shortcuts" onClose={onClose}>
      <header>
        <h2>Keyboard shortcuts</h2>
        <IconButton icon="close" label="Close" onClick={onClose} />
      </header>
      <dl>
        {KEYS.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              {keys.split('  ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
