// Builds every bundle of the table (`--watch` keeps rebuilding), the SDK's types and the files that travel beside them.
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, setup } from './setup.mjs';

/** @param {{ quiet?: boolean }} [options] */
export async function build({ quiet = false } = {}) {
  const started = performance.now();
  const [{ build: bundle }, { bundles, copies }] = await Promise.all([import('esbuild'), import('./bundles.mjs')]);
  const [results, typeFiles] = await Promise.all([
    Promise.all(Object.values(bundles).map((options) => bundle({ ...options, metafile: true }))),
    types(),
  ]);
  copy(copies);
  removeOthers(
    new Set([
      ...results.flatMap(({ metafile }) => Object.keys(metafile.outputs)),
      ...typeFiles,
      ...copies.map(({ to }) => to),
    ]),
  );
  if (!quiet)
    process.stdout.write(
      `Built ${Object.keys(bundles).length} bundles in ${Math.round(performance.now() - started)} ms.\n`,
    );
}

async function watch() {
  const [{ context }, { bundles, copies }] = await Promise.all([import('esbuild'), import('./bundles.mjs')]);
  const contexts = await Promise.all(
    Object.values(bundles).map((options) => context({ ...options, logLevel: 'info' })),
  );
  await Promise.all([...contexts.map((each) => each.watch()), types()]);
  copy(copies);
  process.stdout.write('Watching. The types of the SDK are made once; `npm run build` makes them again.\n');
}

async function types() {
  const { buildTypes } = await import('../sdk/build-types.mjs');
  await buildTypes({ outDir: join(root, 'sdk/dist') });
  return ['sdk/dist/index.d.ts', 'sdk/dist/index.d.cts'];
}

/** Files of earlier builds go last, so that a window or a test that runs from here never finds a bundle missing. @param {ReadonlySet<string>} made */
function removeOthers(made) {
  for (const folder of ['dist', 'sdk/dist'])
    for (const name of existsSync(join(root, folder)) ? readdirSync(join(root, folder), { recursive: true }) : []) {
      const file = join(folder, String(name));
      if (statSync(join(root, file)).isFile() && !made.has(file.replaceAll('\\', '/'))) rmSync(join(root, file));
    }
}

/** @param {readonly { from: string, to: string }[]} copies */
function copy(copies) {
  for (const { from, to } of copies) {
    mkdirSync(dirname(join(root, to)), { recursive: true });
    copyFileSync(join(root, from), join(root, to));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setup();
  await (process.argv.includes('--watch') ? watch() : build());
}
