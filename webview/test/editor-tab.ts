// A tab in which the page finds the interface VS Code gives it, and this in the editor's place: what it posts, and a way to answer.
import type { Page } from 'playwright-core';
import type { FromPage, ToPage } from '../src/protocol.ts';
import type { Gallery } from './open-gallery.ts';

interface EditorTab {
  readonly page: Page;
  /** Since it was loaded last. */
  posted(): Promise<FromPage[]>;
  say(...messages: readonly ToPage[]): Promise<void>;
}

declare global {
  interface Window {
    posted: FromPage[];
  }
}

/** Of the width of the sidebar; nothing is loaded yet. Its own state is lost with each load. */
export async function editorTab(gallery: Gallery): Promise<EditorTab> {
  const page = await gallery.tab({ width: 300 });
  await page.addInitScript(() => {
    window.posted = [];
    Object.assign(window, {
      acquireVsCodeApi: () => ({
        postMessage: (message: FromPage) => window.posted.push(message),
        getState: () => undefined,
        setState: () => undefined,
      }),
    });
  });
  return {
    page,
    posted: () => page.evaluate(() => window.posted),
    async say(...messages) {
      for (const message of messages) await page.evaluate((said) => window.postMessage(said, '*'), message);
    },
  };
}
