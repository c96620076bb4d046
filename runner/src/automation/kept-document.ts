// One JSON file of automation's memory: replaced whole and durably, and put aside when it cannot be read.
import { rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readIfThere, replaceFile } from '@headwater/stores';
import { asideName } from '../store/kept-aside.ts';

export interface KeptDocument<T> {
  readonly value: T;
  /** Resolves when it is on disk; writes nothing when nothing changed. */
  save(value: T): Promise<void>;
}

export interface KeptDocumentOptions<T> {
  readonly file: string;
  /** What stands when there is no file, or none that can be read. */
  readonly empty: T;
  /** Null when it is not what was written here. */
  readonly read: (content: unknown) => T | null;
  /** False from the moment this process may not write any more. */
  readonly held: () => boolean;
  readonly notice: (message: string) => void;
  /** What it means that it is gone: `the schedule nightly goes on from now`. */
  readonly of: string;
}

export async function keptDocument<T>(options: KeptDocumentOptions<T>): Promise<KeptDocument<T>> {
  const { file, held } = options;
  const found = await load(options);
  let value = found?.value ?? options.empty;
  let text = found?.text ?? null;
  return {
    get value() {
      return value;
    },
    async save(next) {
      const written = `${JSON.stringify(next)}\n`;
      if (written !== text) {
        if (!held()) throw new Error('another process owns this project now: nothing more is decided here');
        await replaceFile(file, Buffer.from(written));
        text = written;
      }
      // Only now: what is not on disk is not decided.
      value = next;
    },
  };
}

async function load<T>({
  file,
  read,
  held,
  notice,
  of,
}: KeptDocumentOptions<T>): Promise<{ value: T; text: string } | null> {
  const content = await readIfThere(file);
  if (content === null) return null;
  const text = content.toString('utf8');
  const value = understood(text, read);
  if (value !== null) return { value, text };
  let kept = '';
  if (held()) {
    const [dir, name] = [dirname(file), basename(file, '.json')];
    const aside = await asideName({ dir, start: `${name}.damaged`, end: 'json', now: new Date() });
    await rename(file, join(dir, aside));
    kept = ` and is kept as .headwater/automation/${aside}`;
  }
  notice(`.headwater/automation/${basename(file)} could not be read${kept}: ${of}.`);
  return null;
}

/** What `read` cannot cope with is as damaged as what is no JSON. */
function understood<T>(text: string, read: KeptDocumentOptions<T>['read']): T | null {
  try {
    return read(JSON.parse(text));
  } catch {
    return null;
  }
}

export const isRecordOf = (content: unknown, is: (each: object) => boolean): boolean =>
  isObject(content) && Object.values(content).every((each: unknown) => isObject(each) && is(each));

const isObject = (content: unknown): content is object =>
  typeof content === 'object' && content !== null && !Array.isArray(content);
