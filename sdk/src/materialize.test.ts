// `materialize`: what a run's outcome is made into, options that are wrong, and the way to the engine.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { asset, externalAsset, job, materialize, multiAsset, output, type AnyAsset } from 'headwater';
import type { RawNode, RawResult } from 'headwater/internal';
import { output as outputOf, room } from '../test/compile.ts';
import { materializeResult } from './materialize-result.ts';

const orders = asset(() => [1, 2]);
const broken = asset((): number => 1);
const after = asset({ inputs: { broken } }, () => 2);
const unselected = asset(() => 3);
const upstream = externalAsset<string>();

const node = (definition: AnyAsset, key: string, outcome: RawNode['outcome']): RawNode => ({
  definition,
  key,
  outcome,
  metadata: {},
  checks: [],
});
const raw: RawResult = {
  run: 'r1',
  success: false,
  nodes: [
    {
      ...node(orders, 'sales/orders', { state: 'materialized', value: [1, 2] }),
      metadata: { rows: { kind: 'int', value: 2 } },
      checks: [{ name: 'notEmpty', passed: true, severity: 'error', metadata: {}, message: null }],
    },
    node(broken, 'broken', { state: 'failed', error: { message: 'boom', stack: 'Error: boom\n  at …' } }),
    node(after, 'after', { state: 'skipped', reason: '`broken` failed.' }),
    node(unselected, 'unselected', { state: 'untouched' }),
    node(upstream, 'upstream', { state: 'loaded', value: 'there' }),
  ],
  logs: [{ asset: 'sales/orders', level: 'info', message: 'two' }],
};
const result = materializeResult(raw, { orders, broken, after, unselected });
const values = result.values as Readonly<Record<string, unknown>>;

test('values are read by name and by asset; one that was not selected is undefined', () => {
  expect(values['orders']).toEqual([1, 2]);
  expect(result.value(orders)).toEqual([1, 2]);
  expect(result.value(upstream)).toBe('there');
  expect(values['unselected']).toBeUndefined();
  expect(Object.keys(values)).toEqual(['orders', 'broken', 'after', 'unselected']);
});

test('reading what failed, was skipped or was no part of the run throws a sentence that says why', () => {
  expect(() => values['broken']).toThrow('`broken` failed, so there is no value: boom');
  expect(() => result.value(after)).toThrow('`after` was not made: `broken` failed.');
  expect(() => result.value(unselected)).toThrow(
    '`unselected` was not selected, so there is no value; select it, or leave selection out.',
  );
  expect(() => result.value(asset(() => 1))).toThrow(
    'This asset was no part of the run; hand it to materialize({ … }).',
  );
});

test('errors, metadata and checks are told by key', () => {
  expect(result.run).toBe('r1');
  expect(result.success).toBe(false);
  expect(result.errors).toEqual([{ key: 'broken', message: 'boom', stack: 'Error: boom\n  at …' }]);
  expect(result.metadata).toEqual({ 'sales/orders': { rows: { kind: 'int', value: 2 } } });
  expect(result.checks).toEqual({
    'sales/orders': { notEmpty: { passed: true, severity: 'error', metadata: {}, message: null } },
  });
  expect(result.logs).toEqual(raw.logs);
});

test.each<[string, () => Promise<unknown>, string]>([
  [
    'nothing',
    () => materialize(undefined as never),
    'materialize: the first argument is an object of assets, such as { orders }; got undefined.',
  ],
  [
    'one asset alone',
    () => materialize(orders as never),
    'the first argument is an object of assets, such as { orders }; got a function.',
  ],
  [
    'no asset',
    () => materialize({ nightly: job('nightly', { selection: '*' }) }),
    'materialize: the first argument holds no asset; name at least one: { orders }.',
  ],
  [
    'an undefined asset',
    () => materialize({ orders: undefined }),
    'materialize: the first argument: "orders" is undefined.',
  ],
  ['another option', () => materialize({ orders }, { io: {} } as never), 'materialize: there is no option "io".'],
  ['an empty selection', () => materialize({ orders }, { selection: [] }), 'materialize: selection is empty'],
  [
    'a store of another kind',
    () => materialize({ orders }, { store: 'disk' as never }),
    "materialize: store is 'memory' or 'project'; got a string",
  ],
  [
    'configuration of nothing',
    () => materialize({ orders }, { config: { orders: {} } as never }),
    'materialize: config: there is no field "orders". The fields are assets, resources.',
  ],
  [
    'configuration in words',
    () => materialize({ orders }, { config: { assets: 'x' as never } }),
    'materialize: config.assets is an object by name',
  ],
  [
    'no concurrency',
    () => materialize({ orders }, { concurrency: 0 }),
    'materialize: concurrency is a whole number, 1 or more; got number 0.',
  ],
  [
    'a controller as signal',
    () => materialize({ orders }, { signal: new AbortController() as never }),
    "signal is an AbortSignal, such as a controller's signal; got an AbortController.",
  ],
])('%s is a rejection with a sentence', async (_what, run, sentence) => {
  await expect(run()).rejects.toThrow(TypeError);
  await expect(run()).rejects.toThrow(sentence);
});

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'headwater-materialize-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A copy of the package, with this engine or with none, and what a script prints that imports it. */
function script(name: string, { engine, text }: { readonly engine?: string; readonly text: string }): Promise<string> {
  const copy = join(folder, name);
  cpSync(join(room, 'src'), join(copy, 'src'), { recursive: true });
  cpSync(join(room, 'package.json'), join(copy, 'package.json'));
  mkdirSync(join(copy, 'dist'));
  if (engine !== undefined) writeFileSync(join(copy, 'dist/engine.mjs'), engine);
  writeFileSync(join(copy, 'script.ts'), text);
  const flags = ['--conditions=@headwater/source', '--disable-warning=ExperimentalWarning'];
  return outputOf(process.execPath, [...flags, join(copy, 'script.ts')], copy);
}

test('G04 materialize runs the engine that comes with the package, in memory, and leaves no file behind', async () => {
  const runner = JSON.stringify(join(room, '../runner/src/index.ts'));
  const text = `import { asset, assetCheck, materialize, multiAsset, output } from 'headwater';
    const orders = asset({ key: ['sales', 'orders'] }, (ctx) => ctx.result([1, 2], { metadata: { rows: 2 } }));
    const total = asset({ inputs: { orders } }, ({ orders }) => orders.reduce((sum, each) => sum + each, 0));
    const positive = assetCheck(total, (total) => total > 0);
    const extract = multiAsset({ outputs: { a: output() } }, async function* (ctx) { yield ctx.result('a', 'from a'); });
    const { success, values, value, metadata, checks } = await materialize({ orders, total, positive, extract, helper: 5 });
    console.log(JSON.stringify([success, values, value(extract.a), metadata['sales/orders'], checks.total?.positive?.passed]));`;
  const engine = `export { materializeInMemory as materializeInProcess } from ${runner};`;
  expect(await script('with', { engine, text })).toBe(
    '[true,{"orders":[1,2],"total":3,"a":"from a"},"from a",{"rows":{"kind":"int","value":2}},true]\n',
  );
  expect(readdirSync(join(folder, 'with')).sort()).toEqual(['dist', 'package.json', 'script.ts', 'src']);
});

test('without the engine the sentence says what to do', async () => {
  const text = `import { asset, materialize } from 'headwater';
    await materialize({ orders: asset(() => 1) }).catch((error) => console.log(error.message));`;
  expect(await script('without', { text })).toMatch(
    /^materialize needs headwater\/engine, which comes with the package headwater, and could not load it \(.*engine\.mjs.*\)\. Run it where headwater is installed: npm install headwater\.\n$/,
  );
});

test('a whole multi-asset in the record is its outputs', () => {
  const { a } = multiAsset({ outputs: { a: output<number>() } }, async function* () {});
  const of = materializeResult({ ...raw, nodes: [node(a, 'a', { state: 'materialized', value: 5 })] }, { a });
  expect(of.values).toEqual({ a: 5 });
});
