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
  ['e', 'Why an edge is there: each of the asset’s in turn'],
  ['c', 'Collapse the asset’s group'],
  ['g', 'Show or hide what changed since a commit'],
  ['/  Ctrl+F', 'Find an asset, or type a filter'],
  ['Ctrl+Enter', 'In the search box: show only what it selects'],
  ['+  −  0', 'Zoom in, zoom out, fit'],
  ['Ctrl+click', 'Choose several assets, one by one'],
  ['Shift+click', 'Choose all that lies between'],
  ['Shift+drag', 'Choose all in a rectangle; with Ctrl add it'],
  ['Ctrl+Space', 'Choose it too, or take it out'],
  ['Shift+→', 'Choose the next one, too'],
  ['Ctrl+→', 'Go on without choosing'],
  ['Ctrl+A', 'Choose all that are shown'],
  ['Shift+F10', 'What can be done with it'],
  ['Esc', 'From several to one, from one to none; then show everything again'],
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
