// What may stand in place of a run: the candidates of a catalogue, held against their files and against each other.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AssetNode, StoredFacts } from '@headwater/graph';
import type { KeptValue, MadeBy } from '../catalogue.ts';
import type { PlanStep } from '../plan/plan.ts';
import { createReuse } from './reuse.ts';
import { stepConfigs } from './step-configs.ts';

let store: string;
beforeEach(() => {
  store = mkdtempSync(join(realpathSync(tmpdir()), 'headwater-reuse-'));
});
afterEach(() => {
  rmSync(store, { recursive: true, force: true });
});

const NOTHING: StoredFacts = { materializations: {}, failures: {}, checks: {}, observations: {}, running: [] };
const node = (key: string, more: Partial<AssetNode> = {}): AssetNode =>
  ({ key, kind: 'asset', step: key, inputs: {}, deps: [], io: null, codeVersion: 'c1:now', ...more }) as AssetNode;
const stepOf = (first: AssetNode, ...others: AssetNode[]): PlanStep => ({
  step: first.step,
  nodes: [first, ...others],
  slice: null,
  reads: {},
});

let seq = 0;
/** Its file is written, too. */
function kept(asset: string, run: string, more: Partial<KeptValue['materialization']> = {}): KeptValue {
  seq += 1;
  const path = `values/${asset}/_/${run}.sqlite`;
  mkdirSync(join(store, dirname(path)), { recursive: true });
  writeFileSync(join(store, path), 'the value');
  const made = { asset, run, seq, time: '2026-01-01T00:00:00.000Z', codeVersion: 'c1:now', dataVersion: `v1:${run}` };
  return { materialization: { ...made, inputs: {}, durationMs: 5, metadata: {}, path, bytes: 9, ...more }, checks: [] };
}

async function find(step: PlanStep, values: readonly KeptValue[], facts: StoredFacts = NOTHING) {
  const asked: MadeBy[] = [];
  const reusable = (asset: string, by: MadeBy): KeptValue[] => {
    asked.push(by);
    return values.filter(({ materialization }) => materialization.asset === asset);
  };
  const configs = stepConfigs([], {});
  const found = await createReuse({ catalogue: { reusable }, store, configs, env: 'test' }).find(step, { facts });
  return { found: found?.map(({ made }) => made.run) ?? null, asked };
}

test('a file that is gone or cut is passed over for an older one that is whole', async () => {
  const [newest, older, oldest] = [kept('orders', 'r3'), kept('orders', 'r2'), kept('orders', 'r1')];
  rmSync(join(store, newest.materialization.path ?? ''));
  truncateSync(join(store, older.materialization.path ?? ''), 4);
  expect((await find(stepOf(node('orders')), [newest, older, oldest])).found).toEqual(['r1']);
  expect((await find(stepOf(node('orders')), [newest, older])).found).toBeNull();
});

test('what stood again is told by the run that made it', async () => {
  const again = kept('orders', 'r2', { reused: { run: 'r1', seq: 1 } });
  expect((await find(stepOf(node('orders')), [again])).found).toEqual(['r1']);
});

test('outputs of one body are of one run, unless it can make each alone', async () => {
  const values = [kept('posts', 'r3'), kept('posts', 'r1'), kept('users', 'r2'), kept('users', 'r1')];
  const multi = (canSubset: boolean): PlanStep =>
    stepOf(
      ...(['posts', 'users'].map((key) => node(key, { kind: 'multi', step: 'posts', canSubset })) as [
        AssetNode,
        AssetNode,
      ]),
    );
  expect((await find(multi(false), values)).found).toEqual(['r1', 'r1']);
  expect((await find(multi(false), values.slice(0, 3))).found).toBeNull();
  expect((await find(multi(true), values)).found).toEqual(['r3', 'r2']);
  expect((await find(multi(true), values.slice(0, 2))).found).toBeNull();
});

test('nothing is looked for where it cannot be known that it is the same', async () => {
  const values = [kept('orders', 'r1')];
  const failed = { asset: 'orders', run: 'r2', seq: 9, time: '', message: 'no' };
  const cases: [string, AssetNode, StoredFacts][] = [
    ['no code version', node('orders', { codeVersion: null }), NOTHING],
    ['another IO manager', node('orders', { io: 'warehouse' }), NOTHING],
    ['an upstream nobody knows', node('orders', { deps: ['outside'] }), NOTHING],
    ['it failed as it is', node('orders'), { ...NOTHING, failures: { orders: { ...failed, codeVersion: 'c1:now' } } }],
    ['it failed, and with which code is not known', node('orders'), { ...NOTHING, failures: { orders: failed } }],
  ];
  for (const [why, asset, facts] of cases) {
    const { found, asked } = await find(stepOf(asset), values, facts);
    expect({ why, found, asked }).toEqual({ why, found: null, asked: [] });
  }
  const other = { ...NOTHING, failures: { orders: { ...failed, codeVersion: 'c1:other' } } };
  expect((await find(stepOf(node('orders')), values, other)).found).toEqual(['r1']);
});

test('it is asked for by code, inputs, configuration and environment', async () => {
  const facts = { ...NOTHING, observations: { outside: { dataVersion: 'monday', run: 'r0', time: '' } } };
  const { asked } = await find(stepOf(node('orders', { inputs: { rows: 'outside' } })), [], facts);
  expect(asked).toEqual([
    { codeVersion: 'c1:now', configVersion: undefined, env: 'test', inputs: { outside: 'monday' } },
  ]);
});
