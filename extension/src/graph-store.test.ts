// The store follows deltas exactly, and never guesses when one is missing.
import type { AssetNode } from '@headwater/graph';
import { describe, expect, test } from 'vitest';
import { assetNode } from './asset-node.fixture.ts';
import { GraphStore } from './graph-store.ts';

function node(key: string, startLine = 1, endLine = startLine, file = 'assets.ts'): AssetNode {
  return { ...assetNode, key, file, line: startLine, range: { startLine, startColumn: 1, endLine, endColumn: 1 } };
}

describe('graph store', () => {
  test('is unknown until the first whole graph', () => {
    const store = new GraphStore();
    expect(store.known).toBe(false);
    expect(store.whole()).toBeNull();
    expect(store.apply({ revision: 5, base: 4, upserted: [node('a')], removed: [] })).toBe(false);
    expect(store.assets.size).toBe(0);
    expect(store.apply({ revision: 5, base: null, upserted: [], removed: [] })).toBe(true);
    expect(store.known).toBe(true);
  });

  test('follows deltas in order and gives the whole', () => {
    const store = new GraphStore();
    store.apply({ revision: 1, base: null, upserted: [node('a'), node('b')], removed: [] });
    expect(store.apply({ revision: 2, base: 1, upserted: [node('c')], removed: ['a'] })).toBe(true);
    expect(store.whole()).toEqual({ revision: 2, base: null, upserted: [node('b'), node('c')], removed: [] });
  });

  test('a lost delta changes nothing and asks for the whole; the whole heals it', () => {
    const store = new GraphStore();
    store.apply({ revision: 1, base: null, upserted: [node('a')], removed: [] });
    expect(store.apply({ revision: 3, base: 2, upserted: [node('c')], removed: ['a'] })).toBe(false);
    expect([...store.assets.keys()]).toEqual(['a']);
    expect(store.apply({ revision: 3, base: null, upserted: [node('c')], removed: [] })).toBe(true);
    expect([...store.assets.keys()]).toEqual(['c']);
  });

  test('finds the asset at a line, else the first of the file', () => {
    const store = new GraphStore();
    store.apply({
      revision: 1,
      base: null,
      upserted: [node('late', 10, 14), node('early', 3, 5), node('other', 1, 1, 'b.ts')],
      removed: [],
    });
    expect(store.assetNear('assets.ts', 14)).toMatchObject({ node: { key: 'late' }, inside: true });
    expect(store.assetNear('assets.ts', 3)).toMatchObject({ node: { key: 'early' }, inside: true });
    expect(store.assetNear('assets.ts', 7)).toMatchObject({ node: { key: 'early' }, inside: false });
    expect(store.assetNear('none.ts', 1)).toBeNull();
  });
});
