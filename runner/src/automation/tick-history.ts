// What ticks came to: appended to one file, a line each, the newest of each schedule and sensor kept, told newest first.
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readIfThere, replaceFile } from '@headwater/stores';
import type { Tick, TicksDocument } from '../automation-protocol.ts';

export interface TickHistory {
  /** Resolves when it is on disk. A tick with the same id takes the place of the one before. */
  add(tick: KeptTick): Promise<void>;
  page(asked: { readonly name?: string; readonly limit?: number; readonly before?: string }): TicksDocument;
  last(kind: Tick['kind'], name: string): Tick | null;
  close(): Promise<void>;
}

export interface KeptTick {
  /** Sorts by time. */
  readonly id: string;
  readonly tick: Tick;
}

/** Of each schedule or sensor; those that were skipped are many and say little. */
const KEEP = { telling: 500, skipped: 50 };
/** Lines beyond what is kept, before the file is written anew. */
const SLACK = 1000;
const PAGE = 50;

export async function openTickHistory({
  file,
  held,
  keep = KEEP,
  onAdded = () => undefined,
}: {
  readonly file: string;
  readonly held: () => boolean;
  readonly keep?: typeof KEEP;
  readonly onAdded?: () => void;
}): Promise<TickHistory> {
  let ticks = new Map<string, Tick>();
  /** Lines in the file. */
  let lines = 0;
  let handle: FileHandle | null = null;
  // Half a line is what a crash leaves of a tick nobody was told of.
  const found = (await readIfThere(file))?.toString('utf8') ?? '';
  let torn = found !== '' && !found.endsWith('\n');
  for (const line of found.split('\n')) {
    if (line === '') continue;
    lines += 1;
    const kept = keptTick(line);
    if (kept) ticks.set(kept.id, kept.tick);
  }
  ticks = trimmed(ticks, keep);
  let turn: Promise<unknown> = Promise.resolve();

  async function append({ id, tick }: KeptTick): Promise<void> {
    if (!held()) throw new Error('another process owns this project now: nothing more is recorded here');
    if (lines - ticks.size > SLACK || torn) await rewrite();
    if (handle === null) {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      handle = await open(file, 'a', 0o600);
    }
    // A disk that fills up leaves half a line: what follows would be part of it.
    torn = true;
    await handle.appendFile(`${JSON.stringify({ id, tick } satisfies KeptTick)}\n`);
    torn = false;
    await handle.datasync();
    lines += 1;
    ticks.set(id, tick);
    onAdded();
    if (ticks.size % 100 === 0) ticks = trimmed(ticks, keep);
  }

  async function rewrite(): Promise<void> {
    await handle?.close();
    handle = null;
    ticks = trimmed(ticks, keep);
    const text = [...ticks].map(([id, tick]) => `${JSON.stringify({ id, tick })}\n`).join('');
    await replaceFile(file, Buffer.from(text));
    lines = ticks.size;
    torn = false;
  }

  return {
    add(tick) {
      const done = turn.then(() => append(tick));
      turn = done.catch(() => undefined);
      return done;
    },
    page({ name, limit = PAGE, before }) {
      const newest = [...ticks]
        .filter(([id, tick]) => (name === undefined || tick.name === name) && (before === undefined || id < before))
        .sort(([a], [b]) => (a < b ? 1 : -1));
      const page = newest.slice(0, limit);
      const last = page.at(-1);
      return {
        version: 1,
        ticks: page.map(([, tick]) => tick),
        next: last && newest.length > page.length ? last[0] : null,
      };
    },
    last(kind, name) {
      let found: { id: string; tick: Tick } | null = null;
      for (const [id, tick] of ticks)
        if (tick.kind === kind && tick.name === name && (found === null || id > found.id)) found = { id, tick };
      return found?.tick ?? null;
    },
    async close() {
      await turn;
      await handle?.close();
      handle = null;
    },
  };
}

function trimmed(ticks: ReadonlyMap<string, Tick>, keep: typeof KEEP): Map<string, Tick> {
  const counts = new Map<string, number>();
  const kept = [...ticks]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .filter(([, { kind, name, outcome }]) => {
      const which = outcome === 'skipped' ? 'skipped' : 'telling';
      const of = `${which} ${kind} ${name}`;
      const count = (counts.get(of) ?? 0) + 1;
      counts.set(of, count);
      return count <= keep[which];
    });
  return new Map(kept.reverse());
}

function keptTick(line: string): KeptTick | null {
  try {
    const { id, tick } = JSON.parse(line) as Partial<KeptTick>;
    return typeof id === 'string' && typeof tick?.name === 'string' ? { id, tick } : null;
  } catch {
    return null;
  }
}
