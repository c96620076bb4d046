// The `ctx` of a body in a worker: logs and metadata go to the host as they happen.
import type { Metadata, MetadataValue } from '@headwater/graph';
import type { AssetContext } from 'headwater';
import type { FromWorker } from '../ipc.ts';

export interface StepContext {
  readonly ctx: AssetContext;
  metadata(): Metadata;
}

export function stepContext({
  run,
  signal,
  send,
}: {
  run: string;
  signal: AbortSignal;
  send: (message: FromWorker) => void;
}): StepContext {
  let metadata: Metadata = {};
  const log = (level: 'debug' | 'info' | 'warn' | 'error') => (message: unknown) => {
    send({ type: 'log', level, message: String(message) });
  };
  return {
    ctx: {
      log: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
      addOutputMetadata(added) {
        metadata = {
          ...metadata,
          ...Object.fromEntries(Object.entries(added).map(([name, value]) => [name, wrap(name, value)])),
        };
        send({ type: 'metadata', metadata });
      },
      signal,
      runId: run,
    },
    metadata: () => metadata,
  };
}

/** Whole numbers are int, others float (Dagster's rule for raw metadata values). */
function wrap(name: string, value: unknown): MetadataValue {
  if (typeof value === 'number' && Number.isFinite(value))
    return { kind: Number.isInteger(value) ? 'int' : 'float', value };
  if (typeof value === 'string') return { kind: 'text', value };
  if (typeof value === 'boolean') return { kind: 'bool', value };
  throw new TypeError(
    `ctx.addOutputMetadata: \`${name}\` is ${value === null ? 'null' : typeof value === 'number' ? String(value) : typeof value}; give a finite number, a string or a boolean.`,
  );
}
