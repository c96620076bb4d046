// Which names of modules hold in a file, by its package and its tsconfig, and which project it belongs to: this one or another.
import { posix } from 'node:path';
import type { Project } from './analysis.ts';
import type { Disk } from './disk.ts';
import { NO_CONFIG_NAMES } from './module-target.ts';
import type { ConfigNames, ModuleNames } from './module-target.ts';
import type { PackageFacts } from './package-entry.ts';
import { relativeTo } from './posix-path.ts';
import type { ProjectLayout } from './project-layout.ts';
import { projectOf, readManifest } from './project.ts';
import type { Tsconfig } from './tsconfig.ts';

/** What holds for all files right in a folder. */
interface FolderScope {
  /** The nearest folder upwards with a package.json, and what it says. */
  readonly package: { readonly root: string; readonly manifest: Readonly<Record<string, unknown>> } | null;
  readonly project: Project | null;
  /** The nearest folder upwards with a tsconfig.json. */
  readonly config: string | null;
}

export interface ModuleScopesOptions {
  readonly disk: Disk;
  readonly project: Project;
  readonly layout: ProjectLayout;
  readonly readConfig: (question: { readonly disk: Disk; readonly root: string }) => Tsconfig;
}

const TOP: FolderScope = { package: null, project: null, config: null };

/** Lives as long as the layout it was made for and what it looked at stand. */
export class ModuleScopes implements PackageFacts {
  readonly #options: ModuleScopesOptions;
  readonly #folders = new Map<string, FolderScope>();
  readonly #configs = new Map<string, Tsconfig>();
  readonly #listedConfigs = new Map<string, Tsconfig>();
  readonly #names = new Map<string, Map<ConfigNames, ModuleNames>>();
  readonly #packages: string[] = [];
  readonly #ids = new Map<ModuleNames, number>();
  readonly #partOf = new Map<string, ConfigNames>();
  /** Files whose coming, going or change may change an answer, with their stamps. */
  readonly #lookedAt = new Map<string, string | null>();

  constructor(options: ModuleScopesOptions) {
    this.#options = options;
    for (const { files, names } of options.layout.parts)
      for (const file of files) if (!this.#partOf.has(file)) this.#partOf.set(file, names);
  }

  hangsOn(path: string): boolean {
    return this.#lookedAt.has(path);
  }

  /** Nothing it was made of has changed since. */
  standsFor({ names, parts }: ProjectLayout): boolean {
    const { disk, layout } = this.#options;
    if (JSON.stringify([names, parts]) !== JSON.stringify([layout.names, layout.parts])) return false;
    for (const [path, stamp] of this.#lookedAt) if ((disk.stat(path)?.stamp ?? null) !== stamp) return false;
    return true;
  }

  /** In a package beyond this project that an import has led to. */
  isInPackage(path: string): boolean {
    return this.#packages.some((root) => relativeTo(root, path) !== null);
  }

  /** The other project a file belongs to; null for those of this project, and for those of none. */
  foreign(path: string): Project | null {
    const owner = this.#folder(posix.dirname(path)).project;
    return owner === null || owner.root === this.#options.project.root ? null : owner;
  }

  isOwn(path: string): boolean {
    return this.#folder(posix.dirname(path)).project?.root === this.#options.project.root;
  }

  /** Equal for files in which a name of a module means the same. */
  nameSpace(file: string): string {
    const names = this.names(file);
    const known = this.#ids.get(names) ?? this.#ids.size;
    this.#ids.set(names, known);
    return String(known);
  }

  names(file: string): ModuleNames {
    const { project, layout } = this.#options;
    const scope = this.#folder(posix.dirname(file));
    const ofLayout = scope.config === null || scope.config === project.root;
    if (ofLayout && scope.package?.root === project.root && layout.parts.length === 0) return layout.names;
    const config = this.#configNames(file, scope);
    const { root, manifest } = scope.package ?? { root: project.root, manifest: {} };
    const ofPackage = this.#names.get(root) ?? new Map<ConfigNames, ModuleNames>();
    this.#names.set(root, ofPackage);
    const known = ofPackage.get(config);
    if (known !== undefined) return known;
    const name = manifest['name'];
    const names: ModuleNames = {
      root,
      packageName: typeof name === 'string' ? name : null,
      imports: manifest['imports'],
      exports: manifest['exports'],
      ...config,
    };
    ofPackage.set(config, names);
    return names;
  }

  manifest(root: string): Readonly<Record<string, unknown>> | null {
    const found = this.#folder(root).package;
    return found?.root === root ? found.manifest : null;
  }

  /** Where a file that was compiled comes from, by the tsconfig of its package; null where that does not say. */
  compiledFrom(root: string, path: string): string | null {
    if (this.#stamp(`${root}/tsconfig.json`) === null) return null;
    for (const { output } of this.#listedConfig(root).parts) {
      const inside = output === null ? null : relativeTo(output.outDir, path);
      if (output !== null && inside !== null) return posix.join(output.rootDir, inside);
    }
    return null;
  }

  #configNames(file: string, { config }: FolderScope): ConfigNames {
    const { project, layout } = this.#options;
    if (config === null) return NO_CONFIG_NAMES;
    if (config === project.root) return this.#partOf.get(file) ?? layout.names;
    const { parts, names } = this.#config(config);
    if (parts.length < 2) return names;
    return this.#listedConfig(config).parts.find(({ files }) => files.includes(file))?.names ?? names;
  }

  /** For its names alone nothing is listed: it may stand above thousands of files that nobody asks about. */
  #config(root: string): Tsconfig {
    const { disk } = this.#options;
    return this.#readOnce(this.#configs, root, { ...disk, list: () => [] });
  }

  #listedConfig(root: string): Tsconfig {
    return this.#readOnce(this.#listedConfigs, root, withoutPackages(this.#options.disk, root));
  }

  #readOnce(known: Map<string, Tsconfig>, root: string, disk: Disk): Tsconfig {
    const before = known.get(root);
    if (before !== undefined) return before;
    const config = this.#options.readConfig({ disk, root });
    for (const path of config.read) this.#stamp(path);
    known.set(root, config);
    return config;
  }

  #folder(path: string): FolderScope {
    const known = this.#folders.get(path);
    if (known !== undefined) return known;
    const parent = posix.dirname(path);
    const above = parent === path ? TOP : this.#folder(parent);
    const { disk, project } = this.#options;
    const manifest = this.#stamp(posix.join(path, 'package.json')) === null ? null : readManifest(disk, path);
    const own = path === project.root ? project : manifest === null ? null : projectOf(manifest, path);
    const isPackage = manifest !== null || path === project.root;
    const scope: FolderScope = {
      package: isPackage ? { root: path, manifest: manifest ?? {} } : above.package,
      project: own ?? above.project,
      config: this.#stamp(posix.join(path, 'tsconfig.json')) === null ? above.config : path,
    };
    if (manifest !== null && relativeTo(path, project.root) === null) this.#packages.push(path);
    this.#folders.set(path, scope);
    return scope;
  }

  #stamp(path: string): string | null {
    const stamp = this.#options.disk.stat(path)?.stamp ?? null;
    // As it was first: answers were made of that, and a change since makes them old.
    if (!this.#lookedAt.has(path)) this.#lookedAt.set(path, stamp);
    return stamp;
  }
}

function withoutPackages(disk: Disk, root: string): Disk {
  return {
    read: (path) => disk.read(path),
    stat: (path) => disk.stat(path),
    real: (path) => disk.real(path),
    list: (folder) =>
      relativeTo(root, folder) === null
        ? []
        : disk.list(folder).filter(({ name }) => !name.startsWith('.') && name !== 'node_modules'),
  };
}
