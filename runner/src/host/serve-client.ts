// Answers one client of a host: checks what arrives, calls the method, sends what happens.
import { PROTOCOL_VERSION, type ClientMessage, type HostMessage, type HostMethod } from '../protocol.ts';
import { messageOf } from '../message-of.ts';
import type { Host } from './host.ts';
import { HostRefusal } from './host-refusal.ts';

/** A record, so that the compiler misses none. */
const KNOWN: Readonly<Record<HostMethod, true>> = {
  hello: true,
  graph: true,
  status: true,
  plan: true,
  materialize: true,
  cancel: true,
  show: true,
  runs: true,
  run: true,
  logs: true,
  history: true,
  partitions: true,
  changePartitions: true,
  forget: true,
  gc: true,
  storage: true,
  facts: true,
  describe: true,
  automation: true,
  setAutomation: true,
  why: true,
  automationDryRun: true,
  ticks: true,
  backfill: true,
  backfills: true,
  steerBackfill: true,
  shutdown: true,
};
const METHODS = Object.keys(KNOWN) as HostMethod[];

export interface ServedClient {
  receive(message: unknown): void;
  end(): void;
}

export function serveClient({
  host,
  send,
}: {
  host: Pick<Host, 'request' | 'listen'>;
  send: (message: HostMessage) => void;
}): ServedClient {
  const stop = host.listen(send);
  return {
    end: stop,
    receive(message) {
      const request = asRequest(message);
      if (!request)
        return send({
          id: 0,
          error: { code: 'bad-request', message: `a request has id, method (${METHODS.join(', ')}) and params` },
        });
      void answer(host, request).then(send);
    },
  };
}

async function answer(host: Pick<Host, 'request'>, request: ClientMessage): Promise<HostMessage> {
  const { id, method, params } = request;
  try {
    if (method === 'hello' && params.protocol !== PROTOCOL_VERSION) {
      throw new HostRefusal({
        code: 'protocol',
        message: `This project's headwater speaks protocol ${PROTOCOL_VERSION}, and ${params.client} speaks ${params.protocol}: update the older of the two.`,
      });
    }
    return { id, result: await host.request(method, params) };
  } catch (error) {
    if (error instanceof HostRefusal) return { id, error: error.error };
    return { id, error: { code: 'failed', message: messageOf(error) } };
  }
}

function asRequest(message: unknown): ClientMessage | null {
  if (typeof message !== 'object' || message === null) return null;
  const { id, method, params } = message as Partial<ClientMessage>;
  const known =
    typeof id === 'number' && METHODS.includes(method as HostMethod) && typeof params === 'object' && params !== null;
  return known ? (message as ClientMessage) : null;
}
