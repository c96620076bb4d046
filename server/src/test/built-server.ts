// The server as it ships, built into a folder of its own from the table that the product is built from.
import { join } from 'node:path';
import { build } from 'esbuild';
import type { BuildOptions } from 'esbuild';

/** Resolves to the path of the program. */
export async function buildServer(folder: string): Promise<string> {
  const { bundles } = (await import(new URL('../../../scripts/bundles.mjs', import.meta.url).href)) as {
    readonly bundles: { readonly server: BuildOptions };
  };
  await build({ ...bundles.server, outdir: folder });
  return join(folder, 'server-main.mjs');
}
