// Keeps one record per source file of a project, and reads again only what changed.
import { hash } from 'node:crypto';
import { posix } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Project } from './analysis.ts';
import type { Disk } from './disk.ts';
import { SDK } from './factories.ts';
import type { FileRecord, Watched } from './file-record.ts';
import { findModule } from './module-target.ts';
import type { ModuleTarget } from './module-target.ts';
import { passedOnFactories } from './passed-on-factories.ts';
import { relativeTo } from './posix-path.ts';
import { readLayout } from './project-layout.ts';
import type { ProjectLayout } from './project-layout.ts';
import { readRecord } from './read-record.ts';

import type { World } from './resolve-value.ts';
import { isSourceName } from './source-name.ts';
import type { SyntaxError } from './syntax-tree.ts';

/** A source file as last read. */
export interface SourceFile {
  readonly path: string;
  /** As it stands in answers; kept, because making thousands of strings for each answer is what would cost. */
  readonly relative: string;
  readonly stamp: string;
  readonly hash: string;
  readonly namesSdk: boolean;
  /** Null: not read into a record, because nothing asked for it yet. */
  readonly record: FileRecord | null;
  /** The text does not parse: `record` is that of the last text that did, where there was one. */
  readonly error: (SyntaxError & { readonly isLastGood: boolean }) | null;
}

/** How long one turn may keep the event loop. */
const TURN_MS = 8;

/** The files of one project, brought up to date on demand; lives as long as its analyzer. */
export class SourceIndex implements World {
  readonly #project: Project;
  readonly #disk: Disk;
  readonly #files = new Map<string, SourceFile>();
  readonly #dirty = new Set<string>();
  readonly #modules = new Map<string, ModuleTarget>();
  #layout: ProjectLayout | null = null;
  #layoutIsOld = true;
  #everyFile = false;
  #epoch = 0;
  #generation = 0;
  #members: { readonly epoch: number; readonly paths: readonly string[] } = { epoch: -1, paths: [] };
  #turnStarted = 0;

  constructor(options: { readonly project: Project; readonly disk: Disk }) {
    this.#project = options.project;
    this.#disk = options.disk;
  }

  /** Grows when files come or go or modules are named otherwise: whatever was linked before may link otherwise now. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Grows when any text changes: as long as it stands, so does every answer. */
  get generation(): number {
    return this.#generation;
  }

  get layout(): ProjectLayout | null {
    return this.#layout;
  }

  /** Files of this project in the order of their paths. */
  members(): SourceFile[] {
    if (this.#members.epoch !== this.#epoch) {
      const inside = [...this.#files.keys()].filter((path) => relativeTo(this.#project.root, path) !== null);
      this.#members = { epoch: this.#epoch, paths: inside.sort() };
    }
    return this.#members.paths.flatMap((path) => this.#files.get(path) ?? []);
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  /** Read this file again at the next refresh, whatever its time says; a path that is no known file may change the list. */
  touch(path: string): void {
    if (this.#files.has(path)) this.#dirty.add(path);
    else if (this.#mayChangeList(path)) this.#layoutIsOld = true;
  }

  /** Look at everything again; files whose time and size are as before are not read. */
  touchAll(): void {
    this.#layoutIsOld = true;
    for (const [path, file] of this.#files) if (this.#disk.stat(path)?.stamp !== file.stamp) this.#dirty.add(path);
  }

  touchLayout(): void {
    this.#layoutIsOld = true;
  }

  /** Cancelled between two files, it goes on from there the next time. */
  async refresh(signal: AbortSignal | undefined): Promise<void> {
    this.#turnStarted = performance.now();
    if (this.#layoutIsOld) this.#everyFile = false;
    await this.#refreshLayout(signal);
    const namesSdk = (): boolean => [...this.#files.values()].some((file) => file.namesSdk);
    if (this.#layout?.byConfig === true && !namesSdk()) {
      // A tsconfig that covers no asset (of tests, or a solution without references) does not hide them.
      this.#everyFile = true;
      this.#layoutIsOld = true;
      await this.#refreshLayout(signal);
    }
    await this.#followPassedOnSdk(signal);
  }

  record(path: string): FileRecord | null {
    const file = this.#files.get(path) ?? this.#adopt(path);
    if (file === null) return null;
    return file.record ?? this.#readNow(file).record;
  }

  module(from: string, specifier: string): ModuleTarget {
    if (this.#layout === null) return { kind: 'missing' };
    const folder = from.slice(0, from.lastIndexOf('/'));
    const question = `${specifier}\n${specifier.startsWith('.') ? folder : ''}`;
    const known = this.#modules.get(question);
    if (known !== undefined) return known;
    const target = findModule({ disk: this.#statFirst, names: this.#layout.names, from, specifier });
    this.#modules.set(question, target);
    return target;
  }

  /** Files that are already known need no question to the disk. */
  readonly #statFirst: Disk = {
    read: (path) => this.#disk.read(path),
    list: (path) => this.#disk.list(path),
    stat: (path) => (this.#files.has(path) ? { kind: 'file', stamp: '' } : this.#disk.stat(path)),
  };

  #mayChangeList(path: string): boolean {
    if (this.#layout?.decidedBy.has(path) === true) return true;
    if (relativeTo(this.#project.root, path) === null) return false;
    const name = posix.basename(path);
    if (name === 'package.json' || name === '.gitignore') return true;
    // A name without a dot is a folder that came or went.
    return isSourceName(name) ? this.#disk.stat(path) !== null : !name.includes('.');
  }

  async #refreshLayout(signal: AbortSignal | undefined): Promise<void> {
    if (this.#layoutIsOld) {
      const before = this.#layout;
      this.#layout = readLayout({ disk: this.#disk, project: this.#project, everyFile: this.#everyFile });
      this.#layoutIsOld = false;
      const listed = new Set(this.#layout.files);
      for (const path of listed) if (!this.#files.has(path)) this.#dirty.add(path);
      for (const path of before?.files ?? []) if (!listed.has(path)) this.#forget(path);
      if (JSON.stringify(before?.names) !== JSON.stringify(this.#layout.names)) this.#changed();
      if (JSON.stringify(before?.problems) !== JSON.stringify(this.#layout.problems)) this.#generation += 1;
    }
    for (const path of this.#dirty) {
      signal?.throwIfAborted();
      this.#reread(path);
      this.#dirty.delete(path);
      await this.#breathe();
    }
    signal?.throwIfAborted();
  }

  /** Where the project exports the SDK under names of its own, files that never name it may make assets too. */
  async #followPassedOnSdk(signal: AbortSignal | undefined): Promise<void> {
    if (![...this.#files.values()].some(({ record }) => record?.passesSdkOn)) return;
    for (const file of this.#files.values()) {
      signal?.throwIfAborted();
      const current = file.record === null ? this.#readNow(file) : file;
      const passedOn = passedOnFactories(this, file.path);
      if (passedOn.size > 0) this.#readNow(current, passedOn);
      await this.#breathe();
    }
  }

  async #breathe(): Promise<void> {
    if (performance.now() - this.#turnStarted < TURN_MS) return;
    await setImmediate();
    this.#turnStarted = performance.now();
  }

  #reread(path: string): void {
    const stamp = this.#disk.stat(path)?.stamp;
    const text = stamp === undefined ? null : this.#disk.read(path);
    if (stamp === undefined || text === null) return this.#forget(path);
    const before = this.#files.get(path);
    if (before === undefined) this.#changed();
    const textHash = hash('sha256', text, 'hex');
    if (before?.hash === textHash) return void this.#files.set(path, { ...before, stamp });
    this.#generation += 1;
    const namesSdk = text.includes(SDK);
    const relative = before?.relative ?? relativeTo(this.#project.root, path) ?? path;
    const file = {
      path,
      relative,
      stamp,
      hash: textHash,
      namesSdk,
      record: before?.record ?? null,
      error: before?.error ?? null,
    };
    // A file that was asked for once will be asked for again.
    if (namesSdk || before?.record != null) this.#keep(file, text, new Map());
    else this.#files.set(path, file);
  }

  /** A file outside the list that a listed one imports: TypeScript would read it too. */
  #adopt(path: string): SourceFile | null {
    if (this.#layout === null || /\/node_modules\//.test(path)) return null;
    this.#reread(path);
    return this.#files.get(path) ?? null;
  }

  #readNow(file: SourceFile, watch: Watched = new Map()): SourceFile {
    const text = this.#disk.read(file.path);
    return text === null ? file : this.#keep(file, text, watch);
  }

  #keep(file: SourceFile, text: string, watch: Watched): SourceFile {
    const { record, error } = read(file.path, text.replace(/^\uFEFF/, ''), watch);
    const lastGood = file.error === null || file.error.isLastGood ? file.record : null;
    const kept: SourceFile =
      error === null
        ? { ...file, record, error: null }
        : { ...file, record: lastGood ?? record, error: { ...error, isLastGood: lastGood !== null } };
    this.#files.set(file.path, kept);
    return kept;
  }

  #forget(path: string): void {
    if (this.#files.delete(path)) this.#changed();
  }

  #changed(): void {
    this.#epoch += 1;
    this.#generation += 1;
    this.#modules.clear();
  }
}

const EMPTY: FileRecord = {
  imports: new Map(),
  exports: new Map(),
  stars: [],
  bindings: new Map(),
  reads: new Map(),
  watched: new Map(),
  strays: [],
  passesSdkOn: false,
};

function read(
  path: string,
  text: string,
  watch: Watched,
): { readonly record: FileRecord; readonly error: SyntaxError | null } {
  try {
    return readRecord({ path, text, watch });
  } catch (error) {
    // TypeScript's parser goes as deep as the source does; no reader of the file could either.
    if (!(error instanceof RangeError)) throw error;
    const place = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
    return { record: EMPTY, error: { message: 'It is nested too deeply to be read.', place } };
  }
}
