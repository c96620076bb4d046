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
const PLACE = /\bimport\.meta\b|\b__dirname\b|\b__filename\b/;

export interface ProjectSourcesOptions {
  /** Called with each file as it was read. */
  readonly record: (file: string, text: string) => void;
}

export function projectSources({ record }: ProjectSourcesOptions): Plugin {
  return {
    name: 'project-sources',
    setup(build) {
      build.onLoad({ filter: /\.[mc]?[jt]sx?$/ }, async ({ path }) => {
        if (path.includes(`${sep}node_modules${sep}`)) return undefined;
        const contents = await readFile(path, 'utf8');
        record(path, contents);
        const loader = LOADERS[extname(path)] ?? 'ts';
        if (!PLACE.test(contents)) return { contents, loader };
        const { transform } = await import('esbuild');
        const url = JSON.stringify(pathToFileURL(path).href);
        const [folder, file] = [JSON.stringify(dirname(path)), JSON.stringify(path)];
        const placed = await transform(contents, {
          loader,
          sourcefile: path,
          sourcemap: 'inline',
          sourcesContent: false,
          jsx: 'preserve',
          define: {
            'import.meta.url': url,
            'import.meta.dirname': folder,
            'import.meta.filename': file,
            __dirname: folder,
            __filename: file,
          },
        });
        return { contents: placed.code, loader: loader === 'tsx' || loader === 'jsx' ? 'jsx' : 'js' };
      });
    },
  };
}
