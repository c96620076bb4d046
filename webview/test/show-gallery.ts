// Serves the gallery on loopback until it is interrupted, and prints the address of every scene.
import { SCENES } from '../gallery/scenes.ts';
import { startGallery } from './gallery-server.ts';

const { address } = await startGallery();
for (const scene of Object.keys(SCENES)) console.log(address({ scene, theme: 'dark' }));
console.log('The same with theme=light and theme=high-contrast. Ctrl-C ends it.');
