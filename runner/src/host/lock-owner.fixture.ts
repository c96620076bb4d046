// Owns a project's lock, or says that it is a guest; then does what its first argument says until it is killed.
import { writeSync } from 'node:fs';
import { ownOrConnect } from './host-lock.ts';

const [store = '', then = ''] = process.argv.slice(2);
const lock = await ownOrConnect(store);
if ('release' in lock) {
  lock.onClient((socket) => socket.end('served\n'));
  writeSync(1, 'owner\n');
  if (then === 'busy') {
    const end = performance.now() + 3000;
    while (performance.now() < end);
  }
} else if ('unwritable' in lock) {
  writeSync(1, `${lock.unwritable}\n`);
} else {
  writeSync(1, 'guest\n');
  lock.resume();
}
setInterval(() => undefined, 1000);
