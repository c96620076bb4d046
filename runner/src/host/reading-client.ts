// Reads a store that nobody can write to, without owning it: several may read at once, and nothing runs.
import { access, constants, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from './host.ts';
import type { ProjectClient } from './project-client.ts';

const LOOK_MS = 1000;
/** What changes when somebody who can write works in the store. */
const FILES = ['', 'host.lock', 'journal.ndjson', 'catalog.sqlite'];

/** It is gone once the store has changed, or can be written: whoever opens the project then sees it as it is. */
export async function readingClient({ host, store }: { host: Host; store: string }): Promise<ProjectClient> {
  const seen = await lookOf(store);
  let leave: () => void;
  const gone = new Promise<void>((done) => (leave = done));
  const looking = setInterval(() => {
    void lookOf(store).then((now) => {
      if (now !== seen) leave();
    });
  }, LOOK_MS).unref();
  let refused = false;
  return {
    owner: false,
    request: async (method, params) => {
      try {
        return await host.request(method, params);
      } finally {
        // Space may have been freed since, which no look can tell: the next who asks opens the project anew.
        if (method === 'materialize' && !refused) {
          refused = true;
          leave();
        }
      }
    },
    listen: host.listen,
    // Nothing runs here.
    warm: () => undefined,
    saved: () => undefined,
    gone,
    async close() {
      clearInterval(looking);
      await host.close();
    },
  };
}

async function lookOf(store: string): Promise<string> {
  const looks = FILES.map((file) =>
    stat(join(store, file)).then(
      ({ ino, size, mtimeMs }) => (file === '' ? '' : `${ino} ${size} ${mtimeMs}`),
      (error: NodeJS.ErrnoException) => error.code,
    ),
  );
  const writable = access(store, constants.W_OK).then(
    () => 'writable',
    (error: NodeJS.ErrnoException) => error.code,
  );
  return (await Promise.all([...looks, writable])).join('\n');
}
