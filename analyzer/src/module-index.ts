// What linking asks beside records: which file a name of a module means, versions of packages and data, whose a file is.
import { relativeTo } from './posix-path.ts';
import type { Project } from './analysis.ts';
import { DataFiles } from './data-files.ts';
import type { Disk } from './disk.ts';
import { parsing } from './loaded-parsing.ts';
import { readLockedPackages } from './locked-packages.ts';
import type { LockedPackages } from './locked-packages.ts';
import { ModuleScopes } from './module-scopes.ts';
import type { ModuleScopesOptions } from './module-scopes.ts';
import { findModule } from './module-target.ts';
import type { ModuleTarget } from './module-target.ts';
import type { ProjectLayout } from './project-layout.ts';
import type { World } from './resolve-value.ts';
import { stands, tracedDisk, wasAsked } from './traced-disk.ts';
import type { Trace, TracedDisk } from './traced-disk.ts';

export interface ModuleIndexOptions {
  readonly project: Project;
  readonly disk: Disk;
  /** Files that are already known need no question to the disk. */
  readonly isKnown: (path: string) => boolean;
}

/** Lives as long as the index it serves, and notes all that it asks the disk. */
export class ModuleIndex implements Omit<World, 'record'> {
  readonly #project: Project;
  readonly #disk: Disk;
  readonly #isKnown: ModuleIndexOptions['isKnown'];
  readonly #asked: TracedDisk;
  readonly #data: DataFiles;
  readonly #modules = new Map<
    string,
    { readonly from: string; readonly specifier: string; readonly target: ModuleTarget }
  >();
  /** Answers from before something changed. */
  readonly #said = new Map<
    string,
    { readonly from: string; readonly specifier: string; readonly target: ModuleTarget }
  >();
  /** Files beyond the project that were told of, and whether they were there. */
  readonly #beside = new Map<string, boolean>();
  /** What was asked in an earlier process whose links still count. */
  #askedBefore: Trace | null = null;
  #scopes: ModuleScopes | null = null;
  #packages: LockedPackages | null = null;

  constructor({ project, disk, isKnown }: ModuleIndexOptions) {
    this.#project = project;
    this.#disk = disk;
    this.#isKnown = isKnown;
    this.#asked = tracedDisk(disk);
    this.#data = new DataFiles(this.#asked.disk);
  }

  get asked(): Trace {
    return this.#asked.trace;
  }

  module(from: string, specifier: string): ModuleTarget {
    const folder = from.slice(0, from.lastIndexOf('/'));
    const question = `${specifier}\n${specifier.startsWith('.') ? folder : (this.#scopes?.nameSpace(from) ?? '')}`;
    const known = this.#modules.get(question);
    if (known !== undefined) return known.target;
    const target = this.#findModule(from, specifier);
    this.#modules.set(question, { from, specifier, target });
    this.#said.delete(question);
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

  /** False: it lies in another project. */
  isOwn(path: string): boolean {
    return this.#scopes?.isOwn(path) !== false;
  }

  /** Links of an earlier process count: what they were told is asked for by nobody now. False: the disk would say otherwise. */
  takeUp(asked: Trace): boolean {
    if (!stands(asked, this.#disk)) return false;
    this.#askedBefore = asked;
    for (const [question, answer] of asked)
      if (!this.#asked.trace.has(question)) this.#asked.trace.set(question, answer);
    return true;
  }

  /** True: what imports mean, or whose files are whose, or a version, may be otherwise now. */
  renew(layout: ProjectLayout): boolean {
    const packages = readLockedPackages({ disk: this.#asked.disk, root: this.#project.root });
    const isOther = this.#renewScopes(layout) || this.#packages?.mark !== packages.mark;
    this.#packages = packages;
    return isOther;
  }

  /** True: some data has changed. */
  renewData(): boolean {
    return this.#data.renew();
  }

  /** After something came or went: whether any name of a module means something else now. */
  hasMoved(): boolean {
    if (this.#askedBefore !== null && !stands(this.#askedBefore, this.#disk)) return true;
    const isMoved = [...this.#said.values(), ...this.#modules.values()].some(
      ({ from, specifier, target }) => JSON.stringify(this.#findModule(from, specifier)) !== JSON.stringify(target),
    );
    if (isMoved) this.#said.clear();
    return isMoved;
  }

  /** What was said may still stand in links, so that it is held against the disk once more. */
  forget(): void {
    for (const [question, said] of this.#modules) this.#said.set(question, said);
    this.#modules.clear();
    this.#askedBefore = null;
  }

  /** An answer was made of this path. */
  hangsOn(path: string): boolean {
    return this.#scopes?.hangsOn(path) === true || (this.#askedBefore !== null && wasAsked(this.#askedBefore, path));
  }

  noteBeside(path: string): void {
    if (relativeTo(this.#project.root, path) === null) this.#beside.set(path, this.#disk.stat(path) !== null);
  }

  /** Beyond the project a file that came or went is news to an import that found none, or another file of its package. */
  mayMean(path: string): boolean {
    if (this.#lacksModule()) return true;
    return this.#scopes?.isInPackage(path) === true && this.#beside.get(path) !== (this.#disk.stat(path) !== null);
  }

  #lacksModule(): boolean {
    // What was linked before this process is not known here.
    if (this.#askedBefore !== null) return true;
    return [...this.#said.values(), ...this.#modules.values()].some(
      ({ target }) => target.kind === 'missing' || (target.kind === 'package' && target.lacksFile === true),
    );
  }

  #renewScopes(layout: ProjectLayout): boolean {
    if (this.#scopes?.standsFor(layout) === true) return false;
    const readConfig: ModuleScopesOptions['readConfig'] = (question) => parsing().readTsconfig(question);
    this.#scopes = new ModuleScopes({ disk: this.#asked.disk, project: this.#project, layout, readConfig });
    return true;
  }

  readonly #statFirst: Disk = {
    read: (path) => this.#asked.disk.read(path),
    list: (path) => this.#asked.disk.list(path),
    real: (path) => this.#disk.real(path),
    stat: (path) => (this.#isKnown(path) ? { kind: 'file', stamp: '' } : this.#asked.disk.stat(path)),
  };

  #findModule(from: string, specifier: string): ModuleTarget {
    const scopes = this.#scopes;
    if (scopes === null) return { kind: 'missing' };
    const question = { disk: this.#statFirst, names: scopes.names(from), from, specifier, packages: scopes };
    const target = findModule(question);
    // What is listed is no link; a run knows the rest by where a link leads to, and knows it once.
    if (target.kind !== 'file' || this.#isKnown(target.path)) return target;
    return { ...target, path: this.#asked.disk.real(target.path) ?? target.path };
  }
}
