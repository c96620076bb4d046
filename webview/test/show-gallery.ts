// Serves the gallery on loopback until it is interrupted, and prints the address of every scene.
import { SCENES } from '../gallery/scenes.ts';
import { galleryAddress, startGallery } from './gallery-server.ts';
import { THEMES } from './open-gallery.ts';

const { origin } = await startGallery();
for (const scene of Object.keys(SCENES)) console.log(galleryAddress(origin, { scene, theme: 'dark' }));
console.log(`The same with theme=${THEMES.slice(1).join(', ')}. Ctrl-C ends it.`);
