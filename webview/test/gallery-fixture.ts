// The gallery for the tests of one file: one browser, a tab per scene, and no scene may leave a complaint behind.
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { openGallery, type Gallery, type OpenOptions, type OpenScene, type Theme } from './open-gallery.ts';

export interface GalleryFixture {
  open(options: OpenOptions): Promise<OpenScene>;
  /** Opens a scene and waits for its first picture. */
  drawn(options: OpenOptions): Promise<OpenScene>;
  /** The gallery itself, for pages that are no scene. */
  gallery(): Gallery;
  /** For a test whose scenes must complain. */
  forgive(): void;
}

export function useGallery(): GalleryFixture {
  let gallery: Gallery;
  let opened: OpenScene[] = [];

  beforeAll(async () => {
    gallery = await openGallery(inject('gallery'));
  });

  afterEach(async () => {
    const complaints = (await Promise.all(opened.map((each) => each.complaints()))).flat();
    opened = [];
    await gallery.closeTabs();
    expect(complaints).toEqual([]);
  });

  afterAll(async () => {
    await gallery?.close();
  });

  const open = async (options: OpenOptions): Promise<OpenScene> => {
    const scene = await gallery.open(options);
    opened.push(scene);
    return scene;
  };
  return {
    open,
    async drawn(options) {
      const scene = await open(options);
      await appears(scene.page.locator('[data-node]').first());
      return scene;
    },
    gallery: () => gallery,
    forgive: () => (opened = []),
  };
}

/** Resolves when it is in sight. Playwright's own `waitFor` looks only twice a second when the first looks found nothing. */
export const appears = (what: Locator): Promise<void> =>
  expect.poll(() => what.isVisible(), { interval: 25, message: `${String(what)} is in sight` }).toBe(true);

export const assetNode = ({ page }: OpenScene, key: string) => page.locator(`[data-asset="${key}"]`);

/** Changes the theme of an open page, in place, as VS Code does. */
export const dress = ({ page }: OpenScene, theme: Theme): Promise<void> =>
  page.evaluate(async (wanted) => {
    window.dress(wanted);
    // The toolkit's controls follow a frame later.
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  }, theme);
