// Opens a project: with its host when this process owns it, else with a connection to the owner, or to read only.
import { join } from 'node:path';
import { attachedClient } from './attached-client.ts';
import { createHost, type HostOptions } from './host.ts';
import { ownOrConnect, type LockTimes } from './host-lock.ts';
import { HostRefusal } from './host-refusal.ts';
import { owningClient } from './owning-client.ts';
import type { ProjectClient } from './project-client.ts';
import { readingClient } from './reading-client.ts';

export async function openProject(options: HostOptions, times: Partial<LockTimes> = {}): Promise<ProjectClient> {
  const lock = await ownOrConnect(join(options.project, '.headwater'), times);
  if ('unwritable' in lock) {
    const host = await createHost(options, { held: () => false, readOnly: lock.unwritable });
    return readingClient({ host, store: join(options.project, '.headwater') });
  }
  if (!('release' in lock)) return attachedClient(lock, times);
  try {
    return owningClient({ host: await createHost(options, { held: lock.held, readOnly: null }), lock });
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Asks the project's host; when that is about to end, waits for it and asks the next, which may be this process. */
export async function withProject<T>(
  open: () => Promise<ProjectClient>,
  work: (client: ProjectClient) => Promise<T>,
): Promise<T> {
  for (;;) {
    const client = await open();
    try {
      return await work(client);
    } catch (error) {
      if (!(error instanceof HostRefusal) || error.error.code !== 'leaving') throw error;
      await client.gone;
    } finally {
      await client.close();
    }
  }
}
