// Hands the user's files to esbuild with `import.meta` and `__dirname` meaning the source file, not the bundle.
import { readFile } from 'node:fs/promises';
import { dirname, extname, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Loader, Plugin } from 'esbuild';

const LOADERS: Readonly<Record<string, Loader>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
  '.jsx': 'jsx',
  '.js': 'jsx',
  '.mjs': 'js',
  '.cjs': 'js',
};
/** A file that may name its place. Too many is harmless: what is not used is left out of the bundle. */
const PLACE = /\bmeta\b|\b__dirname\b|\b__filename\b/;
const HASHBANG = /^#!.*\n/;

/** To be given to the build that uses `projectSources`: each file declares these names for itself. */
export const PLACE_NAMES: Readonly<Record<string, string>> = {
  'import.meta.url': 'headwaterUrl_',
  'import.meta.dirname': 'headwaterDirname_',
  'import.meta.filename': 'headwaterFilename_',
  __dirname: 'headwaterDirname_',
  __filename: 'headwaterFilename_',
};

/** A line of a file that esbuild sees `by` bytes further right than it is. */
export interface ShiftedLine {
  readonly line: number;
  readonly by: number;
}

export interface ProjectSourcesOptions {
  /** The consts of a file that are handed over by name once it is evaluated. */
  readonly namesIn: (file: string) => readonly string[];
  /** Called with each file as it was read. */
  readonly record: (file: string, source: { readonly text: string; readonly shifted: ShiftedLine | null }) => void;
}

export function projectSources({ namesIn, record }: ProjectSourcesOptions): Plugin {
  return {
    name: 'project-sources',
    setup(build) {
      build.onLoad({ filter: /\.[mc]?[jt]sx?$/ }, async ({ path }) => {
        if (path.includes(`${sep}node_modules${sep}`)) return undefined;
        const text = await readFile(path, 'utf8');
        const loader = LOADERS[extname(path)] ?? 'ts';
        if (!PLACE.test(text)) {
          record(path, { text, shifted: null });
          return { contents: text + handOver(namesIn(path)), loader };
        }
        // On the first line of code, so that every line keeps its number.
        const [hashbang = ''] = HASHBANG.exec(text) ?? [];
        const declared = placeOf(path);
        record(path, { text, shifted: { line: hashbang === '' ? 1 : 2, by: Buffer.byteLength(declared) } });
        return { contents: hashbang + declared + text.slice(hashbang.length) + handOver(namesIn(path)), loader };
      });
    },
  };
}

function placeOf(path: string): string {
  const [url, folder, file] = [pathToFileURL(path).href, dirname(path), path].map((each) => JSON.stringify(each));
  return `var headwaterUrl_ = ${url}, headwaterDirname_ = ${folder}, headwaterFilename_ = ${file}; `;
}

/** After the last line, so that every line keeps its number. An op knows its const's name only by this. */
function handOver(names: readonly string[]): string {
  return names.length === 0 ? '' : `\n;globalThis[Symbol.for('headwater.names')]?.({ ${names.join(', ')} });`;
}
