// TypeScript over one project as it is in the editor: a program for each configuration that covers a file somebody asked about.
import { posix } from 'node:path';
import { ts } from 'ts-morph';
import { relativeTo, toPosix } from '../posix-path.ts';
import { CompilerConfigs } from './compiler-config.ts';
import type { CompilerConfig } from './compiler-config.ts';
import { LIBRARY_FOLDER, libraryFile } from './library-files.ts';

/** One file in the program it belongs to. */
export interface CheckedFile {
  readonly service: ts.LanguageService;
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  readonly source: ts.SourceFile;
}

export interface CheckerOptions {
  readonly root: string;
  /** Whether the question being answered is still wanted. */
  readonly isCancelled: () => boolean;
  /** A program is about to be built from nothing. */
  readonly opening: () => void;
}

/** What the host of a program reads of it at each question. */
interface Roots {
  config: CompilerConfig;
  /** Files that no configuration lists. */
  readonly extra: Set<string>;
  /** Modules that were not found may be there by now. */
  looksAgain: boolean;
}

interface Opened {
  readonly roots: Roots;
  readonly service: ts.LanguageService;
}

export class ProjectChecker {
  readonly #options: CheckerOptions;
  readonly #texts = new Map<string, { readonly text: string; readonly version: string }>();
  readonly #configs: CompilerConfigs;
  readonly #opened = new Map<string, Opened>();
  readonly #registry: ts.DocumentRegistry;
  #edits = 0;
  #packages = '';

  constructor(options: CheckerOptions) {
    this.#options = options;
    this.#configs = new CompilerConfigs(options.root);
    this.#registry = ts.createDocumentRegistry(ts.sys.useCaseSensitiveFileNames, options.root);
  }

  setText(path: string, text: string | null): void {
    const file = toPosix(path);
    const isNews = this.#texts.has(file) === (text === null) && !ts.sys.fileExists(file);
    this.#edits += 1;
    if (text === null) this.#texts.delete(file);
    else this.#texts.set(file, { text, version: `open:${this.#edits}` });
    if (isNews) this.#lookAgain();
  }

  /** The disk is asked for the time of each file anyway: only what comes, goes or configures matters here. */
  changed(files: readonly string[] | 'all'): void {
    const programs = [...this.#opened.values()].map(({ service }) => service.getProgram());
    const isKnown = (file: string): boolean => programs.some((each) => each?.getSourceFile(file) !== undefined);
    const isNews = (file: string): boolean => file.endsWith('.json') || !ts.sys.fileExists(file) || !isKnown(file);
    if (files === 'all' || files.map(toPosix).some(isNews)) this.#lookAgain();
  }

  /** Null when there is no such file. */
  file(path: string): CheckedFile | null {
    const file = toPosix(path);
    if (!this.#texts.has(file) && !ts.sys.fileExists(file)) return null;
    this.#notePackages();
    const { config, lists } = this.#configs.covering(file);
    return this.#checked(this.#open(config, lists ? null : file), file);
  }

  /** The file in every program of the project that has it, its own first. */
  everywhere(path: string): readonly CheckedFile[] {
    const own = this.file(path);
    if (own === null) return [];
    const others = this.#configs.ofProject().flatMap((config) => {
      // A solution file lists nothing of its own.
      const checked = config.files.size === 0 ? null : this.#checked(this.#open(config, null), toPosix(path));
      return checked === null || checked.service === own.service ? [] : [checked];
    });
    return [own, ...others];
  }

  #checked({ service, roots }: Opened, file: string): CheckedFile | null {
    const program = service.getProgram();
    roots.looksAgain = false;
    const source = program?.getSourceFile(file);
    if (program === undefined || source === undefined) return null;
    return { service, program, checker: program.getTypeChecker(), source };
  }

  #open(config: CompilerConfig, extra: string | null): Opened {
    const key = `${extra === null ? 'listed' : 'extra'}:${config.path ?? ''}`;
    const known = this.#opened.get(key);
    if (known !== undefined) {
      known.roots.config = config;
      if (extra !== null) known.roots.extra.add(extra);
      return known;
    }
    this.#options.opening();
    const roots: Roots = { config, extra: new Set(extra === null ? [] : [extra]), looksAgain: false };
    const opened = { roots, service: ts.createLanguageService(this.#host(roots), this.#registry) };
    this.#opened.set(key, opened);
    return opened;
  }

  #lookAgain(): void {
    this.#configs.forget();
    for (const { roots } of this.#opened.values()) roots.looksAgain = true;
  }

  /** An installation tells nobody; the folders of packages show it. */
  #notePackages(): void {
    const times: (number | undefined)[] = [];
    for (let folder = this.#options.root; ; folder = posix.dirname(folder)) {
      times.push(ts.sys.getModifiedTime?.(posix.join(folder, 'node_modules'))?.getTime());
      if (folder === posix.dirname(folder)) break;
    }
    const packages = times.join();
    if (packages !== this.#packages) this.#lookAgain();
    this.#packages = packages;
  }

  /** A folder of files that were never saved. */
  #holdsText(path: string): boolean {
    const folder = toPosix(path);
    return [...this.#texts.keys()].some((file) => relativeTo(folder, file) !== null);
  }

  /** `hasInvalidatedResolutions` is asked of every host, and left out of the public types. */
  #host(roots: Roots): ts.LanguageServiceHost & { hasInvalidatedResolutions(): boolean } {
    const open = (path: string): { readonly text: string; readonly version: string } | undefined =>
      this.#texts.get(toPosix(path));
    const read = (path: string): string | undefined => libraryFile(path) ?? open(path)?.text ?? ts.sys.readFile(path);
    return {
      getCompilationSettings: () =>
        // Somebody asked about a JavaScript file that no configuration lists.
        roots.extra.size === 0 ? roots.config.options : { ...roots.config.options, allowJs: true },
      getScriptFileNames: () => (roots.extra.size === 0 ? [...roots.config.files] : [...roots.extra]),
      getScriptVersion: (path) => open(path)?.version ?? String(ts.sys.getModifiedTime?.(path)?.getTime()),
      getScriptSnapshot(path) {
        const text = read(path);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => this.#options.root,
      getDefaultLibFileName: (options) => posix.join(LIBRARY_FOLDER, ts.getDefaultLibFileName(options)),
      getCancellationToken: () => ({ isCancellationRequested: this.#options.isCancelled }),
      hasInvalidatedResolutions: () => roots.looksAgain,
      useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
      readFile: read,
      fileExists: (path) => libraryFile(path) !== undefined || open(path) !== undefined || ts.sys.fileExists(path),
      directoryExists: (path) => path === LIBRARY_FOLDER || ts.sys.directoryExists(path) || this.#holdsText(path),
      getDirectories: (path) => ts.sys.getDirectories(path),
      readDirectory: (...question) => ts.sys.readDirectory(...question),
      realpath: (path) => (libraryFile(path) === undefined ? (ts.sys.realpath?.(path) ?? path) : path),
    };
  }
}
