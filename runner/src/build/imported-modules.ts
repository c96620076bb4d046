// Lets the bundle's entry import a module exactly as one of the project's files does: by that file's tsconfig and its node_modules.
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';

export interface ImportedModule {
  /** Relative to the project. */
  readonly file: string;
  readonly module: string;
}

const PREFIX = 'headwater-imported:';

export function importedName(index: number): string {
  return `${PREFIX}${index}`;
}

export function importedModules(of: {
  readonly project: string;
  readonly imported: readonly ImportedModule[];
}): Plugin {
  const { project, imported } = of;
  return {
    name: 'imported-modules',
    setup(build) {
      build.onResolve({ filter: new RegExp(`^${PREFIX}`) }, ({ path }) => {
        const found = imported[Number(path.slice(PREFIX.length))];
        if (found === undefined) return undefined;
        const importer = join(project, found.file);
        return build.resolve(found.module, { importer, resolveDir: dirname(importer), kind: 'import-statement' });
      });
    },
  };
}
