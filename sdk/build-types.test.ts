// The published types: one file that stands alone, read by a consumer under each way of resolving modules and each TypeScript.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTypes } from './build-types.mjs';
import { compilers, output, room } from './test/compile.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'headwater-types-')));
const installed = join(folder, 'node_modules/headwater');

beforeAll(async () => {
  mkdirSync(installed, { recursive: true });
  copyFileSync(join(room, 'package.json'), join(installed, 'package.json'));
  await buildTypes({ outDir: join(installed, 'dist') });
  for (const name of ['consumer.mts', 'consumer.cts', 'consumer.ts']) writeFileSync(join(folder, name), CONSUMER);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Every kind of definition, exported: whoever writes declaration files must be able to name its type. */
const CONSUMER = `import { asset, assetCheck, definitions, externalAsset, graphAsset, job, meta, multiAsset, op, output, resource, testContext, type InputValue, type StandardSchema } from 'headwater';
declare const schema: StandardSchema<{ limit?: number }, { limit: number }>;
export const orders = asset(() => [{ id: 1 }]);
export const count = asset({ inputs: { orders } }, ({ orders }, ctx) => { ctx.signal.throwIfAborted(); return orders.length; });
export const order: InputValue<typeof orders>[number] = { id: 2 };
export const db = resource({ create: () => ({ rows: async (limit: number) => [limit] }) });
export const rows = asset({ resources: { db }, config: schema, checks: ['any'] }, async (ctx) =>
  ctx.result(await ctx.resources.db.rows(ctx.config.limit), { checks: { any: true }, metadata: { at: meta.timestamp(0) } }));
export const readings = externalAsset<number[]>({ io: 'db' });
export const extract = multiAsset({ outputs: { users: output<string[]>() } }, async function* (ctx) { yield ctx.result('users', ['a']); });
export const { posts } = multiAsset({ outputs: { posts: output<string[]>() }, inputs: { orders } }, async function* (_, ctx) { yield ctx.materialized('posts'); });
export const parse = op((ctx, path: string) => [path]);
export const parsed = graphAsset({ inputs: { orders } }, async ({ orders }) => parse(String(orders.length)));
export const any = assetCheck(parsed, (lines) => lines.length > 0);
export const nightly = job('nightly', { selection: [orders] });
export const project = definitions({ assets: { orders }, jobs: [nightly], resources: { db } });
export const ctx = testContext({ resources: { db: { rows: async () => [1] } }, config: { limit: 1 } });
export const called = rows(ctx);
// @ts-expect-error -- the types are really there
count({ orders: 'none' });
`;

const ways = [
  ['ES module, node16', 'consumer.mts', { module: 'node16' }],
  ['CommonJS, node16', 'consumer.cts', { module: 'node16' }],
  ['bundler', 'consumer.ts', { module: 'esnext', moduleResolution: 'bundler' }],
] as const;

test.each(compilers.flatMap((compiler) => ways.map(([how, name, options]) => ({ ...compiler, how, name, options }))))(
  'a consumer compiles and writes declarations, library files checked too: TypeScript $version, $how',
  async (way) => {
    const config = join(folder, `tsconfig.${way.version}.${way.name}.json`);
    // Its own folder: declarations must not be written beside what others read.
    const compilerOptions = {
      strict: true,
      declaration: true,
      outDir: `out-${way.version}`,
      target: 'es2023',
      types: [],
    };
    writeFileSync(
      config,
      JSON.stringify({ compilerOptions: { ...compilerOptions, ...way.options }, files: [way.name] }),
    );
    expect(await output(process.execPath, [way.tsc, '-p', config, '--pretty', 'false'])).toBe('');
  },
);

test('both files are the same text, import nothing, and keep the documentation', () => {
  const text = readFileSync(join(installed, 'dist/index.d.ts'), 'utf8');
  expect(readFileSync(join(installed, 'dist/index.d.cts'), 'utf8')).toBe(text);
  expect(text).not.toMatch(/^\s*(import|export \*|export .* from)\b/m);
  expect(text).toContain('Defines an asset: a piece of data, and the function that makes it.');
});

test('they hold what the public names need and nothing else', () => {
  const text = readFileSync(join(installed, 'dist/index.d.ts'), 'utf8');
  expect(text).toContain('interface ResultOptions<');
  for (const inner of ['readStepFacts', 'createContext', 'MaterializeEngine', 'EngineHooks'])
    expect(text).not.toContain(inner);
});
