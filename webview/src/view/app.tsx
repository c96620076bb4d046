// The page: toolbar, picture and details, or why there is nothing to draw.
import { useCallback, useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { Button } from '../controls/button.tsx';
import type { EmptyState } from '../protocol.ts';
import type { Page } from '../state/page.ts';
import type { Project } from '../state/page-state.ts';
import { ChangesStrip } from './changes-strip.tsx';
import { Details } from './details.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { FilterStrip } from './filter-strip.tsx';
import { KeySheet } from './key-sheet.tsx';
import { Notice, NoticePage } from './notice.tsx';
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
  if (!project) return <NoticePage title="Starting" message="The page waits for the editor." busy />;
  return <Lineage project={project} />;
}

function Nothing({ empty }: { readonly empty: EmptyState | null }) {
  const { actions } = usePage();
  const { title, message, action } = empty ?? { title: 'Nothing to draw', message: 'No project is shown.' };
  return (
    <main>
      <Notice title={title} message={message} busy={action === undefined && empty !== null}>
        {action && (
          <Button primary onClick={() => actions.run(action.command)}>
            {action.label}
          </Button>
        )}
      </Notice>
    </main>
  );
}

/** The bar stays whatever is below it: whoever chose a project there goes on choosing. */
function Lineage({ project: { project, empty } }: { readonly project: Project }) {
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
      <header>
        <h1 className="visually-hidden">Lineage</h1>
        <Toolbar searchRef={search} />
      </header>
      {project === null ? (
        <Nothing empty={empty} />
      ) : (
        <>
          {empty && <Banner {...empty} />}
          <FilterStrip searchRef={search} />
          <ChangesStrip />
          <main onKeyDown={(event) => escapeDetails(page, event)}>
            <Workspace onKeyDown={onPictureKey} onHelp={() => setKeysOpen(true)} />
            <Details />
          </main>
        </>
      )}
      <KeySheet open={keysOpen} onClose={() => setKeysOpen(false)} />
    </div>
  );
}

function escapeDetails({ actions }: Page, event: KeyboardEvent): void {
  const within = event.target instanceof Element && event.target.closest('.details') !== null;
  if (event.key === 'Escape' && within) actions.closeDetails();
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
