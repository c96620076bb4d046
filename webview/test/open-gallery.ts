// Opens scenes of the gallery in a real Chromium, and knows what the page asked and whether its policy was ever violated.
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { FromPage, ToPage } from '../src/protocol.ts';
import { startGallery, type GalleryServer } from './gallery-server.ts';

export interface OpenOptions {
  readonly scene: string;
  readonly theme?: 'dark' | 'light' | 'high-contrast';
  readonly width?: number;
  readonly height?: number;
  readonly forcedColors?: 'active';
}

export interface OpenScene {
  readonly page: Page;
  /** What the page has asked, without what it says at its start. */
  asked(): Promise<FromPage[]>;
  say(message: ToPage): Promise<void>;
  /** Everything that went wrong: policy, console, uncaught errors. */
  complaints(): Promise<string[]>;
}

export interface Gallery {
  readonly server: GalleryServer;
  readonly browser: Browser;
  open(options: OpenOptions): Promise<OpenScene>;
  /** A tab of its own, to be closed with the others. */
  tab(options?: Partial<OpenOptions>): Promise<Page>;
  closeTabs(): Promise<void>;
  close(): Promise<void>;
}

declare global {
  interface Window {
    policyViolations: string[];
  }
}

export async function openGallery(): Promise<Gallery> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
  const [server, browser] = await Promise.all([startGallery(), chromium.launch({ executablePath, args })]);
  const contexts: BrowserContext[] = [];

  const tab: Gallery['tab'] = async ({ width = 1200, height = 800, forcedColors } = {}) => {
    const context = await browser.newContext({
      viewport: { width, height },
      reducedMotion: 'reduce',
      ...(forcedColors && { forcedColors }),
    });
    contexts.push(context);
    const page = await context.newPage();
    await page.addInitScript(() => {
      window.policyViolations = [];
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
        window.policyViolations.push(`${violatedDirective} ${blockedURI} ${sample}`),
      );
    });
    return page;
  };

  return {
    server,
    browser,
    tab,
    async open({ scene, theme = 'dark', ...size }) {
      const page = await tab(size);
      const errors: string[] = [];
      page.on('pageerror', ({ message }) => errors.push(message));
      page.on('console', (line) => {
        if (line.type() === 'error' || line.type() === 'warning') errors.push(line.text());
      });
      await page.goto(server.address({ scene, theme }));
      return {
        page,
        asked: async () => {
          const all = await page.evaluate(() => window.gallery.asked);
          return all.filter(({ type }) => type !== 'ready');
        },
        say: (message) => page.evaluate((said) => window.gallery.say(said), message),
        complaints: async () => [...errors, ...(await page.evaluate(() => window.policyViolations))],
      };
    },
    async closeTabs() {
      await Promise.all(contexts.splice(0).map((context) => context.close()));
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
