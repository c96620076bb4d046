// Lists a project's source files and how it names its modules: by its tsconfig when there is one, else every source file.
import { posix } from 'node:path';
import type { Project } from './analysis.ts';
import type { Disk } from './disk.ts';
import { gitIgnore } from './git-ignore.ts';
import { readLockedPackages } from './locked-packages.ts';
import type { ModuleNames } from './module-target.ts';
import { relativeTo } from './posix-path.ts';
import { projectAt, readManifest } from './project.ts';
import { mayHoldAssets } from './source-name.ts';
import { readTsconfig } from './tsconfig.ts';
import type { ConfigPart, ConfigProblem } from './tsconfig.ts';

export interface ProjectLayout {
  /** Absolute, sorted. */
  readonly files: readonly string[];
  /** Those that a tsconfig names, also where every file is listed. Null: there is no usable one. */
  readonly configured: readonly string[] | null;
  readonly names: ModuleNames;
  /** Where the tsconfig refers to others: each of them names modules for the files it lists. */
  readonly parts: readonly ConfigPart[];
  /** Files (absolute) whose change makes the layout another one. */
  readonly decidedBy: ReadonlySet<string>;
  readonly problems: readonly ConfigProblem[];
}

export interface LayoutQuestion {
  readonly disk: Disk;
  readonly project: Project;
  /** Look past the tsconfig's choice of files (its `paths` still count): none of them named the SDK. */
  readonly everyFile: boolean;
}

export function readLayout({ disk, project, everyFile }: LayoutQuestion): ProjectLayout {
  const { root } = project;
  const isForeign = foreignFolders(disk, root);
  const walled = wall(disk, root, isForeign);
  const config = readTsconfig({ disk: walled, root });
  const manifest = readManifest(disk, root);
  const packages = readLockedPackages({ disk, root });
  const holdsAssets = (file: string): boolean => {
    const relative = relativeTo(root, file);
    return (
      relative !== null &&
      mayHoldAssets(relative) &&
      !isForeign(posix.dirname(file)) &&
      !config.outputs.some((folder) => relativeTo(folder, file) !== null)
    );
  };
  const configured = config.files?.filter(holdsAssets) ?? null;
  const files = configured === null || everyFile ? walk(walled, root).filter(holdsAssets) : configured;
  return {
    files: [...new Set(files)].sort(),
    configured,
    names: {
      root,
      ...config.names,
      packageName: typeof manifest?.['name'] === 'string' ? manifest['name'] : null,
      imports: manifest?.['imports'],
      exports: manifest?.['exports'],
    },
    decidedBy: new Set([...config.read, ...packages.files, `${root}/package.json`, `${root}/tsconfig.json`]),
    problems: config.problems,
    parts: config.parts.length > 1 ? config.parts : [],
  };
}

/** The disk without what never belongs to the project: packages, dot-folders, what git ignores, projects inside this one. */
function wall(disk: Disk, root: string, isForeign: (folder: string) => boolean): Disk {
  const ignored = gitIgnore({ disk, top: root });
  const leadsAway = (link: string): boolean => {
    const real = disk.real(link);
    return real !== null && (relativeTo(root, real) !== null || findsProject(disk, posix.dirname(real)));
  };
  return {
    read: (path) => disk.read(path),
    stat: (path) => disk.stat(path),
    real: (path) => disk.real(path),
    list(folder) {
      if (relativeTo(root, folder) === null || isForeign(folder)) return [];
      return disk.list(folder).filter(({ name, kind, isLink }) => {
        const path = posix.join(folder, name);
        if (name.startsWith('.') || name === 'node_modules' || ignored.ignores(path, kind)) return false;
        // Its other name in the project, or its own project, is where it counts.
        if (isLink === true && leadsAway(path)) return false;
        return kind === 'file' || projectAt(disk, path) === null;
      });
    },
  };
}

/** Whether a folder inside the root lies in a project of its own: a tsconfig may lead there directly. */
function foreignFolders(disk: Disk, root: string): (folder: string) => boolean {
  const known = new Map<string, boolean>([[root, false]]);
  const isForeign = (folder: string): boolean => {
    const before = known.get(folder);
    if (before !== undefined) return before;
    const found =
      relativeTo(root, folder) !== null && (projectAt(disk, folder) !== null || isForeign(posix.dirname(folder)));
    known.set(folder, found);
    return found;
  };
  return isForeign;
}

function walk(disk: Disk, root: string): string[] {
  const files: string[] = [];
  const pending = [root];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop())
    for (const { name, kind } of disk.list(folder))
      (kind === 'folder' ? pending : files).push(posix.join(folder, name));
  return files;
}

function findsProject(disk: Disk, folder: string): boolean {
  const above = posix.dirname(folder);
  return projectAt(disk, folder) !== null || (above !== folder && findsProject(disk, above));
}
