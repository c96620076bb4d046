// The page: toolbar, picture and details, or why there is nothing to draw.
import { useCallback, useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { Button } from '../controls/button.tsx';
import type { EmptyState } from '../protocol.ts';
import type { Page } from '../state/page.ts';
import { Details } from './details.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { KeySheet } from './key-sheet.tsx';
import { Notice } from './notice.tsx';
import { handlePictureKey } from './picture-keys.ts';
import { Toolbar } from './toolbar.tsx';
import { PageContext, usePage, useValue } from './use-page.ts';
import { Workspace } from './workspace.tsx';

export function App({ page }: { readonly page: Page }) {
  return (
    <ErrorBoundary onError={page.actions.report} onReload={page.actions.restart}>
      <PageContext.Provider value={page}>
        <Content />
        <Announcements />
      </PageContext.Provider>
    </ErrorBoundary>
  );
}

function Content() {
  const { state } = usePage();
  const project = useValue(state.project);
  if (!project) return <Notice title="Starting" message="The page waits for the editor." busy />;
  if (project.project === null) return <Nothing empty={project.empty} />;
  return <Lineage obstacle={project.empty} />;
}

function Nothing({ empty }: { readonly empty: EmptyState | null }) {
  const { actions } = usePage();
  const { title, message, action } = empty ?? { title: 'Nothing to draw', message: 'No project is shown.' };
  return (
    <Notice title={title} message={message} busy={action === undefined && empty !== null}>
      {action && (
        <Button primary onClick={() => actions.run(action.command)}>
          {action.label}
        </Button>
      )}
    </Notice>
  );
}

function Lineage({ obstacle }: { readonly obstacle: EmptyState | null }) {
  const page = usePage();
  const search = useRef<HTMLInputElement>(null);
  const [keysOpen, setKeysOpen] = useState(false);
  const onPictureKey = useCallback((event: KeyboardEvent) => handlePictureKey(page, event), [page]);

  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      const find = (event.ctrlKey || event.metaKey) && event.key === 'f';
      if (find || (event.key === '/' && !typing)) search.current?.focus();
      else if (event.key === '?' && !typing) setKeysOpen(true);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  return (
    <div className="page">
      <Toolbar searchRef={search} />
      {obstacle && <Banner {...obstacle} />}
      <main>
        <Workspace onKeyDown={onPictureKey} onHelp={() => setKeysOpen(true)} />
        <Details />
      </main>
      <KeySheet open={keysOpen} onClose={() => setKeysOpen(false)} />
    </div>
  );
}

/** Something stands in the way of running, and the graph is there all the same. */
function Banner({ title, message, action }: EmptyState) {
  const { actions } = usePage();
  return (
    <aside className="banner" aria-label={title}>
      <p>
        <strong>{title}.</strong> {message}
      </p>
      {action && (
        <button type="button" className="link" onClick={() => actions.run(action.command)}>
          {action.label}
        </button>
      )}
    </aside>
  );
}

function Announcements() {
  const text = useValue(usePage().state.announcement);
  return (
    <div className="visually-hidden" role="status" aria-live="polite" data-announcements>
      {text}
    </div>
  );
}
