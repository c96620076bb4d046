// Finds the projects: folders whose package.json names `headwater`.
import { posix } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Project } from './analysis.ts';
import { nodeDisk } from './disk.ts';
import type { Disk } from './disk.ts';
import { SDK } from './factories.ts';
import { gitIgnore } from './git-ignore.ts';
import { toPosix } from './posix-path.ts';

const DEPENDENCY_FIELDS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'] as const;

/** The nearest project upwards from a file or folder. */
export function findProject(path: string, disk: Disk = nodeDisk): Promise<Project | null> {
  let folder = toPosix(path);
  for (;;) {
    const project = projectAt(disk, folder);
    if (project !== null) return Promise.resolve(project);
    const parent = posix.dirname(folder);
    if (parent === folder) return Promise.resolve(null);
    folder = parent;
  }
}

/** Every project inside a workspace folder (itself included), sorted by path; packages, dot-folders and what git ignores are passed over. */
export async function findProjects(folder: string, disk: Disk = nodeDisk): Promise<Project[]> {
  const top = toPosix(folder);
  const ignored = gitIgnore({ disk, top });
  const found: Project[] = [];
  let pending = [top];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const entries = disk.list(next);
    const project = entries.some(({ name }) => name === 'package.json') ? projectAt(disk, next) : null;
    if (project !== null) found.push(project);
    const inside = entries.filter(
      ({ name, kind }) => kind === 'folder' && name !== 'node_modules' && !name.startsWith('.'),
    );
    pending = pending.concat(
      inside.map(({ name }) => posix.join(next, name)).filter((path) => !ignored.ignores(path, 'folder')),
    );
    await setImmediate();
  }
  return found.sort((a, b) => (a.root < b.root ? -1 : 1));
}

/** The project whose root is exactly this folder. The package `headwater` itself is none. */
export function projectAt(disk: Disk, root: string): Project | null {
  const manifest = readManifest(disk, root);
  return manifest === null ? null : projectOf(manifest, root);
}

/** The project that a package.json says its folder is. */
export function projectOf(manifest: Readonly<Record<string, unknown>>, root: string): Project | null {
  if (manifest['name'] === SDK) return null;
  const named = DEPENDENCY_FIELDS.some((field) => {
    const dependencies = manifest[field];
    return typeof dependencies === 'object' && dependencies !== null && Object.hasOwn(dependencies, SDK);
  });
  return named ? { root, name: typeof manifest['name'] === 'string' ? manifest['name'] : posix.basename(root) } : null;
}

/** A package.json that does not parse is like none: npm complains about it well enough. */
export function readManifest(disk: Disk, root: string): Readonly<Record<string, unknown>> | null {
  const path = posix.join(root, 'package.json');
  // Most folders have none, and asking first is cheaper than a failed read.
  const text = disk.stat(path) === null ? null : disk.read(path);
  if (text === null) return null;
  try {
    const manifest: unknown = JSON.parse(text);
    return typeof manifest === 'object' && manifest !== null ? { ...manifest } : null;
  } catch {
    return null;
  }
}
