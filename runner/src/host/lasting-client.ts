// A way to a project's host that outlives its owner: when one leaves or dies it goes over to the next, which may be this process.
import type { HostMessage, HostMethod, HostMethods, MaterializeReply, RunSummary } from '../protocol.ts';
import type { RunEvent } from '../run-event.ts';
import { HostRefusal } from './host-refusal.ts';
import type { ProjectClient } from './project-client.ts';

export interface LastingClient {
  request<M extends HostMethod>(method: M, params: HostMethods[M]['params']): Promise<HostMethods[M]['result']>;
  listen(listener: (message: HostMessage) => void): () => void;
  /** Whoever is asked now. Rejects with why the project could not be opened. */
  now(): Promise<ProjectClient>;
  /** What was asked for here is cancelled, what others asked for ends first. */
  close(): Promise<void>;
}

export interface LastingClientOptions {
  readonly open: () => Promise<ProjectClient>;
  /** Each time there is another one to ask. */
  readonly opened?: (client: ProjectClient) => void;
}

export function lastingClient({ open: openProject, opened: tellOpened }: LastingClientOptions): LastingClient {
  let client: Promise<ProjectClient> = Promise.reject(new Error('not opened yet'));
  client.catch(() => undefined);
  let closing = false;
  /** Set while the owner takes no new runs: resolves when it is gone. */
  let leaving: Promise<void> | null = null;
  const listeners = new Set<(message: HostMessage) => void>();
  const tell = (message: HostMessage): void => {
    for (const listener of listeners) listener(message);
  };
  /** Runs that were heard of or asked for here, and whose end was not heard. */
  const underWay = new Set<string>();
  const open = (): void => {
    client = openProject();
    client.then(
      (opened) => {
        opened.warm();
        opened.listen((message) => {
          if ('type' in message && message.type === 'owner-leaving') leaving = opened.gone;
          if ('type' in message && message.type === 'event') {
            if (message.event.type === 'run-finished') underWay.delete(message.event.run);
            else underWay.add(message.event.run);
          }
          tell(message);
        });
        tellOpened?.(opened);
        void tellEnds(opened);
        void opened.gone.then(() => {
          if (closing) return;
          void opened.close().catch(() => undefined);
          leaving = null;
          open();
          tell({ type: 'status-changed' });
        });
      },
      () => undefined,
    );
  };
  /** Whoever carried these out took their last events along: the store of the next owner says how they ended. */
  async function tellEnds(opened: ProjectClient): Promise<void> {
    for (const run of underWay) {
      const found = await opened.request('run', { run }).then(
        (document) => document.run,
        (error: unknown) => (error instanceof HostRefusal && error.error.code === 'not-found' ? null : undefined),
      );
      if (found === undefined || found?.status === 'running') continue;
      underWay.delete(run);
      tell({ type: 'event', event: endOf(run, found) });
    }
  }
  open();
  const lasting: LastingClient = {
    async request(method, params) {
      if (method === 'materialize') await leaving;
      const attempt = client;
      // What could not be opened (a full disk, a store in use) may be possible by now.
      const opened = await attempt.catch(() => {
        if (client === attempt) open();
        return client;
      });
      if (method === 'shutdown' && !opened.owner) return {} as never;
      const result = await opened.request(method, params).catch(async (error: unknown) => {
        if (closing || !(error instanceof HostRefusal) || error.error.code !== 'leaving') throw error;
        // Asked again of whoever owns the project next.
        await opened.gone;
        return lasting.request(method, params);
      });
      if (method === 'materialize') underWay.add((result as MaterializeReply).run);
      return result;
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    now: () => client,
    async close() {
      closing = true;
      const opened = await client.catch(() => null);
      if (opened?.owner) await opened.request('shutdown', {});
      await opened?.close();
    },
  };
  return lasting;
}

/** One that no store knows never began: what was accepted waits in the memory of its owner. */
function endOf(run: string, found: RunSummary | null): RunEvent {
  const unknown = {
    status: 'interrupted' as const,
    counts: { materialized: 0, failed: 0, skipped: 0, cancelled: 0 },
    message: 'the process that was to run it ended before it began, or its store was removed: run it again',
  };
  const { status, counts } = found ?? unknown;
  const time = found?.finished ?? new Date().toISOString();
  const message = found === null ? unknown.message : 'the process that ran it ended before it was done';
  return {
    version: 1,
    seq: 0,
    time,
    run,
    type: 'run-finished',
    status: status === 'running' ? 'interrupted' : status,
    counts,
    ...(status !== 'success' && { message }),
  };
}
