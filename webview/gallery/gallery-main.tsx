// The gallery: the page itself in one of the situations it must look well in. The address names it: ?scene=mixed&theme=light
import { startPage } from '../src/start-page.tsx';
import { galleryHost, type GalleryEditor } from './gallery-host.ts';
import { SCENES } from './scenes.ts';
import './themes.css';

declare global {
  interface Window {
    gallery: GalleryEditor;
  }
}

const wanted = new URLSearchParams(location.search);
const theme = wanted.get('theme') ?? 'dark';
document.documentElement.dataset['theme'] = theme;
document.body.classList.add(`vscode-${theme}`);
const name = wanted.get('scene') ?? 'mixed';
const scene = SCENES[name];
if (!scene) throw new Error(`No scene ${name}; there are ${Object.keys(SCENES).join(', ')}.`);
const { host, editor } = galleryHost(scene());
window.gallery = editor;
startPage(host);
