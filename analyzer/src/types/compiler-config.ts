// Which tsconfig.json (or jsconfig.json) a file is checked with: the nearest one upwards that lists it, else the nearest one's options.
import { posix } from 'node:path';
import { ts } from 'ts-morph';
import { relativeTo, toPosix } from '../posix-path.ts';

export interface CompilerConfig {
  /** Absolute; null where no configuration is found. */
  readonly path: string | null;
  readonly options: ts.CompilerOptions;
  readonly files: ReadonlySet<string>;
}

/** What an editor takes for files without a configuration. */
const LOOSE: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.Preserve,
  strict: true,
  allowImportingTsExtensions: true,
};

/** Every configuration that may have a say in a project, read when it is first asked for. */
export class CompilerConfigs {
  readonly #root: string;
  readonly #read = new Map<string, CompilerConfig | null>();
  readonly #references = new Map<CompilerConfig, readonly ts.ProjectReference[]>();

  constructor(root: string) {
    this.#root = root;
  }

  forget(): void {
    this.#read.clear();
    this.#references.clear();
  }

  /** The configuration that lists the file, and whether one does. */
  covering(file: string): { readonly config: CompilerConfig; readonly lists: boolean } {
    let nearest: CompilerConfig | null = null;
    for (let folder = posix.dirname(file); ; folder = posix.dirname(folder)) {
      const config = this.at(posix.join(folder, 'tsconfig.json')) ?? this.at(posix.join(folder, 'jsconfig.json'));
      if (config !== null) {
        const lists = this.#withReferences(config).find(({ files }) => files.has(file));
        if (lists !== undefined) return { config: lists, lists: true };
        // A configuration above the project is only for what it lists.
        if (relativeTo(this.#root, folder) !== null) nearest ??= config;
      }
      if (folder === posix.dirname(folder)) break;
    }
    return { config: nearest ?? { path: null, options: adapted(LOOSE, this.#root), files: new Set() }, lists: false };
  }

  /** Those of the project itself. */
  ofProject(): readonly CompilerConfig[] {
    const main = this.at(posix.join(this.#root, 'tsconfig.json')) ?? this.at(posix.join(this.#root, 'jsconfig.json'));
    return main === null ? [] : this.#withReferences(main);
  }

  /** One of them by its path; null when it is gone or does not parse. */
  at(path: string): CompilerConfig | null {
    const known = this.#read.get(path);
    if (known !== undefined) return known;
    const config = this.#parse(path);
    this.#read.set(path, config);
    return config;
  }

  #withReferences(config: CompilerConfig, seen = new Set<CompilerConfig>()): CompilerConfig[] {
    if (seen.has(config)) return [];
    seen.add(config);
    const referred = (this.#references.get(config) ?? []).flatMap(({ path }) => {
      const found = this.at(toPosix(ts.resolveProjectReferencePath({ path })));
      return found === null ? [] : this.#withReferences(found, seen);
    });
    return [config, ...referred];
  }

  #parse(path: string): CompilerConfig | null {
    if (!ts.sys.fileExists(path)) return null;
    const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined };
    const parsed = ts.getParsedCommandLineOfConfigFile(path, undefined, host);
    if (parsed === undefined) return null;
    const config = {
      path,
      options: adapted(parsed.options, posix.dirname(path)),
      files: new Set(parsed.fileNames.map(toPosix)),
    };
    this.#references.set(config, parsed.projectReferences ?? []);
    return config;
  }
}

/** Nothing is written, only the project's own files are of interest, and what is left out means what it means to the project's TypeScript. */
function adapted(options: ts.CompilerOptions, folder: string): ts.CompilerOptions {
  const isOlder = installedMajor(folder) < 6;
  return {
    ...options,
    ...(isOlder && { strict: options.strict ?? false }),
    noEmit: true,
    skipLibCheck: true,
    // Before TypeScript 6 every `@types` package counted. Leaving some out would turn their names into errors.
    types: options.types ?? ['*'],
  };
}

/** Of the TypeScript that a folder's own tools use; the bundled one's where none is installed. */
function installedMajor(folder: string): number {
  const manifest = ts.findConfigFile(folder, ts.sys.fileExists, 'node_modules/typescript/package.json');
  const version = /"version"\s*:\s*"(\d+)\./.exec((manifest && ts.sys.readFile(manifest)) ?? '')?.[1];
  return Number(version ?? ts.versionMajorMinor.split('.')[0]);
}
