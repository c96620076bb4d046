// Reads a project's tsconfig.json, with `extends` and `references`, through TypeScript's own reader.
import { posix } from 'node:path';
import { ts } from 'ts-morph';
import type { SourceRange } from '@headwater/graph';
import type { Disk } from './disk.ts';
import type { ModuleNames } from './module-target.ts';
import { toPosix } from './posix-path.ts';
import { placeOf, writtenName } from './syntax-tree.ts';

export interface ConfigProblem {
  /** Absolute. */
  readonly file: string;
  readonly message: string;
  readonly place: SourceRange;
}

export interface Tsconfig {
  /** Null when there is no usable tsconfig. */
  readonly files: readonly string[] | null;
  readonly paths: ModuleNames['paths'];
  readonly baseUrl: string | null;
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
  const parse = (path: string): ts.ParsedCommandLine | null => {
    const text = host.readFile(path);
    if (text === undefined) return null;
    const source = ts.readJsonConfigFile(path, () => text);
    const parsed = ts.parseJsonSourceFileConfigFileContent(source, host, posix.dirname(path), undefined, path);
    const errors = [...parseErrors(source), ...parsed.errors.filter(({ code }) => HIDES_FILES.has(code))];
    for (const error of errors) problems.push(configProblem(error, source));
    const { outDir, declarationDir } = parsed.options;
    outputs.push(
      ...[outDir, declarationDir]
        .filter((folder) => folder !== undefined)
        .map(toPosix)
        .filter((folder) => folder !== root),
    );
    return parseErrors(source).length > 0 ? null : parsed;
  };
  const main = parse(posix.join(root, 'tsconfig.json'));
  // A solution file lists no files of its own: they are those of the projects it refers to.
  const referred = (main?.projectReferences ?? []).map(({ path }) => parse(configAt(disk, toPosix(path))));
  const all = [main, ...referred].filter((each) => each !== null);
  const naming = all.find(({ options }) => options.paths !== undefined || options.baseUrl !== undefined)?.options;
  return {
    files: main === null ? null : all.flatMap(({ fileNames }) => fileNames.map(toPosix)),
    paths: naming?.paths === undefined ? null : { patterns: naming.paths, base: pathsBase(naming, root) },
    baseUrl: naming?.baseUrl === undefined ? null : toPosix(naming.baseUrl),
    outputs,
    read,
    problems: problems.slice(0, 3),
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

function configAt(disk: Disk, path: string): string {
  return disk.stat(path)?.kind === 'folder' ? posix.join(path, 'tsconfig.json') : path;
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
  const object = source.statements[0]?.expression;
  const properties = object && ts.isObjectLiteralExpression(object) ? object.properties : [];
  const base = properties.find((each) => each.name !== undefined && writtenName(each.name) === 'extends');
  if (base === undefined || !ts.isPropertyAssignment(base)) return [0, 0];
  const start = base.initializer.getStart(source);
  return [start, base.initializer.end - start];
}
