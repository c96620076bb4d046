// Reads a project's tsconfig.json, with `extends` and `references`, through TypeScript's own reader.
import { posix } from 'node:path';
import { ts } from 'ts-morph';
import type { SourceRange } from '@headwater/graph';
import type { Disk } from './disk.ts';
import { NO_CONFIG_NAMES } from './module-target.ts';
import type { ConfigNames } from './module-target.ts';
import { relativeTo, toPosix } from './posix-path.ts';
import { placeOf, writtenName } from './syntax-tree.ts';

export interface ConfigProblem {
  /** Absolute. */
  readonly file: string;
  readonly message: string;
  readonly place: SourceRange;
}

export interface ConfigPart {
  /** Absolute; those it lists. */
  readonly files: readonly string[];
  readonly names: ConfigNames;
  /** Where the compiler writes to, and the folder of sources that is one with it. */
  readonly output: { readonly outDir: string; readonly rootDir: string } | null;
}

export interface Tsconfig {
  /** Null when there is no usable tsconfig. */
  readonly files: readonly string[] | null;
  /** How a file that no configuration lists names modules. */
  readonly names: ConfigNames;
  /** The configuration and all it refers to, near and far. */
  readonly parts: readonly ConfigPart[];
  /** Folders the compiler writes to. */
  readonly outputs: readonly string[];
  /** Every configuration file that was read or looked for. */
  readonly read: ReadonlySet<string>;
  readonly problems: readonly ConfigProblem[];
}

/** TypeScript's own walk over include patterns, which its public types leave out; only the entries come from our disk. */
interface FileMatcher {
  matchFiles(
    path: string,
    extensions: readonly string[] | undefined,
    excludes: readonly string[] | undefined,
    includes: readonly string[],
    caseSensitive: boolean,
    currentDirectory: string,
    depth: number | undefined,
    entries: (path: string) => { readonly files: readonly string[]; readonly directories: readonly string[] },
    realpath: (path: string) => string,
  ): string[];
}

/** Errors that can hide files: unreadable, not found, a circle of `extends`. Other options are the compiler's business. */
const HIDES_FILES: ReadonlySet<number> = new Set([5012, 5083, 6053, 18000]);

export function readTsconfig({ disk, root }: { readonly disk: Disk; readonly root: string }): Tsconfig {
  const read = new Set<string>();
  const problems: ConfigProblem[] = [];
  const outputs: string[] = [];
  const host = configHost(disk, read);
  const parse = (path: string): Parsed | null => {
    const text = host.readFile(path);
    if (text === undefined) return null;
    const config = readConfig(path, text, host);
    if (config === null) {
      problems.push(unreadableConfig(path));
      return null;
    }
    const { source, parsed } = config;
    const errors = [...parseErrors(source), ...parsed.errors.filter(({ code }) => HIDES_FILES.has(code))];
    for (const error of errors) problems.push(configProblem(error, source));
    const { outDir, declarationDir } = parsed.options;
    outputs.push(
      ...[outDir, declarationDir]
        .filter((folder) => folder !== undefined)
        .map(toPosix)
        // A folder around the project would hide all of it.
        .filter((folder) => relativeTo(folder, root) === null),
    );
    return parseErrors(source).length > 0 ? null : { path, source, ...parsed };
  };
  const main = parse(posix.join(root, 'tsconfig.json'));
  // A solution file lists no files of its own: they are those of the projects it refers to, and of those that they refer to.
  const all = main === null ? [] : [main];
  const seen = new Set(all.map(({ path }) => path));
  for (const config of all)
    for (const [index, reference] of (config.projectReferences ?? []).entries()) {
      const path = configAt(toPosix(reference.path));
      if (seen.has(path)) continue;
      seen.add(path);
      const referred = parse(path);
      if (referred !== null) all.push(referred);
      else if (disk.stat(path) === null) problems.push(missingReference(config, index));
    }
  const naming = all.find(({ options }) => options.paths !== undefined || options.baseUrl !== undefined) ?? main;
  return {
    files: main === null ? null : all.flatMap(({ fileNames }) => fileNames.map(toPosix)),
    names: naming === null ? NO_CONFIG_NAMES : namesOf(naming.options, root),
    parts: all.map((config) => ({
      files: config.fileNames.map(toPosix),
      names: namesOf(config.options, root),
      output: outputOf(config),
    })),
    outputs,
    read,
    problems: problems.slice(0, 3),
  };
}

/** Null: TypeScript's reader gives up on it, as on what is nested too deeply or `references` that are no records. */
function readConfig(
  path: string,
  text: string,
  host: ts.ParseConfigHost,
): { readonly source: ts.TsConfigSourceFile; readonly parsed: ts.ParsedCommandLine } | null {
  try {
    const source = ts.readJsonConfigFile(path, () => text);
    return {
      source,
      parsed: ts.parseJsonSourceFileConfigFileContent(source, host, posix.dirname(path), undefined, path),
    };
  } catch {
    return null;
  }
}

function unreadableConfig(file: string): ConfigProblem {
  const place = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
  const message = 'TypeScript cannot read this file, so no file is left out by it. `tsc --showConfig` says why.';
  return { file, message, place };
}

type Parsed = ts.ParsedCommandLine & { readonly path: string; readonly source: ts.TsConfigSourceFile };

function namesOf(options: ts.CompilerOptions, root: string): ConfigNames {
  return {
    paths:
      options.paths === undefined ? null : { patterns: readPatterns(options.paths), base: pathsBase(options, root) },
    baseUrl: options.baseUrl === undefined ? null : toPosix(options.baseUrl),
    rootDirs: (options.rootDirs ?? []).map(toPosix),
  };
}

/** As typed: the reader checks that `paths` is a record, and no more. */
function readPatterns(paths: Readonly<Record<string, unknown>>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(paths).map(([pattern, targets]) => [
      pattern,
      Array.isArray(targets) ? targets.filter((target) => typeof target === 'string') : [],
    ]),
  );
}

/** Without `rootDir` it is the folder all sources lie in, or that of a composite configuration. */
function outputOf({ path, options, fileNames }: Parsed): ConfigPart['output'] {
  if (options.outDir === undefined) return null;
  const { rootDir, composite } = options;
  const common = rootDir ?? (composite === true ? posix.dirname(path) : commonFolder(fileNames.map(toPosix)));
  return common === null ? null : { outDir: toPosix(options.outDir), rootDir: toPosix(common) };
}

function commonFolder(files: readonly string[]): string | null {
  const sources = files.filter((file) => !/\.d\.[cm]?ts$/.test(file));
  let common = sources[0] === undefined ? null : posix.dirname(sources[0]);
  for (const file of sources)
    while (common !== null && relativeTo(common, file) === null) {
      const above = posix.dirname(common);
      common = above === common ? null : above;
    }
  return common;
}

/** Says it at the reference, in the configuration that makes it. */
function missingReference({ path, source }: Parsed, index: number): ConfigProblem {
  const written = propertyAt(source, 'references');
  const element =
    written && ts.isArrayLiteralExpression(written.initializer) ? written.initializer.elements[index] : undefined;
  const [start, end] = element === undefined ? [0, 0] : [element.getStart(source), element.end];
  return {
    file: path,
    place: placeOf(source, start, end),
    message: 'This configuration refers to one that is not there. Correct the path, or take the reference out.',
  };
}

function configHost(disk: Disk, read: Set<string>): ts.ParseConfigHost {
  const entries = (path: string): { files: string[]; directories: string[] } => {
    const all = disk.list(toPosix(path));
    const names = (kind: 'file' | 'folder'): string[] =>
      all.filter((entry) => entry.kind === kind).map(({ name }) => name);
    return { files: names('file'), directories: names('folder') };
  };
  return {
    useCaseSensitiveFileNames: process.platform !== 'win32' && process.platform !== 'darwin',
    fileExists: (path) => disk.stat(toPosix(path))?.kind === 'file',
    readFile(path) {
      read.add(toPosix(path));
      return disk.read(toPosix(path)) ?? undefined;
    },
    readDirectory(path, extensions, excludes, includes, depth) {
      const { matchFiles } = ts as unknown as FileMatcher;
      return matchFiles(
        path,
        extensions,
        excludes,
        includes,
        this.useCaseSensitiveFileNames,
        path,
        depth,
        entries,
        (each) => each,
      );
    },
  };
}

function configAt(path: string): string {
  return path.endsWith('.json') ? path : posix.join(path, 'tsconfig.json');
}

/** Without `baseUrl`, targets are relative to the file that declares `paths`, which TypeScript notes in an unlisted option. */
function pathsBase(options: ts.CompilerOptions, root: string): string {
  const declaredIn = options['pathsBasePath'];
  return options.baseUrl ?? (typeof declaredIn === 'string' ? toPosix(declaredIn) : root);
}

function parseErrors(source: ts.TsConfigSourceFile): readonly ts.DiagnosticWithLocation[] {
  return (source as unknown as { readonly parseDiagnostics: readonly ts.DiagnosticWithLocation[] }).parseDiagnostics;
}

function configProblem(error: ts.Diagnostic, source: ts.TsConfigSourceFile): ConfigProblem {
  const file = error.file ?? source;
  const [start, length] = error.start === undefined ? extendsAt(source) : [error.start, error.length ?? 0];
  const reason = ts.flattenDiagnosticMessageText(error.messageText, ' ');
  const unusable = parseErrors(source).length > 0;
  return {
    file: toPosix(file.fileName),
    place: placeOf(file, start, start + length),
    message: unusable
      ? `This configuration does not parse (${reason}), so every source file of the project is read instead. Correct it to choose the files.`
      : `TypeScript cannot use part of this configuration: ${reason} Correct it, or files and paths it names may be missing from the graph.`,
  };
}

/** TypeScript gives a base that cannot be read no place; the name of the base is the place to correct. */
function extendsAt(source: ts.TsConfigSourceFile): readonly [start: number, length: number] {
  const base = propertyAt(source, 'extends');
  if (base === null) return [0, 0];
  const start = base.initializer.getStart(source);
  return [start, base.initializer.end - start];
}

function propertyAt(source: ts.TsConfigSourceFile, name: string): ts.PropertyAssignment | null {
  const object = source.statements[0]?.expression;
  const properties = object && ts.isObjectLiteralExpression(object) ? object.properties : [];
  const found = properties.find((each) => each.name !== undefined && writtenName(each.name) === name);
  return found !== undefined && ts.isPropertyAssignment(found) ? found : null;
}
