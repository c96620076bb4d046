// The journal: events since the snapshot, one a line with its checksum, on disk before anybody hears of them.
import { open, writeFile, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import type { StoredEvent } from '../run-event.ts';
import { readIfThere, syncFolder } from '@headwater/stores';
import { messageOf } from '../message-of.ts';

export interface Journal {
  readonly bytes: number;
  readonly events: number;
  /** Resolves when the event is on disk; those that come together share one write and one fdatasync. */
  append(event: StoredEvent): Promise<void>;
  /** Empties the file when it holds just these `events`, all of them in the snapshot. False: more came since, it stays whole. */
  reset(events: number): Promise<boolean>;
  close(): Promise<void>;
}

export interface JournalContent {
  readonly events: readonly StoredEvent[];
  /** Lines that are no events, as they stand. */
  readonly bad: readonly Buffer[];
  /** Length of the good part: a torn last line lies behind it. */
  readonly goodBytes: number;
}

const LINE = /^\{"crc":"([0-9a-f]{8})","event":(.*)\}$/;
const checksum = (text: string): string => crc32(text).toString(16).padStart(8, '0');

export function journalLine(event: StoredEvent): string {
  const text = JSON.stringify(event);
  return `{"crc":"${checksum(text)}","event":${text}}\n`;
}

/** A torn last line is what a crash leaves of a write nobody was told of; any other bad line is damage. */
export async function readJournal(file: string): Promise<JournalContent> {
  const bytes = (await readIfThere(file)) ?? Buffer.alloc(0);
  const events: StoredEvent[] = [];
  const bad: Buffer[] = [];
  let start = 0;
  for (let end; (end = bytes.indexOf(0x0a, start)) !== -1; start = end + 1) {
    const line = bytes.subarray(start, end);
    const event = eventOf(line);
    if (event) events.push(event);
    else bad.push(line);
  }
  // As they were written, unless somebody moved lines: what an event means depends on those before it.
  events.sort((a, b) => a.seq - b.seq);
  return { events, bad, goodBytes: start };
}

/** Null when it is none: what has the right checksum may still have been written by something else. */
function eventOf(line: Buffer): StoredEvent | null {
  const [, crc, body = ''] = LINE.exec(line.toString('utf8')) ?? [];
  if (crc === undefined || checksum(body) !== crc) return null;
  try {
    const event = JSON.parse(body) as Partial<Record<keyof StoredEvent, unknown>> | null;
    const { version, seq, time, run, type } = event ?? {};
    const isEvent =
      [version, seq].every((number) => Number.isSafeInteger(number) && (number as number) > 0) &&
      [time, run, type].every((text) => typeof text === 'string');
    return isEvent ? (event as StoredEvent) : null;
  } catch {
    return null;
  }
}

interface Waiting {
  readonly line: string;
  readonly done: () => void;
  readonly fail: (error: Error) => void;
}

export interface JournalOptions {
  /** Length of the part that stays, and how many events it has. */
  readonly keep: number;
  readonly events: number;
  /** Asked before each write: false once another process may write to the same file. */
  readonly held?: () => boolean;
}

export async function openJournal(file: string, { keep, events, held }: JournalOptions): Promise<Journal> {
  await writeFile(file, '', { flag: 'a', mode: 0o600 });
  const handle = await open(file, 'r+');
  try {
    await handle.truncate(keep);
    await syncFolder(dirname(file));
  } catch (error) {
    await handle.close();
    throw error;
  }
  return new FileJournal(handle, { keep, events, ...(held && { held }) });
}

const NOT_HELD =
  'The store .headwater was removed while it was in use, or another process owns it now: nothing more can be recorded here. Run again.';

class FileJournal implements Journal {
  readonly #handle: FileHandle;
  readonly #held: () => boolean;
  #bytes: number;
  #events: number;
  #waiting: Waiting[] = [];
  #flushing: Promise<void> | null = null;
  /** Part of a refused write lies behind the good part, and could not be cut off yet. */
  #ragged = false;

  constructor(handle: FileHandle, { keep, events, held = () => true }: JournalOptions) {
    this.#handle = handle;
    this.#held = held;
    this.#bytes = keep;
    this.#events = events;
  }
  get bytes(): number {
    return this.#bytes;
  }
  get events(): number {
    return this.#events;
  }
  append(event: StoredEvent): Promise<void> {
    return new Promise((done, fail) => {
      this.#waiting.push({ line: journalLine(event), done, fail });
      this.#flushing ??= this.#flush();
    });
  }
  async #flush(): Promise<void> {
    // One turn of the event loop, so that events of the same moment share a write.
    await new Promise(setImmediate);
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      if (!this.#held()) {
        for (const { fail } of group) fail(new Error(NOT_HELD));
        continue;
      }
      const bytes = Buffer.from(group.map(({ line }) => line).join(''));
      try {
        if (this.#ragged) await this.#cut();
        // A disk that fills up takes a part and says so only by the count.
        for (let done = 0; done < bytes.length;)
          done += (await this.#handle.write(bytes, done, bytes.length - done, this.#bytes + done)).bytesWritten;
        await this.#handle.datasync();
        this.#bytes += bytes.length;
        this.#events += group.length;
        for (const { done } of group) done();
      } catch (error) {
        // Whatever part was written is cut off, so that the next append starts at a line.
        this.#ragged = true;
        await this.#cut().catch(() => undefined);
        const reason = messageOf(error);
        for (const { fail } of group)
          fail(
            new Error(
              `The journal of this project could not be written (${reason}): free some space or check the folder's permissions, then run again.`,
              { cause: error },
            ),
          );
      }
    }
    this.#flushing = null;
  }
  async #cut(): Promise<void> {
    await this.#handle.truncate(this.#bytes);
    this.#ragged = false;
  }
  async reset(events: number): Promise<boolean> {
    while (this.#flushing) await this.#flushing;
    if (this.#events !== events || !this.#held()) return false;
    // Holds the place of a flush, so that an append meanwhile waits for the empty file.
    this.#flushing = this.#empty();
    await this.#flushing;
    return true;
  }
  async #empty(): Promise<void> {
    try {
      await this.#handle.truncate(0);
      this.#bytes = 0;
      this.#events = 0;
      this.#ragged = false;
      await this.#handle.sync();
    } finally {
      this.#flushing = this.#waiting.length > 0 ? this.#flush() : null;
    }
  }
  async close(): Promise<void> {
    while (this.#flushing) await this.#flushing;
    await this.#handle.close();
  }
}
