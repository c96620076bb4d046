// Keeps one record per source file of a project, and reads again only what changed.
import { posix } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Project } from './analysis.ts';
import type { Disk } from './disk.ts';
import type { FileRecord } from './file-record.ts';
import { followPassedOnSdk } from './follow-passed-on.ts';
import { withParsing } from './loaded-parsing.ts';
import { withRealPaths } from './real-paths.ts';
import { ModuleIndex } from './module-index.ts';
import { relativeTo } from './posix-path.ts';
import type { ProjectLayout } from './project-layout.ts';
import { ProjectLayouts } from './project-layouts.ts';
import type { World } from './resolve-value.ts';
import type { SourceFile } from './source-file.ts';
import { SourceFiles } from './source-files.ts';
import { isSourceName } from './source-name.ts';
import type { KeptRecord, StoredIndex, StoredLink } from './stored-index.ts';

/** How long one turn may keep the event loop. */
const TURN_MS = 8;

/** The files of one project, brought up to date on demand; lives as long as its analyzer. */
export class SourceIndex implements World {
  readonly #project: Project;
  readonly #disk: Disk;
  readonly #modules: ModuleIndex;
  readonly #files: SourceFiles;
  readonly #dirty = new Set<string>();
  /** Files that no list names, read because a listed one leads to them. */
  readonly #adopted = new Set<string>();
  /** Where the SDK was looked for under the project's own names. */
  readonly #followed = new Set<string>();
  /** What appeared where nothing was known; where no list names it, an import may lead to it all the same. */
  readonly #appeared = new Set<string>();
  readonly #layouts: ProjectLayouts;
  /** What an earlier process knew; files are taken from it one by one. */
  #stored: StoredIndex | null = null;
  #layout: ProjectLayout | null = null;
  #layoutIsOld = true;
  #everyFile = false;
  #epoch = 0;
  #generation = 0;
  #members: { readonly epoch: number; readonly paths: readonly string[] } = { epoch: -1, paths: [] };
  #turnStarted = 0;

  constructor(options: { readonly project: Project; readonly disk: Disk }) {
    this.#project = options.project;
    this.#disk = withRealPaths(options.disk, options.project.root);
    this.#layouts = new ProjectLayouts({ project: this.#project, disk: this.#disk });
    this.#files = new SourceFiles({
      root: this.#project.root,
      disk: this.#disk,
      onList: () => this.#changed(),
      onText: () => (this.#generation += 1),
    });
    this.#modules = new ModuleIndex({
      project: this.#project,
      disk: this.#disk,
      isKnown: (path) => this.#files.has(path),
    });
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

  /** Files whose records may be others; emptied by who has looked at them all. */
  get changed(): Set<string> {
    return this.#files.changed;
  }

  /** Files of this project in the order of their paths. */
  members(): SourceFile[] {
    if (this.#members.epoch !== this.#epoch) {
      const inside = [...this.#files.paths()].filter(
        (path) => relativeTo(this.#project.root, path) !== null && this.#modules.isOwn(path),
      );
      this.#members = { epoch: this.#epoch, paths: inside.sort() };
    }
    const files: SourceFile[] = [];
    for (const path of this.#members.paths) {
      const file = this.#files.get(path);
      if (file !== undefined) files.push(file);
    }
    return files;
  }

  /** Files were read that no list names. */
  get hasUnlisted(): boolean {
    return this.#adopted.size > 0;
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  mayRead(path: string): boolean {
    return this.#files.has(path) || this.#mayChangeList(path);
  }

  /** Read this file again at the next refresh, whatever its time says; a path that is no known file may change the list. */
  touch(path: string): void {
    const isKnown = this.#files.has(path);
    if (isKnown) this.#dirty.add(path);
    // One that was only asked for, as an editor does of a file that it has just created, may be listed now.
    if ((!isKnown || this.#adopted.has(path)) && this.#mayChangeList(path)) this.touchList(path);
    this.#modules.noteBeside(path);
  }

  /** Look at everything again; files whose time and size are as before are not read. */
  touchAll(): void {
    this.#layoutIsOld = true;
    this.#appeared.add(this.#project.root);
    for (const { path, stamp } of this.#files.all()) if (this.#disk.stat(path)?.stamp !== stamp) this.#dirty.add(path);
  }

  /** A file came or went, whether or not the list will name it. */
  touchList(path: string): void {
    this.#layoutIsOld = true;
    this.#appeared.add(path);
    this.#modules.noteBeside(path);
  }

  /** Before the first refresh: files that are as an earlier process knew them are not read. */
  restore(stored: StoredIndex): void {
    this.#stored = stored;
    this.#files.takeFrom(stored.files);
    this.#layouts.takeFrom(stored.layouts);
  }

  /** After the first refresh: links of an earlier process, when all stands that they depend on beside records. */
  restoredLinks(): ReadonlyMap<string, StoredLink> {
    const stored = this.#stored;
    if (stored === null) return new Map();
    // Those that no list names; where nothing leads to them any more, they are dropped as any other.
    for (const path of stored.files.keys()) if (!this.#files.has(path)) this.#adopt(path);
    const isSameList =
      stored.files.size === this.#files.size && [...this.#files.paths()].every((path) => stored.files.has(path));
    const isSame = isSameList && stored.names === this.#names() && this.#modules.takeUp(stored.asked);
    return isSame ? stored.links : new Map();
  }

  /** Something is known that was not when it was last stored. */
  get isUnsaved(): boolean {
    return this.#layouts.isUnsaved || this.#files.isUnsaved;
  }

  /** What may be stored: all that is known of the texts of this disk, which is the one without the editor's. */
  contents(disk: Disk): Omit<StoredIndex, 'links'> {
    return {
      layouts: this.#layouts.contents(),
      asked: this.#modules.asked,
      names: this.#names(),
      files: this.#files.contents(disk),
    };
  }

  #names(): string {
    return JSON.stringify([this.#layout?.names, this.#layout?.parts]);
  }

  /** Cancelled between two files, it goes on from there the next time. */
  async refresh(signal: AbortSignal | undefined): Promise<void> {
    this.#turnStarted = performance.now();
    await this.#refreshLayout(signal);
    const configured = this.#layout?.configured ?? null;
    // A tsconfig that covers no asset (of tests, or a solution without references) does not hide them.
    const everyFile = configured?.some((path) => this.#files.get(path)?.namesSdk) === false;
    if (this.#everyFile !== everyFile) {
      this.#everyFile = everyFile;
      this.#layoutIsOld = true;
      await this.#refreshLayout(signal);
    }
    if (this.#modules.renewData()) this.#changed();
    await followPassedOnSdk({
      world: this,
      files: this.#files,
      isAdopted: (path) => this.#adopted.has(path),
      followed: this.#followed,
      onText: () => (this.#generation += 1),
      pause: () => this.#breathe(signal),
    });
  }

  record(path: string): FileRecord | null {
    return this.kept(path)?.value ?? null;
  }

  /** The same object as long as the record is the same. */
  kept(path: string): KeptRecord | null {
    const file = this.#files.get(path) ?? this.#adopt(path);
    if (file === null) return null;
    return file.record ?? this.#files.readNow(file).record;
  }

  readonly module: World['module'] = (from, specifier) => this.#modules.module(from, specifier);
  readonly foreign: World['foreign'] = (path) => this.#modules.foreign(path);
  readonly lockedVersion: World['lockedVersion'] = (from, name) => this.#modules.lockedVersion(from, name);
  readonly dataVersion: World['dataVersion'] = (path) => this.#modules.dataVersion(path);

  /** Files that no list names stay as long as a listed one leads to them. True: some went. */
  dropOrphans(readBy: (path: string) => Iterable<string>): boolean {
    if (this.#adopted.size === 0) return false;
    const orphans = new Set([...this.#adopted].filter((path) => !this.#followed.has(path)));
    const pending = [...this.#files.paths()].filter((path) => !orphans.has(path));
    for (let path = pending.pop(); path !== undefined; path = pending.pop())
      for (const read of readBy(path)) if (orphans.delete(read)) pending.push(read);
    for (const path of orphans) this.#forget(path);
    return orphans.size > 0;
  }

  #mayChangeList(path: string): boolean {
    if (this.#layout?.decidedBy.has(path) === true || this.#modules.hangsOn(path)) return true;
    if (relativeTo(this.#project.root, path) === null) return isSourceName(path) && this.#modules.mayMean(path);
    const name = posix.basename(path);
    if (name === 'package.json' || name === '.gitignore') return true;
    // A name without a dot is a folder that came or went.
    if (!name.includes('.')) return true;
    const kind = this.#disk.stat(path)?.kind;
    if (kind !== undefined) return kind === 'folder' || isSourceName(name);
    return [...this.#files.paths()].some((file) => file.startsWith(`${path}/`));
  }

  async #refreshLayout(signal: AbortSignal | undefined): Promise<void> {
    if (this.#layoutIsOld) {
      const before = this.#layout;
      this.#layout = await this.#layouts.now({ everyFile: this.#everyFile });
      this.#layoutIsOld = false;
      const listed = new Set(this.#layout.files);
      for (const path of listed) {
        if (!this.#files.has(path)) this.#dirty.add(path);
        this.#adopted.delete(path);
      }
      for (const path of before?.files ?? []) if (!listed.has(path)) this.#forget(path);
      for (const path of this.#adopted)
        if (this.#disk.stat(path)?.stamp !== this.#files.get(path)?.stamp) this.#dirty.add(path);
      const news = [...this.#appeared].filter(
        (path) => !listed.has(path) && !this.#files.has(path) && this.#layout?.decidedBy.has(path) !== true,
      );
      this.#appeared.clear();
      if (news.length > 0 && this.#modules.hasMoved()) this.#changed();
      if (this.#modules.renew(this.#layout)) this.#changed();
      if (JSON.stringify(before?.problems) !== JSON.stringify(this.#layout.problems)) this.#generation += 1;
    }
    signal?.throwIfAborted();
    for (const path of this.#dirty) {
      await withParsing(() => this.#reread(path));
      this.#dirty.delete(path);
      await this.#breathe(signal);
    }
    signal?.throwIfAborted();
  }

  async #breathe(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (performance.now() - this.#turnStarted < TURN_MS) return;
    await setImmediate();
    this.#turnStarted = performance.now();
  }

  #reread(path: string): void {
    if (!this.#files.reread(path)) this.#forget(path);
  }

  /** A file outside the list that a listed one imports: TypeScript would read it too. */
  #adopt(path: string): SourceFile | null {
    if (this.#layout === null || /\/node_modules\//.test(path)) return null;
    this.#reread(path);
    const file = this.#files.get(path) ?? null;
    if (file !== null) this.#adopted.add(path);
    return file;
  }

  #forget(path: string): void {
    this.#dirty.delete(path);
    this.#adopted.delete(path);
    this.#files.forget(path);
  }

  #changed(): void {
    this.#epoch += 1;
    this.#generation += 1;
    this.#modules.forget();
  }
}
