// Type-checks files, on disk or made up, with the project's compiler options: what `tsc` of each supported version would say.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const room = dirname(dirname(fileURLToPath(import.meta.url)));
const root = dirname(room);
const config = join(root, 'tsconfig.base.json');

/** The project's. */
export function options(): ts.CompilerOptions {
  const { config: read } = ts.readConfigFile(config, (path) => ts.sys.readFile(path));
  return ts.parseJsonConfigFileContent(read, ts.sys, dirname(config)).options;
}

/** What `tsc` says: `name.ts:3: message`. `made` are files that exist only here, by name inside src/. */
export function compile(files: {
  readonly onDisk?: readonly string[];
  readonly made?: Readonly<Record<string, string>>;
}): string[] {
  const made = new Map(Object.entries(files.made ?? {}).map(([name, text]) => [join(room, 'src', name), text]));
  const host = ts.createCompilerHost(options());
  const { fileExists, readFile } = host;
  host.fileExists = (path) => made.has(path) || fileExists(path);
  host.readFile = (path) => made.get(path) ?? readFile(path);
  const onDisk = (files.onDisk ?? []).map((name) => join(room, 'src', name));
  const program = ts.createProgram([...onDisk, ...made.keys()], options(), host);
  return ts.getPreEmitDiagnostics(program).map((each) => {
    const text = ts.flattenDiagnosticMessageText(each.messageText, ' ');
    if (each.file === undefined) return text;
    const { line } = each.file.getLineAndCharacterOfPosition(each.start ?? 0);
    return `${each.file.fileName.slice(each.file.fileName.lastIndexOf('/') + 1)}:${line + 1}: ${text}`;
  });
}

export interface Compiler {
  /** `5.9`. */
  readonly version: string;
  /** The file that Node runs. */
  readonly tsc: string;
}

/** The oldest TypeScript that is supported, the one the project is built with, the newest. */
export const compilers: readonly Compiler[] = ['tools/oldest', '.', 'tools/newest'].map((folder) => {
  const manifest = createRequire(join(root, folder, 'package.json')).resolve('typescript/package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
  return { version: version.split('.', 2).join('.'), tsc: join(dirname(manifest), 'bin/tsc') };
});

/** What `tsc` prints for files of src/: nothing when all is well. The newest has no API to ask, so each is run as it is. */
export async function runTsc({ tsc }: Compiler, names: readonly string[]): Promise<string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'headwater-tsc-')));
  try {
    const compilerOptions = { typeRoots: [join(root, 'node_modules/@types')] };
    const files = names.map((name) => join(room, 'src', name));
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: config, compilerOptions, files }));
    return await output(process.execPath, [tsc, '-p', folder, '--pretty', 'false']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a process prints, and how it ended when not well. */
export function output(command: string, args: readonly string[], cwd = room): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve(code === 0 ? text : `${text}exit ${code ?? 'by a signal'}`));
  });
}
