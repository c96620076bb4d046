// What would become of statuses if what is typed were saved: what differs, what does not count, and the same words as the recorded ones.
import {
  applyDelta,
  computeStatus,
  diffGraph,
  type AssetKey,
  type AssetNode,
  type CodeParts,
  type GraphDocument,
  type StoredFacts,
} from '@headwater/graph';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assetNode } from './asset-node.fixture.ts';
import { StatusPreview } from './status-preview.ts';

const node = (key: AssetKey, upstream: readonly AssetKey[] = [], more: Partial<AssetNode> = {}): AssetNode => ({
  ...assetNode,
  key,
  step: key,
  codeVersion: `c1:${key}`,
  inputs: Object.fromEntries(upstream.map((each) => [each, each])),
  ...more,
});

/** Everything was made once from these nodes. */
function madeFrom(nodes: readonly AssetNode[]): StoredFacts {
  const versionOf = (key: AssetKey) => ({ dataVersion: `d-${key}`, run: 'r' });
  const materializations = nodes.map((each, seq) => ({
    asset: each.key,
    run: 'r',
    seq,
    time: '2026-01-01T10:00:00.000Z',
    codeVersion: each.codeVersion,
    code: Object.fromEntries((each.code ?? []).map((id) => [id, 'v1'])),
    dataVersion: `d-${each.key}`,
    inputs: Object.fromEntries([...Object.values(each.inputs), ...each.deps].map((key) => [key, versionOf(key)])),
    durationMs: 1,
    metadata: {},
  }));
  return {
    materializations: Object.fromEntries(materializations.map((each) => [each.asset, each])),
    failures: {},
    checks: {},
    observations: {},
    running: [],
  };
}

const mapOf = <T extends { readonly key: AssetKey }>(all: readonly T[]): Map<AssetKey, T> =>
  new Map(all.map((each) => [each.key, each]));

/** What is told when `saved` was materialized and `typed` stands in the editor. */
function preview(
  saved: readonly AssetNode[],
  typed: readonly AssetNode[],
  more: Partial<StoredFacts> & { code?: CodeParts } = {},
) {
  const { code = {}, ...others } = more;
  const facts = { ...madeFrom(saved), ...others };
  const recorded = mapOf(computeStatus(saved, facts, code));
  const made = new StatusPreview(facts);
  made.update({ assets: mapOf(typed), changed: [], code });
  const told = [...made.differing(recorded, mapOf(typed)).values()].map(
    ({ key, was, status, causes }) =>
      `${key}: ${was ?? 'new'} → ${status}${causes.map(({ message }) => `; ${message}`).join('')}`,
  );
  return told.sort();
}

const shop = [
  node('orders', [], { code: ['a#orders', 'p#parse'] }),
  node('clean', ['orders']),
  node('report', ['clean']),
];

describe('status preview', () => {
  test('an edit of a helper: the asset that runs it and what stands below, in the words of what is recorded', () => {
    const parse = { name: 'parse', file: 'src/price.ts', line: 14, version: 'v2' };
    const typed = [{ ...shop[0]!, codeVersion: 'c1:x' }, ...shop.slice(1)];
    const why = 'its code changed: `parse` in src/price.ts:14';
    expect(preview(shop, typed, { code: { 'a#orders': { name: 'orders', version: 'v1' }, 'p#parse': parse } })).toEqual(
      [
        `clean: fresh → upstream-stale; because orders: ${why}`,
        `orders: fresh → stale; ${why}`,
        `report: fresh → upstream-stale; because orders: ${why} (through clean)`,
      ],
    );
  });

  test('nothing differs where nothing was typed, or only lines moved', () => {
    expect(preview(shop, shop)).toEqual([]);
    const facts = madeFrom(shop);
    const moved = (line: number) => [{ ...shop[0]!, codeVersion: 'c1:x', line }, ...shop.slice(1)];
    const at = (line: number): CodeParts => ({
      'p#parse': { name: 'parse', file: 'src/price.ts', line, version: 'v2' },
    });
    const made = new StatusPreview(facts);
    made.update({ assets: mapOf(moved(9)), changed: [], code: at(15) });
    expect(made.differing(mapOf(computeStatus(moved(8), facts, at(14))), mapOf(moved(9))).size).toBe(0);
  });

  test('what is new, what is removed, what has another name, and what else makes a stale asset stale', () => {
    expect(preview(shop, [...shop, node('fourth', ['report'])])).toEqual(['fourth: new → never']);
    expect(preview(shop, shop.slice(0, 2))).toEqual(['report: fresh → orphan']);
    const renamed = node('summary', ['clean'], { codeVersion: 'c1:report', renamedFrom: ['report'] });
    expect(preview(shop, [...shop.slice(0, 2), renamed])).toEqual(['summary: new → fresh']);
    const before = madeFrom(shop);
    const newer = { ...before.materializations['clean']!, dataVersion: 'd2' };
    const materializations = { ...before.materializations, clean: newer };
    const typed = [...shop.slice(0, 2), { ...shop[2]!, codeVersion: 'c1:x' }];
    expect(preview(shop, typed, { materializations })).toEqual([
      'report: stale → stale; its code changed; clean has new data (run r)',
    ]);
  });

  test('what no text can do is no preview: running, failed, stored meanwhile', () => {
    const typed = shop.map((each) => ({ ...each, codeVersion: 'c1:x' }));
    const failure = { asset: 'clean', run: 'r', seq: 99, time: '', message: 'no' };
    expect(
      preview(shop, typed, { running: ['orders'], failures: { clean: failure } }).map((text) => text.split(':')[0]),
    ).toEqual(['report']);
    const facts = madeFrom(shop);
    const made = new StatusPreview(facts);
    made.update({ assets: mapOf(typed), changed: [], code: {} });
    const later = { ...facts.materializations['orders']!, time: '2026-01-02T10:00:00.000Z' };
    const recorded = computeStatus(shop, { ...facts, materializations: { ...facts.materializations, orders: later } });
    expect([...made.differing(mapOf(recorded), mapOf(typed)).keys()]).not.toContain('orders');
  });

  test('edit by edit it says what a computation of everything says', () => {
    const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const edit = fc.record({
      at: fc.nat({ max: keys.length - 1 }),
      what: fc.constantFrom('code', 'back', 'inputs', 'remove', 'rename'),
      upstream: fc.subarray(keys),
    });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
        const saved = keys.map((key, at) => node(key, keys.slice(Math.max(0, at - 2), at)));
        const facts = madeFrom(saved);
        const recorded = mapOf(computeStatus(saved, facts));
        let document = { assets: saved } as unknown as GraphDocument; // a delta reads nothing else of it
        let assets: ReadonlyMap<AssetKey, AssetNode> = mapOf(saved);
        const made = new StatusPreview(facts);
        made.update({ assets, changed: [], code: {} });
        for (const { at, what, upstream } of edits) {
          const key = keys[at]!;
          const change = (each: AssetNode): AssetNode[] => {
            if (each.key !== key && !(what === 'rename' && each.renamedFrom?.includes(key))) return [each];
            if (what === 'remove') return [];
            if (what === 'rename') return [{ ...each, key: `new ${key}`, renamedFrom: [key] }];
            if (what === 'inputs') return [{ ...each, deps: upstream.filter((other) => other < key) }];
            return [{ ...each, codeVersion: what === 'code' ? 'c1:typed' : `c1:${key}` }];
          };
          const next = { ...document, assets: document.assets.flatMap(change) };
          const delta = diffGraph(document, next, 1);
          [document, assets] = [next, applyDelta(assets, delta)];
          made.update({ assets, changed: [...delta.upserted.map((each) => each.key), ...delta.removed], code: {} });
          const whole = new StatusPreview(facts);
          whole.update({ assets, changed: [], code: {} });
          const told = made.differing(recorded, assets);
          expect(new Map([...told].sort())).toEqual(new Map([...whole.differing(recorded, assets)].sort()));
          for (const status of computeStatus(next.assets, facts)) {
            const { was: _, ...would } = told.get(status.key) ?? { ...recorded.get(status.key), was: null };
            expect(would.status).toBe(status.status);
            expect([...(would.causes ?? [])].map(({ message }) => message).sort()).toEqual(
              status.causes.map(({ message }) => message).sort(),
            );
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
