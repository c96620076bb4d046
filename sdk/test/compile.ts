// Type-checks files, on disk or made up, with the project's compiler options: what `tsc` would say of them.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const room = dirname(dirname(fileURLToPath(import.meta.url)));

/** What `tsc` says: `name.ts:3: message`. `made` are files that exist only here, by name inside src/. */
export function compile(files: {
  readonly onDisk?: readonly string[];
  readonly made?: Readonly<Record<string, string>>;
}): string[] {
  const config = join(room, '../tsconfig.base.json');
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(config, (path) => ts.sys.readFile(path)).config,
    ts.sys,
    dirname(config),
  );
  const made = new Map(Object.entries(files.made ?? {}).map(([name, text]) => [join(room, 'src', name), text]));
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (path) => made.has(path) || fileExists(path);
  host.readFile = (path) => made.get(path) ?? readFile(path);
  const onDisk = (files.onDisk ?? []).map((name) => join(room, 'src', name));
  const program = ts.createProgram([...onDisk, ...made.keys()], options, host);
  return ts.getPreEmitDiagnostics(program).map((each) => {
    const text = ts.flattenDiagnosticMessageText(each.messageText, ' ');
    if (each.file === undefined) return text;
    const { line } = each.file.getLineAndCharacterOfPosition(each.start ?? 0);
    return `${each.file.fileName.slice(each.file.fileName.lastIndexOf('/') + 1)}:${line + 1}: ${text}`;
  });
}
