// The gallery: the page itself in one of the situations it must look well in. The address names it: ?scene=mixed&theme=light
import { startPage } from '../src/start-page.tsx';
import { dress } from '../src/dress.ts';
import { galleryHost, type GalleryEditor } from './gallery-host.ts';
import { SCENES } from './scenes.ts';
import './gallery.css';
import '../src/style/themes.css';

declare global {
  interface Window {
    gallery: GalleryEditor;
    dress: typeof dress;
  }
}

const wanted = new URLSearchParams(location.search);
window.dress = dress;
dress(wanted.get('theme') ?? 'dark');
const name = wanted.get('scene') ?? 'mixed';
const scene = SCENES[name];
if (!scene) throw new Error(`No scene ${name}; there are ${Object.keys(SCENES).join(', ')}.`);
const made = scene();
const { host, editor } = galleryHost(made);
window.gallery = editor;
startPage(host);
if (made.press) pressOnceDrawn(made.press);

function pressOnceDrawn({ node, key }: NonNullable<typeof made.press>): void {
  const observer = new MutationObserver(() => {
    const drawn = document.querySelector<HTMLElement>(`[data-node="${node}"]`);
    if (!drawn) return;
    observer.disconnect();
    drawn.focus();
    drawn.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  });
  observer.observe(document.body, { childList: true, subtree: true });
}
