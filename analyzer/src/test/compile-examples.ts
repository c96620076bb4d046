// Compiles many small projects as one program with the real types of headwater: what `tsc` says of each.
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { options } from '../../../sdk/test/compile.ts';

const TOP = fileURLToPath(new URL('../../..', import.meta.url));

/** Errors as `src/assets.ts:3: message`, by the name of each project. */
export function compileExamples(projects: ReadonlyMap<string, ReadonlyMap<string, string>>): Map<string, string[]> {
  const texts = new Map<string, string>();
  const folders = [...projects].map(([name, files], index) => {
    // Beside the rooms, so that `headwater` is found as they find it; nothing is written there.
    const folder = join(TOP, `analyzer/made-up/${index}`);
    for (const [file, text] of files) texts.set(join(folder, file), text);
    return { name, folder };
  });
  const host = ts.createCompilerHost(options());
  const { fileExists, readFile, directoryExists } = host;
  const inside = new Set([...texts.keys()].flatMap(foldersOf));
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  host.directoryExists = (path) => inside.has(path) || directoryExists?.(path) !== false;
  const sources = [...texts.keys()].filter((path) => /\.[mc]?tsx?$/.test(path));
  const errors = ts.getPreEmitDiagnostics(ts.createProgram(sources, options(), host));
  return new Map(
    folders.map(({ name, folder }) => [
      name,
      errors.flatMap(({ file, start = 0, messageText }) => {
        if (file === undefined || !file.fileName.startsWith(`${folder}/`)) return [];
        const line = file.getLineAndCharacterOfPosition(start).line + 1;
        return [`${relative(folder, file.fileName)}:${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`];
      }),
    ]),
  );
}

function foldersOf(path: string): string[] {
  const above = dirname(path);
  return above === path ? [] : [above, ...foldersOf(above)];
}
