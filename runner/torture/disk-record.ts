// What a disk was asked to do, in order, and the states a power cut may leave of it: synced effects stay, the others are there, gone, reordered or torn.
import { dirname, relative, sep } from 'node:path';
import type { Around, DiskCall } from './disk-layer.ts';
import type { DiskState } from './disk-state.ts';
import type { Random } from './random.ts';

interface Recorded {
  readonly call: DiskCall;
  readonly start: number;
  /** Infinity while it is under way. */
  end: number;
  failed: boolean;
}

export interface DiskRecord {
  readonly around: Around;
  /** Grows with each start and end of a call. */
  now(): number;
  readonly calls: readonly Recorded[];
}

export function recordDisk(): DiskRecord {
  const calls: Recorded[] = [];
  let clock = 0;
  return {
    calls,
    now: () => clock,
    async around(call, go) {
      clock += 1;
      const recorded: Recorded = { call, start: clock, end: Infinity, failed: false };
      calls.push(recorded);
      try {
        return await go();
      } catch (error) {
        recorded.failed = true;
        throw error;
      } finally {
        clock += 1;
        recorded.end = clock;
      }
    },
  };
}

/** When something happened, and since when it stands for good. */
interface Effect {
  readonly start: number;
  readonly end: number;
}
type DataEffect = Effect & ({ readonly position: number; readonly bytes: Uint8Array } | { readonly length: number });
type NameEffect = Effect & {
  readonly name: string;
  /** Null: the name is taken away. */
  readonly node: Node | null;
  /** Of a rename: where it was. */
  readonly from?: { readonly folder: Folder; readonly name: string };
};
interface Folder {
  readonly kind: 'folder';
  readonly names: Map<string, Node>;
  readonly effects: NameEffect[];
  readonly syncs: Effect[];
}
interface File {
  readonly kind: 'file';
  readonly effects: DataEffect[];
  readonly syncs: Effect[];
}
type Node = Folder | File;

const newFolder = (): Folder => ({ kind: 'folder', names: new Map(), effects: [], syncs: [] });
const newFile = (): File => ({ kind: 'file', effects: [], syncs: [] });

export interface PowerCut {
  readonly root: string;
  /** What the root held, safely, when the recording began. */
  readonly before?: DiskState;
  readonly calls: DiskRecord['calls'];
  /** A moment of the record's clock. */
  readonly at: number;
  readonly random: Random;
}

/** One of the states that the disk may be found in. */
export function stateAfterCut({ root, before = new Map(), calls, at, random }: PowerCut): DiskState {
  const top = newFolder();
  const safe: Effect = { start: -1, end: -1 };
  top.syncs.push({ start: 0, end: 0 });
  for (const [path, bytes] of before) {
    const names = path.split('/');
    let folder = top;
    for (const name of names.slice(0, -1)) folder = childFolder(folder, name, safe);
    const file = newFile();
    file.effects.push({ ...safe, position: 0, bytes });
    file.syncs.push({ start: 0, end: 0 });
    put(folder, names.at(-1) ?? '', file, safe);
  }
  const disk = { top, root, files: new Map<number, Node>() };
  const done = calls.filter(({ end, failed }) => end <= at && !failed).sort((a, b) => a.end - b.end);
  // What is under way when the power goes may have been done or not. What failed may have been done in part; a refused removal was not.
  const perhaps = calls.filter(
    ({ call, start, end, failed }) => start <= at && (end > at || (failed && call.type !== 'remove')),
  );
  for (const each of done) carryOut(disk, each);
  for (const each of perhaps)
    if (each.call.type !== 'sync' && random.chance(1 / 2)) carryOut(disk, { ...each, end: Infinity });
  const state = new Map<string, Uint8Array>();
  collect(top, '', { at, random, state });
  return state;
}

interface Disk {
  readonly top: Folder;
  readonly root: string;
  readonly files: Map<number, Node>;
}

function put(folder: Folder, name: string, node: Node | null, effect: Effect, from?: NameEffect['from']): void {
  if (node) folder.names.set(name, node);
  else folder.names.delete(name);
  folder.effects.push({ ...effect, name, node, ...(from && { from }) });
}

function childFolder(folder: Folder, name: string, effect: Effect): Folder {
  const found = folder.names.get(name);
  if (found?.kind === 'folder') return found;
  const made = newFolder();
  put(folder, name, made, effect);
  if (effect.end < 0) made.syncs.push({ start: 0, end: 0 });
  return made;
}

const namesOf = (disk: Disk, path: string): string[] => relative(disk.root, path).split(sep).filter(Boolean);

function find(disk: Disk, path: string): Node | undefined {
  let node: Node | undefined = disk.top;
  for (const name of namesOf(disk, path)) node = node?.kind === 'folder' ? node.names.get(name) : undefined;
  return node;
}

function folderOf(disk: Disk, path: string): { folder: Folder; name: string } {
  const folder = find(disk, dirname(path));
  if (folder?.kind !== 'folder') throw new Error(`The record has no folder for ${path}.`);
  return { folder, name: namesOf(disk, path).at(-1) ?? '' };
}

function carryOut(disk: Disk, { call, start, end }: Recorded): void {
  const effect: Effect = { start, end };
  switch (call.type) {
    case 'open': {
      let node = find(disk, call.path);
      if (!node) {
        // Under way, and its folder was removed before its turn came.
        if (end === Infinity && find(disk, dirname(call.path)) === undefined) return;
        const { folder, name } = folderOf(disk, call.path);
        node = newFile();
        put(folder, name, node, effect);
      } else if (call.flags.startsWith('w') && node.kind === 'file') node.effects.push({ ...effect, length: 0 });
      disk.files.set(call.file, node);
      return;
    }
    case 'write':
    case 'truncate': {
      const file = disk.files.get(call.file);
      if (file?.kind !== 'file') throw new Error('The record has no such open file.');
      if (call.type === 'truncate') file.effects.push({ ...effect, length: call.length });
      else file.effects.push({ ...effect, position: call.position, bytes: call.bytes });
      return;
    }
    case 'sync':
      disk.files.get(call.file)?.syncs.push(effect);
      return;
    case 'rename':
    case 'link': {
      const node = find(disk, call.from);
      // Under way, and its turn never came.
      if (!node || (end === Infinity && find(disk, dirname(call.to)) === undefined)) return;
      const to = folderOf(disk, call.to);
      const from = folderOf(disk, call.from);
      put(to.folder, to.name, node, effect, ...(call.type === 'rename' ? [from] : []));
      if (call.type === 'rename') from.folder.names.delete(from.name);
      return;
    }
    case 'remove': {
      const node = find(disk, call.path);
      if (!node) return;
      if (node.kind === 'folder') for (const name of [...node.names.keys()]) put(node, name, null, effect);
      const { folder, name } = folderOf(disk, call.path);
      put(folder, name, null, effect);
      return;
    }
    case 'mkdir': {
      let folder = disk.top;
      for (const name of namesOf(disk, call.path)) folder = childFolder(folder, name, effect);
      return;
    }
  }
}

interface Cut {
  readonly at: number;
  readonly random: Random;
  readonly state: Map<string, Uint8Array>;
}

const isSafe = (effect: Effect, syncs: readonly Effect[], at: number): boolean =>
  syncs.some(({ start, end }) => start >= effect.end && end <= at);

/** Which of the effects nobody synced are there: none, all, the first ones, or any. */
function chosen<T>(effects: readonly T[], random: Random): T[] {
  const mode = random.below(4);
  if (mode === 0) return [];
  if (mode === 1) return [...effects];
  if (mode === 2) return effects.slice(0, random.below(effects.length + 1));
  return effects.filter(() => random.chance(1 / 2));
}

function collect(folder: Folder, path: string, cut: Cut): void {
  const { at, random, state } = cut;
  const names = new Map<string, Node>();
  const open = folder.effects.filter((effect) => !isSafe(effect, folder.syncs, at));
  const there = new Set(chosen(open, random));
  for (const effect of folder.effects) {
    if (open.includes(effect) && !there.has(effect)) continue;
    if (effect.node) names.set(effect.name, effect.node);
    else names.delete(effect.name);
    // A rename is one step; of one between two folders the old name may be seen as well.
    if (effect.from?.folder === folder) names.delete(effect.from.name);
  }
  for (const [name, node] of names) {
    const inner = path === '' ? name : `${path}/${name}`;
    if (node.kind === 'folder') collect(node, inner, cut);
    else state.set(inner, contentAfterCut(node, cut));
  }
}

const SECTOR = 512;

function contentAfterCut(file: File, { at, random }: Cut): Uint8Array {
  let content = new Uint8Array(0);
  const apply = (effect: DataEffect, keeps: (sector: number) => boolean = () => true, until = Infinity): void => {
    if ('length' in effect) {
      content = resized(content, effect.length);
      return;
    }
    const bytes = effect.bytes.subarray(0, until);
    const end = effect.position + bytes.length;
    if (content.length < end) content = resized(content, end);
    for (let from = effect.position; from < end;) {
      const sector = Math.floor(from / SECTOR);
      const to = Math.min(end, (sector + 1) * SECTOR);
      const part = bytes.subarray(from - effect.position, to - effect.position);
      if (keeps(sector)) content.set(part, from);
      from = to;
    }
  };
  const open = file.effects.filter((effect) => !isSafe(effect, file.syncs, at));
  for (const effect of file.effects) if (!open.includes(effect)) apply(effect);
  const mode = random.below(4);
  if (mode === 0 || open.length === 0) return content;
  if (mode < 3) {
    // In order, and the last one torn: at a sector, or at any byte.
    const whole = random.below(open.length + 1);
    for (const effect of open.slice(0, whole)) apply(effect);
    const torn = open[whole];
    if (torn && 'bytes' in torn) {
      const length = random.below(torn.bytes.length + 1);
      apply(torn, undefined, mode === 1 ? length : Math.max(0, length - ((torn.position + length) % SECTOR)));
    }
    return content;
  }
  // Out of order: any sectors; those that did not come are as they were, or hold what the disk had there before.
  const garbage = random.chance(1 / 3);
  for (const effect of open) {
    if ('length' in effect && random.chance(1 / 2)) continue;
    const size = content.length;
    const missing: number[] = [];
    apply(effect, (sector) => {
      const there = random.chance(1 / 2);
      if (!there) missing.push(sector);
      return there;
    });
    if (garbage)
      for (const sector of missing)
        for (let i = Math.max(size, sector * SECTOR); i < Math.min(content.length, (sector + 1) * SECTOR); i += 1)
          content[i] = random.below(256);
  }
  return content;
}

function resized(content: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const next = new Uint8Array(length);
  next.set(content.subarray(0, length));
  return next;
}
