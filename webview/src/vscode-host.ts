// The page's host inside VS Code.
import type { PageHost } from './page-host.ts';

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
    load: () => api.getState(),
    save: (state) => api.setState(state),
  };
}
