// Turns a project's source into its graph and keeps it current: only changed files are read, only touched ones linked again.
import { posix } from 'node:path';
import type { CodeParts } from '@headwater/graph';
import type { Analysis, AssetName, NamesOfFiles, Project } from './analysis.ts';
import type { Analyzer } from './analyzer-door.ts';
import { nodeDisk } from './disk.ts';
import type { Disk } from './disk.ts';
import type { FileRecord } from './file-record.ts';
import { fileProblems } from './file-problems.ts';
import { graphAssembly } from './graph-assembly.ts';
import type { LanguageProject } from './language/language-project.ts';
import type { IndexCache } from './index-cache.ts';
import { linkFile } from './link-file.ts';
import type { LinkedFile } from './linked.ts';
import { loadParsing, parsing, withParsing } from './loaded-parsing.ts';
import { openDisk } from './open-disk.ts';
import { relativeTo, toPosix } from './posix-path.ts';
import type { ProjectLayout } from './project-layout.ts';
import type { World } from './resolve-value.ts';
import { sameData } from './same-data.ts';
import { SourceIndex } from './source-index.ts';
import type { SourceFile } from './source-file.ts';
import { isSourceName } from './source-name.ts';
import { IndexStore } from './stored-index.ts';
import type { KeptRecord, StoredLink } from './stored-index.ts';

export interface AnalyzerOptions {
  readonly project: Project;
  /** The real one unless a test hands in its own. */
  readonly disk?: Disk;
  /** Where what was read outlives this process; without one, each starts from the texts. */
  readonly cache?: IndexCache;
}

/** A linked file with the records it was linked from: as long as those stand, so does it. */
interface Linked extends StoredLink {
  readonly epoch: number;
}

/** All linked files as of one answer. */
interface LinkedTogether {
  readonly epoch: number;
  readonly files: readonly LinkedFile[];
  /** Where a file, by its path, stands in `files`. */
  readonly places: ReadonlyMap<string, number>;
  /** Which files were linked from a file's record, and maybe some that no longer are. */
  readonly readers: Map<string, Set<string>>;
}

/** What is stored waits this long for further changes. */
const SAVE_MS = 5000;

export function createAnalyzer({ project: given, disk = nodeDisk, cache }: AnalyzerOptions): Analyzer {
  const project = { ...given, root: toPosix(given.root) };
  const texts = new Map<string, string>();
  const open = openDisk({ disk, texts });
  const index = new SourceIndex({ project, disk: open });
  const relative = (path: string): string => relativeTo(project.root, path) ?? posix.relative(project.root, path);
  const links = new Map<string, Linked>();
  const store = cache && new IndexStore({ cache, root: project.root });
  let all: LinkedTogether | null = null;
  let isRestored = false;
  let isUnsaved = false;
  let saving: NodeJS.Timeout | null = null;
  const assemble = graphAssembly();
  let last: { readonly analysis: Analysis; readonly generation: number } | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  const link = (path: string): LinkedFile => {
    const known = links.get(path);
    if (known?.epoch === index.epoch && stands(known, index.changed)) return known.linked;
    const { world, readFrom } = observed(index);
    const fresh = linkFile({ world, path, file: relative(path), relative });
    // An equal answer keeps its identity, so that what depends on it needs no second look.
    const linked = known !== undefined && sameData(known.linked, fresh) ? known.linked : fresh;
    links.set(path, { linked, readFrom, epoch: index.epoch });
    if (all !== null) noteReaders(all.readers, path, readFrom);
    isUnsaved = true;
    return linked;
  };

  /** `changed`: whose records may be others than when it was last asked; what was linked from any other stands. */
  const stands = ({ readFrom }: Linked, changed: ReadonlySet<string>): boolean => {
    if (changed.size === 0) return true;
    for (const [file, record] of readFrom) if (changed.has(file) && index.kept(file) !== record) return false;
    return true;
  };

  const linkAll = (): LinkedFile[] => {
    for (;;) {
      const epoch = index.epoch;
      const files: LinkedFile[] = [];
      for (const file of index.members()) if (file.record !== null) files.push(link(file.path));
      // Linking may meet files that no list names, and they are members then, too.
      if (epoch !== index.epoch || readPaths(index.members()).length !== files.length) continue;
      if (!index.dropOrphans((path) => links.get(path)?.readFrom.keys() ?? [])) return files;
    }
  };

  /** As `linkAll`, but looks only at files whose own record changed, or one they were linked from. Null: more has changed than that. */
  const linkChanged = (): LinkedFile[] | null => {
    if (all === null || all.epoch !== index.epoch || index.hasUnlisted) return null;
    const files = [...all.files];
    for (const path of index.changed) {
      if (!all.places.has(path)) return null;
      for (const reader of all.readers.get(path) ?? []) {
        const place = all.places.get(reader);
        if (place === undefined) return null;
        files[place] = link(reader);
      }
    }
    // What linking read for the first time is looked at as well; whatever came or went, all files are.
    return all.epoch === index.epoch ? files : null;
  };

  const linkNow = (): LinkedFile[] => {
    const files = linkChanged() ?? linkAll();
    if (all?.epoch === index.epoch && all.files.length === files.length) all = { ...all, files };
    else all = linkedTogether({ epoch: index.epoch, files, paths: readPaths(index.members()), links });
    return files;
  };

  const answer = async (signal: AbortSignal | undefined): Promise<Analysis> => {
    signal?.throwIfAborted();
    if (store === undefined || isRestored) await index.refresh(signal);
    else await restore(store, signal);
    if (last?.generation === index.generation) return last.analysis;
    const files = await withParsing(linkNow);
    const members = index.members();
    // Thousands of names that most who ask do not read.
    let sources: Analysis['sources'] | null = null;
    let code: CodeParts | null = null;
    const analysis: Analysis = {
      revision: (last?.analysis.revision ?? 0) + 1,
      document: assemble(
        files,
        fileProblems({ root: project.root, relative, configs: index.layout?.problems ?? [], sources: members }),
      ),
      unparsed: members.filter(({ error }) => error !== null).map((file) => file.relative),
      get sources() {
        return (sources ??= sourcesOf(members));
      },
      names: bundlerNames(index.layout),
      get code() {
        return (code ??= codePartsOf(files));
      },
    };
    last = { analysis, generation: index.generation };
    index.changed.clear();
    saveSoon();
    return last.analysis;
  };

  const restore = async (from: IndexStore, signal: AbortSignal | undefined): Promise<void> => {
    const stored = from.load();
    if (stored !== null) index.restore(stored);
    await index.refresh(signal);
    isRestored = true;
    for (const [path, link] of await withParsing(() => index.restoredLinks()))
      links.set(path, { ...link, epoch: index.epoch });
  };

  const saveSoon = (): void => {
    if (store === undefined || !(isUnsaved || index.isUnsaved)) return;
    if (saving === null) saving = setTimeout(save, SAVE_MS).unref();
    else saving.refresh();
  };

  const save = (): void => {
    if (saving !== null) clearTimeout(saving);
    saving = null;
    if (store === undefined || last === null || !(isUnsaved || index.isUnsaved)) return;
    isUnsaved = false;
    const contents = index.contents(disk);
    const isOfDisk = ({ epoch, readFrom }: Linked): boolean =>
      epoch === index.epoch &&
      [...readFrom].every(([path, record]) => record === (contents.files.get(path)?.record ?? null));
    store.save({
      ...contents,
      links: new Map([...links].filter(([path, link]) => contents.files.has(path) && isOfDisk(link))),
    });
  };

  /** What the editor features ask of; `none` before the first analysis. */
  const ofLanguage = <T, None>(none: None, ask: (known: LanguageProject) => T): T | None =>
    last === null
      ? none
      : ask({
          world: index,
          document: last.analysis.document,
          unparsed: last.analysis.unparsed,
          paths: index.members().map(({ path }) => path),
          relative,
          absolute: (file) => posix.resolve(project.root, file),
          read: (path) => open.read(path),
        });

  return {
    project,
    setOpenFile(file, text) {
      const path = toPosix(file);
      if (!isSourceName(path) || texts.get(path) === (text ?? undefined)) return;
      const wasOpen = texts.has(path);
      if (text === null) texts.delete(path);
      else texts.set(path, text);
      if (index.has(path)) index.touch(path);
      // What a client opens may be new on the disk, too: not every client watches it.
      else if (text === null ? disk.stat(path) === null : !wasOpen) index.touchList(path);
    },
    mayRead: (file) => index.mayRead(toPosix(file)),
    invalidate(files) {
      if (files === 'all') index.touchAll();
      else for (const file of files) index.touch(toPosix(file));
    },
    analyze({ signal } = {}) {
      const turn = queue.then(() => answer(signal));
      queue = turn.catch(() => undefined);
      return turn;
    },
    prepare: loadParsing,
    save,
    assetAt({ file, line, column }): AssetName | null {
      const path = toPosix(file);
      const text = open.read(path);
      if (last === null || text === null || !index.has(path)) return null;
      return parsing().assetNameAt({ world: index, path, text, line, column });
    },
    navigation: () => ofLanguage(null, (known) => parsing().navigation(known)),
    assistance: () => ofLanguage(null, (known) => parsing().assistance(known)),
  };
}

/** The world, and a note of each record that was looked at. */
function observed(world: SourceIndex): {
  readonly world: World;
  readonly readFrom: ReadonlyMap<string, KeptRecord | null>;
} {
  const readFrom = new Map<string, KeptRecord | null>();
  const record = (path: string): FileRecord | null => {
    let kept = readFrom.get(path);
    if (kept === undefined) readFrom.set(path, (kept = world.kept(path)));
    return kept?.value ?? null;
  };
  return {
    world: {
      record,
      module: (from, specifier) => world.module(from, specifier),
      lockedVersion: (from, name) => world.lockedVersion(from, name),
      dataVersion: (path) => world.dataVersion(path),
      foreign: (path) => world.foreign(path),
    },
    readFrom,
  };
}

function bundlerNames(layout: ProjectLayout | null): readonly NamesOfFiles[] {
  if (layout === null) return [];
  const { paths, baseUrl, rootDirs } = layout.names;
  const parts = layout.parts.map(({ files, names }) => ({ files, ...names }));
  return parts.length > 0 || rootDirs.length > 0 ? [...parts, { files: null, paths, baseUrl, rootDirs }] : [];
}

function readPaths(members: readonly SourceFile[]): string[] {
  return members.filter(({ record }) => record !== null).map(({ path }) => path);
}

function linkedTogether(of: {
  readonly epoch: number;
  readonly files: readonly LinkedFile[];
  readonly paths: readonly string[];
  readonly links: ReadonlyMap<string, Linked>;
}): LinkedTogether {
  const readers: LinkedTogether['readers'] = new Map();
  for (const path of of.paths) noteReaders(readers, path, of.links.get(path)?.readFrom ?? new Map());
  return { epoch: of.epoch, files: of.files, places: new Map(of.paths.map((path, place) => [path, place])), readers };
}

function noteReaders(readers: LinkedTogether['readers'], path: string, readFrom: Linked['readFrom']): void {
  for (const read of readFrom.keys()) {
    const known = readers.get(read);
    if (known === undefined) readers.set(read, new Set([path]));
    else known.add(path);
  }
}

function codePartsOf(files: readonly LinkedFile[]): CodeParts {
  return Object.fromEntries(files.flatMap(({ assets }) => assets.flatMap(({ code }) => [...code])));
}

function sourcesOf(files: readonly SourceFile[]): Record<string, string> {
  // Without a prototype V8 keeps a table from the start; with one it first builds a shape for thousands of names.
  const sources = Object.create(null) as Record<string, string>;
  for (const file of files) sources[file.relative] = file.hash;
  return sources;
}
