// When the preview is asked for, and that no wrong word stands between what is typed, what is saved and what is run.
import {
  computeStatus,
  type AssetKey,
  type AssetNode,
  type AssetStatus,
  type GraphDelta,
  type StoredFacts,
} from '@headwater/graph';
import { afterEach, expect, test, vi } from 'vitest';
import { assetNode } from './asset-node.fixture.ts';
import { LivePreview } from './live-preview.ts';

afterEach(() => void vi.useRealTimers());

const node = (key: AssetKey, codeVersion: string, upstream: readonly AssetKey[] = []): AssetNode => ({
  ...assetNode,
  key,
  step: key,
  codeVersion,
  inputs: Object.fromEntries(upstream.map((each) => [each, each])),
});

function factsOf(versions: Readonly<Record<AssetKey, string>>, run = 'r1'): StoredFacts {
  const made = (asset: AssetKey, codeVersion: string) => ({
    asset,
    run,
    seq: 1,
    time: `2026-01-01T10:00:00.000Z ${run}`,
    codeVersion,
    dataVersion: `d ${asset} ${run}`,
    inputs: asset === 'report' ? { orders: { dataVersion: `d orders ${run}`, run } } : {},
    durationMs: 1,
    metadata: {},
  });
  const materializations = Object.fromEntries(
    Object.entries(versions).map(([key, version]) => [key, made(key, version)]),
  );
  return { materializations, failures: {}, checks: {}, observations: {}, running: [] };
}

/** A project of two assets: an editor, a disk, a host and its store, each of which may be behind. */
function project() {
  vi.useFakeTimers();
  const graph = (orders: string): AssetNode[] => [node('orders', orders), node('report', 'c1:r', ['orders'])];
  const world = {
    typed: graph('c1:1'),
    saved: graph('c1:1'),
    facts: factsOf({ orders: 'c1:1', report: 'c1:r' }),
    recorded: [] as AssetStatus[],
    asked: { facts: 0, code: 0 },
  };
  world.recorded = computeStatus(world.saved, world.facts);
  let release = (): void => undefined;
  const told: string[] = [];
  const words = () => [...preview.shown.values()].map(({ key, was, status }) => `${key} ${was} → ${status}`).sort();
  const preview = new LivePreview({
    assets: () => new Map(world.typed.map((each) => [each.key, each])),
    recorded: () => new Map(world.recorded.map((each) => [each.key, each])),
    askFacts: async () => {
      world.asked.facts += 1;
      return world.facts;
    },
    askCode: async () => {
      world.asked.code += 1;
      return {};
    },
    refreshRecorded: () => new Promise((resolve) => (release = resolve)),
    changed: () => void told.push(words().join(', ')),
  });
  return {
    world,
    preview,
    told,
    words,
    /** The language server read this. */
    type(orders: string): Promise<unknown> {
      world.typed = graph(orders);
      const delta: GraphDelta = { revision: 2, base: 1, upserted: world.typed.slice(0, 1), removed: [] };
      preview.follow(delta);
      return vi.advanceTimersByTimeAsync(60);
    },
    /** The host answers with the statuses of what it has. */
    async hostAnswers(): Promise<void> {
      world.recorded = computeStatus(world.saved, world.facts);
      preview.recordedChanged();
      release();
      await vi.advanceTimersByTimeAsync(1);
    },
  };
}

const WOULD_BE = ['orders fresh → stale', 'report fresh → upstream-stale'];

test('nothing is asked while everything is saved; then once, and not again with each letter', async () => {
  const { world, preview, type, words } = project();
  await type('c1:2');
  expect(world.asked).toEqual({ facts: 0, code: 0 });
  await type('c1:1');
  preview.setUnsaved(true);
  expect(world.asked).toEqual({ facts: 0, code: 0 });
  for (const version of ['c1:2', 'c1:3', 'c1:4']) await type(version);
  expect(words()).toEqual(WOULD_BE);
  expect(world.asked.facts).toBe(1);
  preview.stop();
  expect(words()).toEqual([]);
});

test('undone, it goes with the text; saved, it stays until the host knows of it', async () => {
  const { world, preview, type, words, told, hostAnswers } = project();
  preview.setUnsaved(true);
  await type('c1:2');
  preview.setUnsaved(false);
  await type('c1:1');
  expect(words()).toEqual([]);
  await hostAnswers();

  preview.setUnsaved(true);
  await type('c1:2');
  told.length = 0;
  world.saved = world.typed;
  preview.setUnsaved(false);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(words()).toEqual(WOULD_BE);
  await hostAnswers();
  expect(words()).toEqual([]);
  expect(told).toEqual(['']);
  // And it begins anew.
  preview.setUnsaved(true);
  await type('c1:3');
  expect(words()).toEqual([]); // stale for the same reason as before
  await type('c1:1');
  expect(words()).toEqual(['orders stale → fresh', 'report upstream-stale → fresh']);
});

test('typed again before the host has answered, an earlier save ends nothing', async () => {
  const { world, preview, type, words, hostAnswers } = project();
  preview.setUnsaved(true);
  await type('c1:2');
  preview.setUnsaved(false);
  preview.setUnsaved(true);
  await hostAnswers();
  expect(words()).toEqual(WOULD_BE);
  expect(world.asked.facts).toBe(1);
});

test('what a run stores meanwhile is no news of the text', async () => {
  const { world, preview, type, told, words } = project();
  preview.setUnsaved(true);
  await type('c1:1 ');
  await type('c1:1');
  told.length = 0;
  // Orders alone were made again: statuses come first, what is stored is asked for a while later.
  const next = factsOf({ orders: 'c1:1' }, 'r2').materializations;
  world.facts = { ...world.facts, materializations: { ...world.facts.materializations, ...next } };
  preview.storedChanged();
  world.recorded = computeStatus(world.saved, world.facts);
  preview.recordedChanged();
  expect(world.recorded.map(({ key, status }) => `${key} ${status}`)).toEqual(['orders fresh', 'report stale']);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(told).toEqual([]);
  expect(world.asked.facts).toBe(2);
  await type('c1:2');
  expect(words()).toEqual(['orders fresh → stale', 'report stale → stale']);
});
