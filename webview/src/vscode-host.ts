// The page's host inside VS Code.
import type { PageHost } from './page-host.ts';
import type { FromPage } from './protocol.ts';
import { joinSavedViews, withoutPictures } from './state/saved-view.ts';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare const acquireVsCodeApi: () => VsCodeApi;

/** Can be made once for each page: VS Code hands its interface out a single time. */
export function vscodeHost(): PageHost {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    listen: (receive) => window.addEventListener('message', ({ data }: MessageEvent<unknown>) => receive(data)),
    load: () => joinSavedViews(api.getState(), keptByEditor()),
    save(state) {
      api.setState(state);
      api.postMessage({ type: 'save', saved: withoutPictures(state) } satisfies FromPage);
    },
  };
}

/** What the editor wrote into the page when it made it. */
function keptByEditor(): unknown {
  const text = document.querySelector('meta[name="saved-views"]')?.getAttribute('content') ?? '';
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
