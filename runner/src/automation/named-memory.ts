// What is remembered of one schedule or sensor: how far it has come, and the runs it decided on that have not begun.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { MaterializeRequest } from '../protocol.ts';
import { keptDocument, type KeptDocument } from './kept-document.ts';
import type { KeptTick } from './tick-history.ts';

/** A run that is decided: on disk before it is asked for, until it has begun. */
export interface DecidedRun {
  readonly run: string;
  readonly by: string;
  readonly request: MaterializeRequest;
  /** The tick it is of. */
  readonly tick: KeptTick;
}

/** Times are epoch milliseconds. */
export interface NamedMemory {
  readonly version: 1;
  readonly kind: 'schedule' | 'sensor';
  readonly name: string;
  /** The cron and time zone that `after` is of. */
  readonly cron: string | null;
  /** Of a schedule: the newest tick that is decided. */
  readonly after: number | null;
  /** Each tick up to this one is carried out, in order. */
  readonly catchUpTo: number | null;
  readonly cursor: string | null;
  /** Of a sensor: when it was evaluated last. */
  readonly evaluated: number | null;
  /** Evaluations that failed, since the last that did not. */
  readonly failures: number;
  /** Newest last. */
  readonly runKeys: readonly string[];
  readonly waiting: readonly DecidedRun[];
}

/** Older ones are forgotten: a run key names what is new, not all there ever was. */
export const RUN_KEYS_KEPT = 5000;

export function emptyMemory(kind: NamedMemory['kind'], name: string): NamedMemory {
  return {
    version: 1,
    kind,
    name,
    cron: null,
    after: null,
    catchUpTo: null,
    cursor: null,
    evaluated: null,
    failures: 0,
    runKeys: [],
    waiting: [],
  };
}

export function namedMemory({
  dir,
  kind,
  name,
  held,
  notice,
}: {
  readonly dir: string;
  readonly kind: NamedMemory['kind'];
  readonly name: string;
  readonly held: () => boolean;
  readonly notice: (message: string) => void;
}): Promise<KeptDocument<NamedMemory>> {
  // Names are anything; those of files are not.
  const readable = name.replaceAll(/[^a-zA-Z0-9-]+/g, '-').slice(0, 40);
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  const lost = { schedule: 'its next tick is the first', sensor: 'it begins without a cursor' }[kind];
  return keptDocument({
    file: join(dir, `${kind}-${readable}-${digest}.json`),
    empty: emptyMemory(kind, name),
    read: (content) => asMemory(content, kind, name),
    held,
    notice,
    of: `what the ${kind} ${name} did before is forgotten, and ${lost}`,
  });
}

function asMemory(content: unknown, kind: string, name: string): NamedMemory | null {
  const memory = content as Partial<NamedMemory> | null;
  const known =
    memory?.version === 1 &&
    memory.kind === kind &&
    memory.name === name &&
    [memory.after, memory.catchUpTo, memory.evaluated].every((time) => time === null || Number.isFinite(time)) &&
    (memory.cursor === null || typeof memory.cursor === 'string') &&
    Array.isArray(memory.runKeys) &&
    isWaiting(memory.waiting) &&
    Number.isSafeInteger(memory.failures);
  return known ? (memory as NamedMemory) : null;
}

export function isWaiting(content: unknown): boolean {
  if (!Array.isArray(content)) return false;
  return content.every((each: Partial<DecidedRun> | null) => {
    const { run, by, request, tick } = each ?? {};
    return typeof run === 'string' && typeof by === 'string' && request != null && typeof tick?.id === 'string';
  });
}
