// The source files an index knows: read from their texts, or taken from what an earlier process knew of the same texts.
import { hash } from 'node:crypto';
import type { Disk } from './disk.ts';
import { SDK } from './factories.ts';
import { relativeTo } from './posix-path.ts';
import { readSource } from './read-source.ts';
import { sameNames, storedFile } from './source-file.ts';
import type { SourceFile } from './source-file.ts';
import type { StoredFile, StoredIndex } from './stored-index.ts';

/** As coarse as the times of files are anywhere. */
const SETTLED_MS = 2000;

export interface SourceFilesOptions {
  readonly root: string;
  readonly disk: Disk;
  /** A file came or went. */
  readonly onList: () => void;
  /** A text became another. */
  readonly onText: () => void;
}

/** Lives as long as its index, which says what is to be read. */
export class SourceFiles {
  readonly #options: SourceFilesOptions;
  readonly #files = new Map<string, SourceFile>();
  /** Files whose records may be others; emptied by who has looked at them all. */
  readonly changed = new Set<string>();
  /** Something is known that was not when it was last stored. */
  isUnsaved = false;
  /** What an earlier process knew; files are taken from it one by one. */
  #stored: StoredIndex['files'] = new Map();

  constructor(options: SourceFilesOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#files.size;
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  get(path: string): SourceFile | undefined {
    return this.#files.get(path);
  }

  paths(): Iterable<string> {
    return this.#files.keys();
  }

  all(): SourceFile[] {
    return [...this.#files.values()];
  }

  takeFrom(stored: StoredIndex['files']): void {
    this.#stored = stored;
  }

  /** What may be stored: all that is known of the texts of this disk, which is the one without the editor's. */
  contents(disk: Disk): StoredIndex['files'] {
    this.isUnsaved = false;
    return new Map(this.all().map((file) => [file.path, storedFile(file, disk)]));
  }

  /** False: there is no such file now. */
  reread(path: string): boolean {
    const { disk, root, onList, onText } = this.#options;
    const stat = disk.stat(path);
    const stored = this.#stored.get(path) ?? null;
    const before = this.#files.get(path);
    if (before === undefined && stored?.isSettled === true && stored.stamp === stat?.stamp)
      return this.#restore(path, stored);
    const text = stat === null ? null : disk.read(path);
    if (stat === null || text === null) return false;
    this.isUnsaved = true;
    const { stamp } = stat;
    const isSettled = stat.changedAt === undefined || Date.now() - stat.changedAt > SETTLED_MS;
    const textHash = hash('sha256', text, 'hex');
    if (before?.hash === textHash) {
      this.#files.set(path, { ...before, stamp, isSettled });
      return true;
    }
    if (before === undefined && stored?.hash === textHash) return this.#restore(path, { ...stored, stamp, isSettled });
    if (before === undefined) onList();
    onText();
    this.changed.add(path);
    const namesSdk = text.includes(SDK);
    const relative = before?.relative ?? relativeTo(root, path) ?? path;
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
    return true;
  }

  /** Its record, whether or not anything of it suggests one. */
  readNow(file: SourceFile): SourceFile {
    const stored = this.#stored.get(file.path);
    if (stored?.record && stored.hash === file.hash && sameNames(stored.passedOn, file.passedOn)) {
      this.changed.add(file.path);
      const known = { ...file, record: stored.record, error: stored.error && { ...stored.error, isLastGood: false } };
      this.#files.set(file.path, known);
      return known;
    }
    const text = this.#options.disk.read(file.path);
    return text === null ? file : this.#keep(file, text);
  }

  #keep(file: SourceFile, text: string): SourceFile {
    const { record: value, error } = readSource({ path: file.path, text, watch: file.passedOn });
    const record = { value, passesSdkOn: value.passesSdkOn };
    this.changed.add(file.path);
    this.isUnsaved = true;
    const lastGood = file.error === null || file.error.isLastGood ? file.record : null;
    const kept: SourceFile =
      error === null
        ? { ...file, record, error: null }
        : { ...file, record: lastGood ?? record, error: { ...error, isLastGood: lastGood !== null } };
    this.#files.set(file.path, kept);
    return kept;
  }

  forget(path: string): void {
    this.changed.add(path);
    if (!this.#files.delete(path)) return;
    this.isUnsaved = true;
    this.#options.onList();
  }

  /** Without the record where only a question of another file may have asked for it: nothing may ask now. */
  #restore(path: string, { stamp, isSettled, hash: textHash, namesSdk, passedOn }: StoredFile): true {
    const relative = relativeTo(this.#options.root, path) ?? path;
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
    if (namesSdk) this.readNow(file);
    this.#options.onList();
    return true;
  }
}
