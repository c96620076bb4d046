// Turns a project's source into its graph and keeps it current: only changed files are read, only touched ones linked again.
import type { Problem } from '@headwater/graph';
import type { Analysis, Analyzer, AssetName, Project } from './analysis.ts';
import { assetNameAt } from './asset-name-at.ts';
import { nodeDisk } from './disk.ts';
import type { Disk } from './disk.ts';
import type { FileRecord } from './file-record.ts';
import { graphAssembly } from './graph-assembly.ts';
import { linkFile } from './link-file.ts';
import type { LinkedFile } from './linked.ts';
import { openDisk } from './open-disk.ts';
import { relativeTo, toPosix } from './posix-path.ts';
import { problemAt } from './problem-at.ts';
import type { World } from './resolve-value.ts';
import { SourceIndex } from './source-index.ts';
import type { SourceFile } from './source-index.ts';
import { isSourceName } from './source-name.ts';

export interface AnalyzerOptions {
  readonly project: Project;
  /** The real one unless a test hands in its own. */
  readonly disk?: Disk;
}

/** A linked file with the records it was linked from: as long as those stand, so does it. */
interface Linked {
  readonly linked: LinkedFile;
  readonly readFrom: ReadonlyMap<string, FileRecord | null>;
  readonly epoch: number;
}

export function createAnalyzer({ project: given, disk = nodeDisk }: AnalyzerOptions): Analyzer {
  const project = { ...given, root: toPosix(given.root) };
  const texts = new Map<string, string>();
  const open = openDisk({ disk, texts });
  const index = new SourceIndex({ project, disk: open });
  const relative = (path: string): string => relativeTo(project.root, path) ?? path;
  const links = new Map<string, Linked>();
  const assemble = graphAssembly();
  let last: { readonly analysis: Analysis; readonly generation: number } | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  const link = ({ path }: SourceFile): LinkedFile => {
    const known = links.get(path);
    if (known?.epoch === index.epoch && stands(known)) return known.linked;
    const { world, readFrom } = observed(index);
    const fresh = linkFile({ world, path, file: relative(path), relative });
    // An equal answer keeps its identity, so that what depends on it needs no second look.
    const linked = known !== undefined && stable(known.linked) === stable(fresh) ? known.linked : fresh;
    links.set(path, { linked, readFrom, epoch: index.epoch });
    return linked;
  };

  const stands = ({ readFrom }: Linked): boolean => {
    for (const [file, record] of readFrom) if (index.record(file) !== record) return false;
    return true;
  };

  const linkAll = (): LinkedFile[] => {
    for (;;) {
      const epoch = index.epoch;
      const files: LinkedFile[] = [];
      for (const file of index.members()) if (file.record !== null) files.push(link(file));
      // Linking may meet files that no list names, and they are members then, too.
      if (epoch === index.epoch && count(index.members()) === files.length) return files;
    }
  };

  const answer = async (signal: AbortSignal | undefined): Promise<Analysis> => {
    signal?.throwIfAborted();
    await index.refresh(signal);
    if (last?.generation === index.generation) return last.analysis;
    const files = linkAll();
    const members = index.members();
    const analysis: Analysis = {
      revision: (last?.analysis.revision ?? 0) + 1,
      document: assemble(files, [...configProblems(), ...members.flatMap(syntaxProblem)]),
      unparsed: members.filter(({ error }) => error !== null).map((file) => file.relative),
      sources: sourcesOf(members),
    };
    last = { analysis, generation: index.generation };
    return last.analysis;
  };

  const configProblems = (): Problem[] =>
    (index.layout?.problems ?? []).map(({ file, place, message }) =>
      problemAt({ code: 'bad-tsconfig', file: relative(file), place, message }),
    );

  const syntaxProblem = ({ path, error }: SourceFile): Problem[] => {
    if (error === null) return [];
    const shown = error.isLastGood
      ? 'The graph shows this file as it last parsed.'
      : 'The graph shows what could be read of it.';
    return [
      problemAt({
        code: 'syntax',
        file: relative(path),
        place: error.place,
        message: `This file does not parse. ${shown}`,
      }),
    ];
  };

  return {
    project,
    setOpenFile(file, text) {
      const path = toPosix(file);
      if (!isSourceName(path) || texts.get(path) === (text ?? undefined)) return;
      const wasOpen = texts.has(path);
      if (text === null) texts.delete(path);
      else texts.set(path, text);
      if (index.has(path)) index.touch(path);
      // Only a file that is nowhere on the disk can be news to the list of files.
      else if (wasOpen !== texts.has(path) && disk.stat(path) === null) index.touchLayout();
    },
    invalidate(files) {
      if (files === 'all') index.touchAll();
      else for (const file of files) index.touch(toPosix(file));
    },
    analyze({ signal } = {}) {
      const turn = queue.then(() => answer(signal));
      queue = turn.catch(() => undefined);
      return turn;
    },
    assetAt({ file, line, column }): AssetName | null {
      const path = toPosix(file);
      const text = open.read(path);
      if (last === null || text === null || !index.has(path)) return null;
      return assetNameAt({ world: index, path, text, line, column });
    },
  };
}

/** The world, and a note of each record that was looked at. */
function observed(world: World): { readonly world: World; readonly readFrom: ReadonlyMap<string, FileRecord | null> } {
  const readFrom = new Map<string, FileRecord | null>();
  const record = (path: string): FileRecord | null => {
    const known = readFrom.get(path);
    if (known !== undefined) return known;
    const found = world.record(path);
    readFrom.set(path, found);
    return found;
  };
  return { world: { record, module: (from, specifier) => world.module(from, specifier) }, readFrom };
}

function count(members: readonly SourceFile[]): number {
  let read = 0;
  for (const { record } of members) if (record !== null) read += 1;
  return read;
}

function stable(linked: LinkedFile): string {
  return JSON.stringify(linked, (_, value: unknown) => (value instanceof Map ? [...value] : value));
}

function sourcesOf(files: readonly SourceFile[]): Record<string, string> {
  // Without a prototype V8 keeps a table from the start; with one it first builds a shape for thousands of names.
  const sources = Object.create(null) as Record<string, string>;
  for (const file of files) sources[file.relative] = file.hash;
  return sources;
}
