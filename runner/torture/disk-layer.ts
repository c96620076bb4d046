// A layer between the code and the disk: every call of node:fs/promises that changes a folder goes through a function, which may record it, fail it or never return.
import { AsyncLocalStorage } from 'node:async_hooks';
import fs from 'node:fs';
import { open as realOpen, rm, type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { isAbsolute, join, relative } from 'node:path';

/** A file is a number, new with each `open`. Paths are absolute. */
export type DiskCall =
  | { readonly type: 'open'; readonly path: string; readonly file: number; readonly flags: string }
  | { readonly type: 'write'; readonly file: number; readonly bytes: Uint8Array; readonly position: number }
  | { readonly type: 'truncate'; readonly file: number; readonly length: number }
  | { readonly type: 'sync'; readonly file: number }
  | { readonly type: 'rename' | 'link'; readonly from: string; readonly to: string }
  | { readonly type: 'remove'; readonly path: string }
  | { readonly type: 'mkdir'; readonly path: string };

/** `go` carries it out; of a write, the first `bytes` only when a number is given. */
export type Around = (call: DiskCall, go: (bytes?: number) => Promise<unknown>) => Promise<unknown>;

export interface DiskLayer {
  /** What is awaited in here is the work of one process. @returns its result, unless the process is killed before. */
  life<T>(work: () => Promise<T>): { readonly done: Promise<T | 'killed'>; kill(): Promise<void> };
  remove(): void;
}

interface Life {
  /** Close what it has open. */
  readonly handles: Set<() => Promise<void>>;
  killed: boolean;
}
interface Opened {
  readonly file: number;
  position: number;
}
type Method = (...given: unknown[]) => Promise<unknown>;

const lives = new AsyncLocalStorage<Life>();
const never = new Promise<never>(() => undefined);
const promises = fs.promises as unknown as Record<string, Method>;

/** All file handles share it; Node does not export it. */
async function handlePrototype(): Promise<Record<string, Method>> {
  const path = join(tmpdir(), `headwater-layer-${process.pid}`);
  const handle = await realOpen(path, 'w');
  await handle.close();
  await rm(path);
  return Object.getPrototypeOf(handle) as Record<string, Method>;
}

/** One at a time; `remove` it. Calls for paths outside of `root` pass by. */
export async function layOver({ root, around }: { root: string; around: Around }): Promise<DiskLayer> {
  const opened = new WeakMap<object, Opened>();
  let files = 0;
  const isInside = (path: unknown): path is string => {
    const inside = typeof path === 'string' ? relative(root, path) : '..';
    return !inside.startsWith('..') && !isAbsolute(inside);
  };
  const through = async (call: DiskCall, go: (bytes?: number) => Promise<unknown>): Promise<unknown> => {
    const life = lives.getStore();
    if (life?.killed) return never;
    try {
      return await around(call, go);
    } finally {
      // The call may have been done; nobody is left to hear of it.
      if (life?.killed) await never;
    }
  };

  const handles = await handlePrototype();
  const real = { ...promises };
  const realOf = Object.fromEntries(
    ['write', 'writeFile', 'truncate', 'sync', 'datasync'].map((name) => [name, handles[name] as Method]),
  ) as Record<'write' | 'writeFile' | 'truncate' | 'sync' | 'datasync', Method>;

  promises['open'] = async (path, flags = 'r', mode) => {
    if (!isInside(path)) return real['open']?.(path, flags, mode);
    files += 1;
    const file = files;
    const handle = (await through({ type: 'open', path, file, flags: String(flags) }, () =>
      (real['open'] as Method)(path, flags, mode),
    )) as FileHandle;
    opened.set(handle, { file, position: String(flags).startsWith('a') ? (await handle.stat()).size : 0 });
    const life = lives.getStore();
    const { close } = handle;
    const closed = (): Promise<void> => {
      life?.handles.delete(closed);
      return close.call(handle);
    };
    life?.handles.add(closed);
    handle.close = () => (life?.killed ? never : closed());
    return handle;
  };
  promises['writeFile'] = async (path, data, options) => {
    if (!isInside(path)) return real['writeFile']?.(path, data, options);
    const { flag = 'w', mode = 0o666 } = (typeof options === 'object' ? options : {}) as {
      flag?: string;
      mode?: number;
    };
    const handle = (await promises['open']?.(path, flag, mode)) as FileHandle;
    try {
      await handle.writeFile(data as string);
    } finally {
      await handle.close();
    }
    return undefined;
  };
  for (const name of ['rename', 'link'] as const)
    promises[name] = (from, to) => {
      const go = (): Promise<unknown> => (real[name] as Method)(from, to);
      return isInside(from) && isInside(to) ? through({ type: name, from, to }, go) : go();
    };
  for (const name of ['rm', 'unlink', 'rmdir'])
    promises[name] = (path, options) => {
      const go = (): Promise<unknown> => (real[name] as Method)(path, options);
      return isInside(path) ? through({ type: 'remove', path }, go) : go();
    };
  promises['mkdir'] = (path, options) => {
    const go = (): Promise<unknown> => (real['mkdir'] as Method)(path, options);
    return isInside(path) ? through({ type: 'mkdir', path }, go) : go();
  };
  // What this layer does not know must not happen behind its back.
  for (const name of ['appendFile', 'copyFile', 'cp', 'symlink', 'truncate'])
    promises[name] = (...given) => {
      if (given.some(isInside)) throw new Error(`The layer over the disk knows no ${name}: add it there.`);
      return (real[name] as Method)(...given);
    };

  handles['write'] = function (this: object, ...given) {
    const at = opened.get(this);
    if (!at) return realOf.write.apply(this, given);
    const [buffer, offset = 0, length = (buffer as Uint8Array).length - (offset as number), position] = given;
    if (!(buffer instanceof Uint8Array)) throw new Error('The layer over the disk knows writes of bytes only.');
    const bytes = buffer.slice(offset as number, (offset as number) + (length as number));
    const from = typeof position === 'number' ? position : at.position;
    if (typeof position !== 'number') at.position += bytes.length;
    return through({ type: 'write', file: at.file, bytes, position: from }, (count = bytes.length) =>
      realOf.write.call(this, bytes, 0, count, from),
    );
  };
  handles['writeFile'] = function (this: object, ...given) {
    const at = opened.get(this);
    if (!at) return realOf.writeFile.apply(this, given);
    const bytes = typeof given[0] === 'string' ? Buffer.from(given[0]) : Buffer.from(given[0] as Uint8Array);
    const position = at.position;
    at.position += bytes.length;
    return through({ type: 'write', file: at.file, bytes, position }, async (count = bytes.length) => {
      for (let done = 0; done < count;)
        done += (
          (await realOf.write.call(this, bytes, done, count - done, position + done)) as { bytesWritten: number }
        ).bytesWritten;
    });
  };
  handles['truncate'] = function (this: object, ...given) {
    const at = opened.get(this);
    const go = (): Promise<unknown> => realOf.truncate.apply(this, given);
    return at ? through({ type: 'truncate', file: at.file, length: Number(given[0] ?? 0) }, go) : go();
  };
  for (const name of ['sync', 'datasync'] as const)
    handles[name] = function (this: object, ...given) {
      const at = opened.get(this);
      const go = (): Promise<unknown> => realOf[name].apply(this, given);
      return at ? through({ type: 'sync', file: at.file }, go) : go();
    };
  syncBuiltinESMExports();

  return {
    life(work) {
      const life: Life = { handles: new Set(), killed: false };
      let killed: (word: 'killed') => void = () => undefined;
      const end = new Promise<'killed'>((done) => (killed = done));
      return {
        done: Promise.race([lives.run(life, work), end]),
        async kill() {
          life.killed = true;
          // The system closes what a killed process had open.
          for (const close of life.handles) await close().catch(() => undefined);
          killed('killed');
        },
      };
    },
    remove() {
      Object.assign(promises, real);
      Object.assign(handles, realOf);
      syncBuiltinESMExports();
    },
  };
}
