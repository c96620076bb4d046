// The page in a browser, served by `headwater dev`.
import { browserHost } from './browser-host.ts';
import { dress } from './dress.ts';
import { startPage } from './start-page.tsx';
import './style/themes.css';
import './style/browser.css';

const wishes = [matchMedia('(prefers-color-scheme: light)'), matchMedia('(prefers-contrast: more)')] as const;

/** In VS Code's own themes, by what the person told the system. */
function dressAsWished(): void {
  const [light, contrast] = wishes.map(({ matches }) => matches);
  dress(contrast ? `high-contrast${light ? '-light' : ''}` : light ? 'light-2026' : 'dark-2026');
}

for (const wish of wishes) wish.addEventListener('change', dressAsWished);
dressAsWished();
// The token has done its work: it does not belong into bookmarks and screenshots.
history.replaceState(null, '', location.pathname);
startPage(browserHost());
