// Lists a project's source files and how it names its modules: by its tsconfig when there is one, else every source file.
import { posix } from 'node:path';
import type { Project } from './analysis.ts';
import type { Disk } from './disk.ts';
import { gitIgnore } from './git-ignore.ts';
import type { ModuleNames } from './module-target.ts';
import { relativeTo } from './posix-path.ts';
import { projectAt, readManifest } from './project.ts';
import { mayHoldAssets } from './source-name.ts';
import { readTsconfig } from './tsconfig.ts';
import type { ConfigProblem } from './tsconfig.ts';

export interface ProjectLayout {
  /** Absolute, sorted. */
  readonly files: readonly string[];
  /** The files are those a tsconfig names; `everyFile` would list more. */
  readonly byConfig: boolean;
  readonly names: ModuleNames;
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
  const walled = wall(disk, root);
  const config = readTsconfig({ disk: walled, root });
  const manifest = readManifest(disk, root);
  const byConfig = config.files !== null && !everyFile;
  const listed = byConfig ? config.files : walk(walled, root);
  const files = (listed ?? []).filter((file) => {
    const relative = relativeTo(root, file);
    return (
      relative !== null &&
      mayHoldAssets(relative) &&
      !config.outputs.some((folder) => relativeTo(folder, file) !== null)
    );
  });
  return {
    files: [...new Set(files)].sort(),
    byConfig,
    names: {
      root,
      paths: config.paths,
      baseUrl: config.baseUrl,
      packageName: typeof manifest?.['name'] === 'string' ? manifest['name'] : null,
      imports: manifest?.['imports'],
      exports: manifest?.['exports'],
    },
    decidedBy: new Set([...config.read, `${root}/package.json`, `${root}/tsconfig.json`]),
    problems: config.problems,
  };
}

/** The disk without what never belongs to the project: packages, dot-folders, what git ignores, projects inside this one. */
function wall(disk: Disk, root: string): Disk {
  const ignored = gitIgnore({ disk, top: root });
  return {
    read: (path) => disk.read(path),
    stat: (path) => disk.stat(path),
    list(folder) {
      if (relativeTo(root, folder) === null) return [];
      return disk.list(folder).filter(({ name, kind }) => {
        const path = posix.join(folder, name);
        if (name.startsWith('.') || name === 'node_modules' || ignored.ignores(path, kind)) return false;
        return kind === 'file' || projectAt(disk, path) === null;
      });
    },
  };
}

function walk(disk: Disk, root: string): string[] {
  const files: string[] = [];
  const pending = [root];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop())
    for (const { name, kind } of disk.list(folder))
      (kind === 'folder' ? pending : files).push(posix.join(folder, name));
  return files;
}
