// The worker's line to its host, out of the reach of user code: a library that says 'ready' to whoever started it must not end a step.
import type { FromWorker, ToWorker } from '../ipc.ts';

export interface HostChannel {
  send(message: FromWorker, sent?: () => void): void;
  /** Listens again where user code has taken every listener away. */
  keepListening(): void;
}

/** Called before any user code is loaded. */
export function hostChannel(onMessage: (message: ToWorker) => void): HostChannel {
  const send = process.send?.bind(process);
  const hear = (message: unknown): void => {
    // Only the host writes to this end.
    onMessage(message as ToWorker);
  };
  const keepListening = (): void => {
    if (!process.listeners('message').includes(hear)) process.on('message', hear);
    // Who takes every listener away takes those that keep the line open too.
    process.channel?.ref();
  };
  keepListening();
  // As in a process that nobody forked.
  for (const name of ['send', 'disconnect'] as const)
    Object.defineProperty(process, name, { value: undefined, configurable: true, writable: true });
  return {
    keepListening,
    send(message, sent) {
      send?.(message, undefined, undefined, () => sent?.());
    },
  };
}
