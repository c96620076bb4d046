// What the whole asset model adds to the catalogue: checks, ops, several outputs of one step and runs that go on from another.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Catalogue } from '../catalogue.ts';
import type { RunEventBody } from '../run-event.ts';
import { openCatalogue } from './open-catalogue.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(realpathSync(tmpdir()), 'headwater-catalogue-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

const COUNTS = { materialized: 1, failed: 0, skipped: 0, cancelled: 0 };
const started = (assets: readonly string[], parent?: string): RunEventBody => ({
  type: 'run-started',
  selection: '*',
  assets,
  ...(parent !== undefined && { parent }),
});
const made = (asset: string, more: Partial<Extract<RunEventBody, { type: 'materialized' }>> = {}): RunEventBody => ({
  type: 'materialized',
  step: asset,
  asset,
  attempt: 1,
  codeVersion: null,
  dataVersion: 'v1:x',
  inputs: {},
  durationMs: 1,
  metadata: {},
  ...more,
});
const checked = (passed: boolean, more: Partial<Extract<RunEventBody, { type: 'check' }>> = {}): RunEventBody => ({
  type: 'check',
  step: 'orders',
  asset: 'orders',
  attempt: 1,
  check: 'notEmpty',
  passed,
  severity: 'error',
  metadata: { rows: { kind: 'int', value: 3 } },
  ...more,
});

/** What holds right after recording must hold after a restart from the journal, and from the snapshot. */
async function everywhere(events: readonly (readonly [string, RunEventBody])[], look: (catalogue: Catalogue) => void) {
  const first = await openCatalogue({ dir });
  for (const [run, body] of events) await first.record(run, body);
  look(first);
  await first.close();
  const second = await openCatalogue({ dir });
  look(second);
  await second.close();
}

test('E02: the latest outcome of each check stands beside its asset', async () => {
  const events = [
    ['r1', started(['orders'])],
    ['r1', made('orders')],
    ['r1', checked(true)],
    ['r1', checked(false, { check: 'drift', severity: 'warn', message: 'TypeError: no' })],
    ['r1', { type: 'run-finished', status: 'success', counts: COUNTS }],
    ['r2', started(['orders'])],
    ['r2', made('orders')],
    ['r2', checked(false)],
    ['r2', { type: 'run-finished', status: 'success', counts: COUNTS }],
  ] as const;
  await everywhere(events, (catalogue) => {
    const { orders } = catalogue.facts().checks;
    expect(orders?.['notEmpty']).toMatchObject({ run: 'r2', passed: false, metadata: { rows: { value: 3 } } });
    expect(orders?.['drift']).toMatchObject({ run: 'r1', severity: 'warn', message: 'TypeError: no' });
  });
});

test('A17 A19: outputs of one step and ops of a graph asset are steps of the run, and an op that fails is not yet its asset', async () => {
  const op = { step: 'sales.parse', asset: 'sales', op: 'parse' };
  const events = [
    ['r1', started(['posts', 'users', 'sales'])],
    ['r1', { type: 'step-started', step: 'posts', asset: 'posts', attempt: 1, assets: ['posts', 'users'] }],
    ['r1', made('users', { step: 'posts' })],
    ['r1', { type: 'step-failed', step: 'posts', asset: 'posts', attempt: 1, error: { message: 'no' } }],
    ['r1', { type: 'step-started', step: 'sales', asset: 'sales', attempt: 1 }],
    ['r1', { type: 'step-started', ...op, attempt: 1 }],
    ['r1', { type: 'attempt-failed', ...op, attempt: 1, error: { message: 'once' }, delayMs: 5 }],
    [
      'r1',
      {
        type: 'op-finished',
        ...op,
        attempt: 2,
        reused: false,
        durationMs: 1,
        codeVersion: 'c1:p',
        argsVersion: 'a1:x',
        path: 'ops/h',
      },
    ],
    ['r1', { type: 'step-failed', ...op, step: 'sales.check', op: 'check', attempt: 1, error: { message: 'bad' } }],
  ] as const satisfies readonly (readonly [string, RunEventBody])[];
  await everywhere(events, (catalogue) => {
    const run = catalogue.run('r1');
    const steps = run?.steps.map(({ step, asset, op: name, attempt, status }) => [step, asset, name, attempt, status]);
    expect(steps).toEqual(
      expect.arrayContaining([
        ['posts', 'users', undefined, 1, 'materialized'],
        ['posts', 'posts', undefined, 1, 'failed'],
        ['sales.parse', 'sales', 'parse', 1, 'failed'],
        ['sales.parse', 'sales', 'parse', 2, 'done'],
        ['sales.check', 'sales', 'check', 1, 'failed'],
      ]),
    );
    expect(run?.opResults).toEqual({
      'sales.parse': { op: 'parse', codeVersion: 'c1:p', argsVersion: 'a1:x', path: 'ops/h' },
    });
    expect(Object.keys(catalogue.facts().failures)).toEqual(['posts']);
  });
});

test('B12: a run remembers the run it goes on from, and what another manager keeps', async () => {
  const events = [
    ['r1', started(['orders'])],
    ['r1', { type: 'run-finished', status: 'failure', counts: COUNTS }],
    ['r2', started(['orders'], 'r1')],
    ['r2', made('orders', { io: 'warehouse', path: 's3://x' })],
    ['r2', { type: 'run-finished', status: 'success', counts: COUNTS }],
  ] as const satisfies readonly (readonly [string, RunEventBody])[];
  await everywhere(events, (catalogue) => {
    expect(catalogue.run('r2')).toMatchObject({ assets: ['orders'], summary: { parent: 'r1', status: 'success' } });
    expect(catalogue.run('r1')?.summary).not.toHaveProperty('parent');
    expect(catalogue.run('r3')).toBeNull();
    expect(catalogue.facts().materializations['orders']).toMatchObject({ io: 'warehouse', path: 's3://x' });
  });
});
