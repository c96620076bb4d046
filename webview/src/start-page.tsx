// Starts the page on a host: the layout worker first, because it takes longest.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createLayoutClient, layoutWorkers } from './layout/layout-client.ts';
import type { PageHost } from './page-host.ts';
import { createPage, type Page } from './state/page.ts';
import { App } from './view/app.tsx';
import './style/page.css';

/** Ages are told in minutes; this is often enough for none to be wrong for long. */
const CLOCK_MS = 15_000;

export function startPage(host: PageHost): Page {
  const workerUri = document.querySelector('meta[name="layout-worker"]')?.getAttribute('content') ?? '';
  const page = createPage({ host, layout: createLayoutClient({ start: layoutWorkers(workerUri) }) });
  window.addEventListener('error', ({ message }) => page.actions.report(message));
  window.addEventListener('unhandledrejection', ({ reason }) => page.actions.report(String(reason)));
  setInterval(() => {
    if (!document.hidden) page.state.clock.set(new Date());
  }, CLOCK_MS);
  const element = document.querySelector('#page');
  if (!element) throw new Error('The HTML of the page has no element #page.');
  createRoot(element).render(
    <StrictMode>
      <App page={page} />
    </StrictMode>,
  );
  return page;
}
