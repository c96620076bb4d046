// Opens scenes of the gallery in a real Chromium, and knows what the page asked and whether its policy was ever violated.
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { FromPage, ToPage } from '../src/protocol.ts';
import { galleryAddress } from './gallery-server.ts';

/** VS Code's own, read from it: see src/style/themes.css. */
export const THEMES = [
  'dark',
  'light',
  'high-contrast',
  'high-contrast-light',
  'monokai',
  'solarized-light',
  'dark-2026',
  'light-2026',
] as const;
export type Theme = (typeof THEMES)[number];

interface Looks {
  readonly width?: number;
  readonly height?: number;
  readonly forcedColors?: 'active';
}

export interface OpenOptions extends Looks {
  readonly scene: string;
  readonly theme?: Theme;
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
  readonly browser: Browser;
  open(options: OpenOptions): Promise<OpenScene>;
  /** A tab of its own, in a browser profile of its own: for what is no scene. */
  tab(looks?: Looks): Promise<Page>;
  closeTabs(): Promise<void>;
  close(): Promise<void>;
}

declare global {
  interface Window {
    policyViolations: string[];
  }
}

/** `origin`: where the gallery is served. */
export async function openGallery(origin: string): Promise<Gallery> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
  const browser = await chromium.launch({ executablePath, args });
  const context = await browser.newContext();
  const opened: Page[] = [];
  const apart: BrowserContext[] = [];
  // A new tab costs the browser more than the scene in it: those that were left are taken again, without a trace of before.
  const left: Page[] = [];

  const setUp = async (page: Page, { width = 1200, height = 800, forcedColors }: Looks = {}): Promise<Page> => {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ reducedMotion: 'reduce', forcedColors: forcedColors ?? 'none' });
    return page;
  };
  const newTab = async (of: BrowserContext): Promise<Page> => {
    const page = await of.newPage();
    await page.addInitScript(() => {
      window.policyViolations = [];
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
        window.policyViolations.push(`${violatedDirective} ${blockedURI} ${sample}`),
      );
    });
    return page;
  };
  const leave = async (page: Page): Promise<void> => {
    if (page.isClosed()) return;
    page.removeAllListeners();
    await page.evaluate(() => {
      sessionStorage.clear();
      // A page that goes saves once more.
      Storage.prototype.setItem = () => undefined;
    });
    await page.goto('about:blank');
    left.push(page);
  };

  return {
    browser,
    async tab(looks) {
      const own = await browser.newContext();
      apart.push(own);
      return setUp(await newTab(own), looks);
    },
    async open({ scene, theme = 'dark', ...looks }) {
      const page = await setUp(left.pop() ?? (await newTab(context)), looks);
      opened.push(page);
      // Behind another tab a page draws one frame a second.
      await page.bringToFront();
      const errors: string[] = [];
      page.on('pageerror', ({ message }) => errors.push(message));
      page.on('console', (line) => {
        if (line.type() === 'error' || line.type() === 'warning') errors.push(line.text());
      });
      await page.goto(galleryAddress(origin, { scene, theme }));
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
      await Promise.all([...opened.splice(0).map(leave), ...apart.splice(0).map((own) => own.close())]);
    },
    close: () => browser.close(),
  };
}
