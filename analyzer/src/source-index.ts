// Keeps one record per source file of a project, and reads again only what changed.
import { hash } from 'node:crypto';
import { posix } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Project } from './analysis.ts';
import { DataFiles } from './data-files.ts';
import type { Disk } from './disk.ts';
import { SDK } from './factories.ts';
import type { FileRecord, Watched } from './file-record.ts';
import { readLockedPackages } from './locked-packages.ts';
import type { LockedPackages } from './locked-packages.ts';
import { parsing, withParsing } from './loaded-parsing.ts';
import { withRealPaths } from './real-paths.ts';
import { ModuleScopes } from './module-scopes.ts';
import type { ModuleScopesOptions } from './module-scopes.ts';
import { findModule } from './module-target.ts';
import type { ModuleTarget } from './module-target.ts';
import { OPEN } from './open-disk.ts';
import { passedOnFactories } from './passed-on-factories.ts';
import { relativeTo } from './posix-path.ts';
import type { ProjectLayout } from './project-layout.ts';
import type { World } from './resolve-value.ts';
import { isSourceName } from './source-name.ts';
import type { KeptRecord, StoredFile, StoredIndex, StoredLink, TracedLayout } from './stored-index.ts';
import type { SyntaxError } from './syntax-tree.ts';
import { stands, tracedDisk, wasAsked } from './traced-disk.ts';
import type { Trace, TracedDisk } from './traced-disk.ts';

/** A source file as last read. */
export interface SourceFile {
  readonly path: string;
  /** As it stands in answers; kept, because making thousands of strings for each answer is what would cost. */
  readonly relative: string;
  readonly stamp: string;
  readonly hash: string;
  readonly namesSdk: boolean;
  /** Null: not read into a record, because nothing asked for it yet. */
  readonly record: KeptRecord | null;
  /** The stamp was old enough when the text was read: no later change can have it, too. */
  readonly isSettled: boolean;
  /** Names that the record was read with, because they stand for factories by way of other files. */
  readonly passedOn: Watched;
  /** The text does not parse: `record` is that of the last text that did, where there was one. */
  readonly error: (SyntaxError & { readonly isLastGood: boolean }) | null;
}

/** As coarse as the times of files are anywhere. */
const SETTLED_MS = 2000;

/** How long one turn may keep the event loop. */
const TURN_MS = 8;

/** The files of one project, brought up to date on demand; lives as long as its analyzer. */
export class SourceIndex implements World {
  readonly #project: Project;
  readonly #disk: Disk;
  readonly #files = new Map<string, SourceFile>();
  readonly #dirty = new Set<string>();
  readonly #data: DataFiles;
  /** Files whose records may be others; emptied by who has looked at them all. */
  readonly changed = new Set<string>();
  /** Files that no list names, read because a listed one leads to them. */
  readonly #adopted = new Set<string>();
  /** Where the SDK was looked for under the project's own names. */
  readonly #followed = new Set<string>();
  /** What appeared where nothing was known; where no list names it, an import may lead to it all the same. */
  readonly #appeared = new Set<string>();
  readonly #modules = new Map<
    string,
    { readonly from: string; readonly specifier: string; readonly target: ModuleTarget }
  >();
  /** By whether they list every file. */
  readonly #layouts = new Map<boolean, TracedLayout>();
  /** What linking asked the disk. */
  readonly #asked: TracedDisk;
  /** What linking asked in an earlier process whose links still count. */
  #askedBefore: Trace | null = null;
  /** What an earlier process knew; files are taken from it one by one. */
  #stored: StoredIndex | null = null;
  #isUnsaved = false;
  #layout: ProjectLayout | null = null;
  #scopes: ModuleScopes | null = null;
  #packages: LockedPackages | null = null;
  #layoutIsOld = true;
  #everyFile = false;
  #epoch = 0;
  #generation = 0;
  #members: { readonly epoch: number; readonly paths: readonly string[] } = { epoch: -1, paths: [] };
  #turnStarted = 0;

  constructor(options: { readonly project: Project; readonly disk: Disk }) {
    this.#project = options.project;
    this.#disk = withRealPaths(options.disk, options.project.root);
    this.#asked = tracedDisk(this.#disk);
    this.#data = new DataFiles(this.#asked.disk);
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
      const inside = [...this.#files.keys()].filter(
        (path) => relativeTo(this.#project.root, path) !== null && this.#scopes?.isOwn(path) !== false,
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
    if (this.#files.has(path)) this.#dirty.add(path);
    else if (this.#mayChangeList(path)) this.touchList(path);
  }

  /** Look at everything again; files whose time and size are as before are not read. */
  touchAll(): void {
    this.#layoutIsOld = true;
    this.#appeared.add(this.#project.root);
    for (const [path, file] of this.#files) if (this.#disk.stat(path)?.stamp !== file.stamp) this.#dirty.add(path);
  }

  /** A file came or went, whether or not the list will name it. */
  touchList(path: string): void {
    this.#layoutIsOld = true;
    this.#appeared.add(path);
  }

  /** Before the first refresh: files that are as an earlier process knew them are not read. */
  restore(stored: StoredIndex): void {
    this.#stored = stored;
    for (const each of stored.layouts) this.#layouts.set(each.everyFile, each);
  }

  /** After the first refresh: links of an earlier process, when all stands that they depend on beside records. */
  restoredLinks(): ReadonlyMap<string, StoredLink> {
    const stored = this.#stored;
    if (stored === null) return new Map();
    // Those that no list names; where nothing leads to them any more, they are dropped as any other.
    for (const path of stored.files.keys()) if (!this.#files.has(path)) this.#adopt(path);
    const isSameList =
      stored.files.size === this.#files.size && [...this.#files.keys()].every((path) => stored.files.has(path));
    if (!isSameList || stored.names !== this.#names() || !stands(stored.asked, this.#disk)) return new Map();
    this.#askedBefore = stored.asked;
    for (const [asked, answer] of stored.asked) if (!this.#asked.trace.has(asked)) this.#asked.trace.set(asked, answer);
    return stored.links;
  }

  /** Something is known that was not when it was last stored. */
  get isUnsaved(): boolean {
    return this.#isUnsaved;
  }

  /** What may be stored: all that is known of the texts of this disk, which is the one without the editor's. */
  contents(disk: Disk): Omit<StoredIndex, 'links'> {
    this.#isUnsaved = false;
    const files = [...this.#files.values()].map((file) => [file.path, storedFile(file, disk)] as const);
    return {
      layouts: [...this.#layouts.values()],
      asked: this.#asked.trace,
      names: this.#names(),
      files: new Map(files),
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
    if (this.#data.renew()) this.#changed();
    await this.#followPassedOnSdk(signal);
  }

  record(path: string): FileRecord | null {
    return this.kept(path)?.value ?? null;
  }

  /** The same object as long as the record is the same. */
  kept(path: string): KeptRecord | null {
    const file = this.#files.get(path) ?? this.#adopt(path);
    if (file === null) return null;
    return file.record ?? this.#readNow(file).record;
  }

  module(from: string, specifier: string): ModuleTarget {
    const folder = from.slice(0, from.lastIndexOf('/'));
    const question = `${specifier}\n${specifier.startsWith('.') ? folder : (this.#scopes?.nameSpace(from) ?? '')}`;
    const known = this.#modules.get(question);
    if (known !== undefined) return known.target;
    const target = this.#findModule(from, specifier);
    this.#modules.set(question, { from, specifier, target });
    return target;
  }

  foreign(path: string): Project | null {
    return this.#scopes?.foreign(path) ?? null;
  }

  lockedVersion(from: string, name: string): string | null {
    return this.#packages?.version(from, name) ?? null;
  }

  dataVersion(path: string): string | null {
    return this.#data.version(path);
  }

  /** Files that no list names stay as long as a listed one leads to them. True: some went. */
  dropOrphans(readBy: (path: string) => Iterable<string>): boolean {
    if (this.#adopted.size === 0) return false;
    const orphans = new Set([...this.#adopted].filter((path) => !this.#followed.has(path)));
    const pending = [...this.#files.keys()].filter((path) => !orphans.has(path));
    for (let path = pending.pop(); path !== undefined; path = pending.pop())
      for (const read of readBy(path)) if (orphans.delete(read)) pending.push(read);
    for (const path of orphans) this.#forget(path);
    return orphans.size > 0;
  }

  /** Files that are already known need no question to the disk. */
  readonly #statFirst: Disk = {
    read: (path) => this.#asked.disk.read(path),
    list: (path) => this.#asked.disk.list(path),
    real: (path) => this.#disk.real(path),
    stat: (path) => (this.#files.has(path) ? { kind: 'file', stamp: '' } : this.#asked.disk.stat(path)),
  };

  #findModule(from: string, specifier: string): ModuleTarget {
    const scopes = this.#scopes;
    if (scopes === null) return { kind: 'missing' };
    const question = { disk: this.#statFirst, names: scopes.names(from), from, specifier, packages: scopes };
    const target = findModule(question);
    // What is listed is no link; a run knows the rest by where a link leads to, and knows it once.
    if (target.kind !== 'file' || this.#files.has(target.path)) return target;
    return { ...target, path: this.#asked.disk.real(target.path) ?? target.path };
  }

  #someModuleMoved(): boolean {
    if (this.#askedBefore !== null && !stands(this.#askedBefore, this.#disk)) return true;
    return [...this.#modules.values()].some(
      ({ from, specifier, target }) => JSON.stringify(this.#findModule(from, specifier)) !== JSON.stringify(target),
    );
  }

  #mayChangeList(path: string): boolean {
    if (this.#layout?.decidedBy.has(path) === true || this.#scopes?.hangsOn(path) === true) return true;
    if (this.#askedBefore !== null && wasAsked(this.#askedBefore, path)) return true;
    // Beyond the project a file is news only to an import that found none.
    if (relativeTo(this.#project.root, path) === null) return isSourceName(path) && this.#lacksModule();
    const name = posix.basename(path);
    if (name === 'package.json' || name === '.gitignore') return true;
    // A name without a dot is a folder that came or went.
    if (!name.includes('.')) return true;
    const kind = this.#disk.stat(path)?.kind;
    if (kind !== undefined) return kind === 'folder' || isSourceName(name);
    return [...this.#files.keys()].some((file) => file.startsWith(`${path}/`));
  }

  #lacksModule(): boolean {
    // What was linked before this process is not known here.
    if (this.#askedBefore !== null) return true;
    return [...this.#modules.values()].some(
      ({ target }) => target.kind === 'missing' || (target.kind === 'package' && target.lacksFile === true),
    );
  }

  /** True: what imports mean, or whose files are whose, may be otherwise now. */
  #renewScopes(layout: ProjectLayout): boolean {
    if (this.#scopes?.standsFor(layout) === true) return false;
    const readConfig: ModuleScopesOptions['readConfig'] = (question) => parsing().readTsconfig(question);
    this.#scopes = new ModuleScopes({ disk: this.#asked.disk, project: this.#project, layout, readConfig });
    return true;
  }

  /** What a layout was read from costs little to look at again; reading it takes TypeScript. */
  async #layoutNow(): Promise<ProjectLayout> {
    const everyFile = this.#everyFile;
    const known = this.#layouts.get(everyFile);
    if (known !== undefined && stands(known.trace, this.#disk)) return known.layout;
    const { disk, trace } = tracedDisk(this.#disk);
    const layout = await withParsing(() => parsing().readLayout({ disk, project: this.#project, everyFile }));
    this.#layouts.set(everyFile, { everyFile, layout, trace });
    this.#isUnsaved = true;
    return layout;
  }

  async #refreshLayout(signal: AbortSignal | undefined): Promise<void> {
    if (this.#layoutIsOld) {
      const before = this.#layout;
      const packages = readLockedPackages({ disk: this.#asked.disk, root: this.#project.root });
      this.#layout = await this.#layoutNow();
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
      if (news.length > 0 && this.#someModuleMoved()) this.#changed();
      if (this.#renewScopes(this.#layout)) this.#changed();
      else if (this.#packages?.mark !== packages.mark) this.#changed();
      this.#packages = packages;
      if (JSON.stringify(before?.problems) !== JSON.stringify(this.#layout.problems)) this.#generation += 1;
    }
    for (const path of this.#dirty) {
      signal?.throwIfAborted();
      await withParsing(() => this.#reread(path));
      this.#dirty.delete(path);
      await this.#breathe();
    }
    signal?.throwIfAborted();
  }

  /** Where the project exports the SDK under names of its own, files that never name it may make assets too. */
  async #followPassedOnSdk(signal: AbortSignal | undefined): Promise<void> {
    this.#followed.clear();
    const all = [...this.#files.values()];
    const isPassedOn = all.some(({ path, record }) => record?.passesSdkOn === true && !this.#adopted.has(path));
    if (!isPassedOn)
      for (const file of all)
        if (file.passedOn.size > 0) await withParsing(() => this.#readNow({ ...file, passedOn: new Map() }));
    // What they lead to is followed in its turn.
    const paths = new Set(isPassedOn ? all.flatMap(({ path }) => (this.#adopted.has(path) ? [] : [path])) : []);
    const followed: World = {
      record: (path) => {
        const record = this.record(path);
        if (this.#files.has(path)) paths.add(path);
        this.#followed.add(path);
        return record;
      },
      module: (from, specifier) => this.module(from, specifier),
      lockedVersion: (from, name) => this.lockedVersion(from, name),
      dataVersion: (path) => this.dataVersion(path),
      foreign: (path) => this.foreign(path),
    };
    for (const path of paths) {
      signal?.throwIfAborted();
      await withParsing(() => {
        const file = this.#files.get(path);
        if (file === undefined) return;
        const current = file.record === null ? this.#readNow(file) : file;
        const passedOn = passedOnFactories(followed, current);
        if (JSON.stringify([...passedOn]) === JSON.stringify([...current.passedOn])) return;
        this.#generation += 1;
        this.#readNow({ ...current, passedOn });
      });
      await this.#breathe();
    }
  }

  async #breathe(): Promise<void> {
    if (performance.now() - this.#turnStarted < TURN_MS) return;
    await setImmediate();
    this.#turnStarted = performance.now();
  }

  #reread(path: string): void {
    const stat = this.#disk.stat(path);
    const stored = this.#stored?.files.get(path) ?? null;
    const before = this.#files.get(path);
    if (before === undefined && stored?.isSettled === true && stored.stamp === stat?.stamp)
      return this.#restore(path, stored);
    const text = stat === null ? null : this.#disk.read(path);
    if (stat === null || text === null) return this.#forget(path);
    this.#isUnsaved = true;
    const { stamp } = stat;
    const isSettled = stat.changedAt === undefined || Date.now() - stat.changedAt > SETTLED_MS;
    const textHash = hash('sha256', text, 'hex');
    if (before?.hash === textHash) return void this.#files.set(path, { ...before, stamp, isSettled });
    if (before === undefined && stored?.hash === textHash) return this.#restore(path, { ...stored, stamp, isSettled });
    if (before === undefined) this.#changed();
    this.#generation += 1;
    this.changed.add(path);
    const namesSdk = text.includes(SDK);
    const relative = before?.relative ?? relativeTo(this.#project.root, path) ?? path;
    const file = {
      path,
      relative,
      stamp,
      isSettled,
      hash: textHash,
      namesSdk,
      record: before?.record ?? null,
      passedOn: before?.passedOn ?? new Map(),
      error: before?.error ?? null,
    };
    // A file that was asked for once will be asked for again.
    if (namesSdk || before?.record != null) this.#keep(file, text);
    else this.#files.set(path, file);
  }

  /** A file outside the list that a listed one imports: TypeScript would read it too. */
  #adopt(path: string): SourceFile | null {
    if (this.#layout === null || /\/node_modules\//.test(path)) return null;
    this.#reread(path);
    const file = this.#files.get(path) ?? null;
    if (file !== null) this.#adopted.add(path);
    return file;
  }

  #readNow(file: SourceFile): SourceFile {
    const stored = this.#stored?.files.get(file.path);
    if (stored?.record && stored.hash === file.hash && sameNames(stored.passedOn, file.passedOn)) {
      this.changed.add(file.path);
      const known = { ...file, record: stored.record, error: stored.error && { ...stored.error, isLastGood: false } };
      this.#files.set(file.path, known);
      return known;
    }
    const text = this.#disk.read(file.path);
    return text === null ? file : this.#keep(file, text);
  }

  #keep(file: SourceFile, text: string): SourceFile {
    const { record: value, error } = read(file.path, text.replace(/^\uFEFF/, ''), file.passedOn);
    const record = { value, passesSdkOn: value.passesSdkOn };
    this.changed.add(file.path);
    this.#isUnsaved = true;
    const lastGood = file.error === null || file.error.isLastGood ? file.record : null;
    const kept: SourceFile =
      error === null
        ? { ...file, record, error: null }
        : { ...file, record: lastGood ?? record, error: { ...error, isLastGood: lastGood !== null } };
    this.#files.set(file.path, kept);
    return kept;
  }

  #forget(path: string): void {
    this.#dirty.delete(path);
    this.#adopted.delete(path);
    this.changed.add(path);
    if (this.#files.delete(path)) {
      this.#isUnsaved = true;
      this.#changed();
    }
  }

  /** Without the record where only a question of another file may have asked for it: nothing may ask now. */
  #restore(path: string, { stamp, isSettled, hash: textHash, namesSdk, passedOn }: StoredFile): void {
    const relative = relativeTo(this.#project.root, path) ?? path;
    const file: SourceFile = {
      path,
      relative,
      stamp,
      isSettled,
      hash: textHash,
      namesSdk,
      record: null,
      passedOn: namesSdk ? passedOn : new Map(),
      error: null,
    };
    this.#files.set(path, file);
    this.changed.add(path);
    if (namesSdk) this.#readNow(file);
    this.#changed();
  }

  #changed(): void {
    this.#epoch += 1;
    this.#generation += 1;
    this.#modules.clear();
    this.#askedBefore = null;
  }
}

function sameNames(a: Watched, b: Watched): boolean {
  return a.size === b.size && [...a].every(([name, factory]) => b.get(name) === factory);
}

/** Null where what is known is not of the disk's text. */
function storedFile(
  { path, stamp, isSettled, hash: textHash, namesSdk, passedOn, error, record }: SourceFile,
  disk: Disk,
): StoredFile | null {
  if (error?.isLastGood === true) return null;
  const known = {
    hash: textHash,
    namesSdk,
    passedOn,
    record,
    error: error && { message: error.message, place: error.place },
  };
  if (stamp !== OPEN) return { ...known, stamp, isSettled };
  const saved = disk.stat(path);
  const text = saved === null ? null : disk.read(path);
  const isSaved = text !== null && hash('sha256', text, 'hex') === textHash;
  return saved !== null && isSaved ? { ...known, stamp: saved.stamp, isSettled: false } : null;
}

const EMPTY: FileRecord = {
  imports: new Map(),
  exports: new Map(),
  stars: [],
  bindings: new Map(),
  code: new Map(),
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
    return parsing().readRecord({ path, text, watch });
  } catch (error) {
    // TypeScript's parser goes as deep as the source does; no reader of the file could either.
    if (!(error instanceof RangeError)) throw error;
    const place = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
    return { record: EMPTY, error: { message: 'It is nested too deeply to be read.', place } };
  }
}
