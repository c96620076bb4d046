// The one table of what is bundled from what, for whom.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

/** CommonJS packages inside an ES module bundle still use `require`, `__filename` and `__dirname`. */
const commonJsBanner = {
  js: "import { createRequire as createRequire_ } from 'node:module'; const require = createRequire_(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname;",
};

const common = {
  absWorkingDir: root,
  bundle: true,
  conditions: ['@headwater/source'],
  logLevel: 'warning',
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
};
const node = { ...common, platform: 'node', target: 'node22' };
const page = {
  ...common,
  platform: 'browser',
  target: 'es2022',
  define: { 'process.env.NODE_ENV': '"production"' },
  minify: true,
};

const extensionTests = existsSync(join(root, 'extension/test'))
  ? readdirSync(join(root, 'extension/test'))
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => `extension/test/${name}`)
  : [];

/** @type {Record<string, import('esbuild').BuildOptions>} */
export const bundles = {
  // What users import.
  'sdk (ESM)': {
    ...common,
    platform: 'neutral',
    target: 'es2022',
    format: 'esm',
    entryPoints: { index: 'sdk/src/index.ts', internal: 'sdk/src/internal.ts' },
    outdir: 'sdk/dist',
  },
  'sdk (CommonJS)': {
    ...common,
    platform: 'neutral',
    target: 'es2022',
    format: 'cjs',
    entryPoints: { index: 'sdk/src/index.ts', internal: 'sdk/src/internal.ts' },
    outdir: 'sdk/dist',
    outExtension: { '.js': '.cjs' },
  },
  // What `headwater` runs: the terminal's door, the editor's host, the worker that runs bodies.
  engine: {
    ...node,
    format: 'esm',
    splitting: true,
    minifySyntax: true,
    minifyWhitespace: true,
    entryPoints: {
      cli: 'cli/src/cli-main.ts',
      host: 'cli/src/host-main.ts',
      engine: 'cli/src/engine-main.ts',
      worker: 'runner/src/worker/worker-main.ts',
      stores: 'stores/src/shipped-main.ts',
    },
    outdir: 'sdk/dist',
    outExtension: { '.js': '.mjs' },
    // Beside the entries: they find the worker, the wasm and package.json relative to themselves.
    chunkNames: '[name]-[hash]',
    // Inside the engine: it finds definitions by registered symbols, whatever copy of the SDK made them.
    alias: { 'headwater/internal': './sdk/src/internal.ts' },
    // The peers are the project's own: a body and the store must have the same.
    external: ['esbuild', 'headwater', 'apache-arrow', 'arquero', '@duckdb/node-api'],
    banner: commonJsBanner,
  },
  // What VS Code loads.
  extension: {
    ...node,
    format: 'cjs',
    minify: true,
    entryPoints: { extension: 'extension/src/extension-main.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    external: ['vscode'],
  },
  server: {
    ...node,
    format: 'esm',
    splitting: true,
    minify: true,
    // ts-morph reads class and function names nowhere; the profiler of a user does.
    keepNames: false,
    // Threads lie beside the server, which starts them from there: the type checker's, and that of a diff's base.
    entryPoints: {
      'server-main': 'server/src/server-main.ts',
      'types-main': 'analyzer/src/types/types-main.ts',
      'base-main': 'analyzer/src/git/base-main.ts',
    },
    outdir: 'dist/server',
    outExtension: { '.js': '.mjs' },
    banner: commonJsBanner,
  },
  page: {
    ...page,
    format: 'iife',
    jsx: 'automatic',
    loader: { '.ttf': 'file', '.svg': 'dataurl' },
    entryPoints: { page: 'webview/src/page-main.tsx' },
    outdir: 'dist/webview',
  },
  'layout worker': {
    ...page,
    format: 'iife',
    entryPoints: { 'layout-worker': 'webview/src/layout/layout-worker-main.ts' },
    outdir: 'dist/webview',
  },
  // The same page for a browser, which `headwater dev` serves from beside its bundle.
  'page in a browser': {
    ...page,
    format: 'iife',
    jsx: 'automatic',
    loader: { '.ttf': 'file', '.svg': 'dataurl' },
    entryPoints: { page: 'webview/src/browser-main.tsx', 'layout-worker': 'webview/src/layout/layout-worker-main.ts' },
    outdir: 'sdk/dist/page',
  },
  'extension tests': {
    ...node,
    format: 'cjs',
    entryPoints: extensionTests,
    outdir: 'dist/test',
    outExtension: { '.js': '.cjs' },
    external: ['vscode', 'mocha'],
  },
};

/** Files that travel beside the bundles. */
export const copies = [
  { from: 'node_modules/sql.js/dist/sql-wasm.wasm', to: 'sdk/dist/sql-wasm.wasm' },
  ...readdirSync(join(root, 'docs/problems')).map((page) => ({
    from: `docs/problems/${page}`,
    to: `sdk/dist/problems/${page}`,
  })),
];
