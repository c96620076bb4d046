// Leaves installed packages out of the bundle: by name where the project resolves them itself, else by absolute address.
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ImportKind, Plugin } from 'esbuild';

const RESOLVED_HERE = Symbol('resolved here');

export function externalPackages({ project }: { project: string }): Plugin {
  const fromProject = createRequire(join(project, 'package.json'));
  const resolvesSame = (specifier: string, path: string): boolean => {
    try {
      return fromProject.resolve(specifier) === path;
    } catch {
      return false;
    }
  };
  return {
    name: 'external-packages',
    setup(build) {
      // The engine reads definitions of the project's one `headwater`; a linked copy is no source of the user's.
      build.onResolve({ filter: /^headwater(\/|$)/ }, ({ path }) => ({ path, external: true }));
      build.onResolve({ filter: /^[^./]/ }, async ({ path, importer, resolveDir, kind, pluginData }) => {
        if (pluginData === RESOLVED_HERE || path.startsWith('node:') || /^[a-z]:[\\/]/i.test(path)) return undefined;
        const found = await build.resolve(path, {
          importer,
          resolveDir,
          kind: kind as ImportKind,
          pluginData: RESOLVED_HERE,
        });
        if (found.errors.length > 0 || found.external) return found;
        const isPackage = found.path.includes(`${sep}node_modules${sep}`);
        if (!isPackage) return found;
        if (resolvesSame(path, found.path)) return { path, external: true };
        const required = kind === 'require-call' || kind === 'require-resolve';
        return { path: required ? found.path : pathToFileURL(found.path).href, external: true };
      });
    },
  };
}
