// Order and cycles: against random graphs, and on the shapes people really write.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { graphs, node } from '../test/graph-of.ts';
import { directUpstream, findCycles, topologicalOrder } from './index.ts';

test('A13 in whatever order assets are listed, each comes once and after all it needs', () => {
  fc.assert(
    fc.property(graphs(), (nodes) => {
      const order = topologicalOrder(nodes);
      expect([...order].sort()).toEqual(nodes.map(({ key }) => key).sort());
      const place = new Map(order.map((key, index) => [key, index]));
      for (const each of nodes)
        for (const upstream of directUpstream(each)) expect(place.get(upstream)).toBeLessThan(place.get(each.key)!);
      expect(findCycles(nodes)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('an order that is right already is kept', () => {
  fc.assert(
    fc.property(graphs(), (nodes) => {
      const byKey = new Map(nodes.map((each) => [each.key, each]));
      const order = topologicalOrder(nodes);
      expect(topologicalOrder(order.map((key) => byKey.get(key)!))).toEqual(order);
    }),
  );
});

test('with cycles every asset still comes once, and each cycle is a real one, told once, the same in any order', () => {
  fc.assert(
    fc.property(graphs({ cyclic: true }), (nodes) => {
      const byKey = new Map(nodes.map((each) => [each.key, each]));
      expect(topologicalOrder(nodes)).toHaveLength(nodes.length);
      const cycles = findCycles(nodes);
      for (const cycle of cycles) {
        expect(new Set(cycle).size).toBe(cycle.length);
        expect(cycle[0]).toBe([...cycle].sort()[0]);
        cycle.forEach((key, index) => {
          const next = cycle[(index + 1) % cycle.length]!;
          expect(directUpstream(byKey.get(next)!)).toContain(key);
        });
      }
      expect(new Set(cycles.map(String)).size).toBe(cycles.length);
      const turned = nodes.map((each) => ({ ...each, inputs: reversed(each.inputs), deps: [...each.deps].reverse() }));
      expect(findCycles(turned.reverse())).toEqual(cycles);
      expect(cycles.length > 0).toBe(nodes.some(({ key }) => reachesItself(nodes, key)));
    }),
    { numRuns: 300 },
  );
});

function reversed(inputs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(inputs).reverse());
}

function reachesItself(nodes: Parameters<typeof findCycles>[0], key: string): boolean {
  const upstream = new Map([...nodes].map((each) => [each.key, directUpstream(each)]));
  const seen = new Set<string>();
  const queue = [...(upstream.get(key) ?? [])];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (next === key) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    queue.push(...(upstream.get(next) ?? []));
  }
  return false;
}

test('cycles read downstream, smallest key first', () => {
  // c feeds a, a feeds b, b feeds c.
  expect(findCycles([node('c', ['b']), node('b', ['a']), node('a', ['c'])])).toEqual([['a', 'b', 'c']]);
  expect(findCycles([node('self', ['self'])])).toEqual([['self']]);
  expect(findCycles([node('x', ['y']), node('y', ['x', 'z']), node('z', ['y'])])).toEqual([
    ['x', 'y'],
    ['y', 'z'],
  ]);
});

test('what is read twice, order-only or nowhere to be found changes nothing', () => {
  const nodes = [node('b', ['a', 'gone'], { deps: ['a'] }), node('a')];
  expect(topologicalOrder(nodes)).toEqual(['a', 'b']);
  expect(directUpstream(nodes[0]!)).toEqual(['a', 'gone']);
});

test('a chain of 20,000 does not overflow', () => {
  const chain = Array.from({ length: 20_000 }, (_, index) => node(`k${index}`, [`k${index + 1}`]));
  expect(topologicalOrder(chain)[0]).toBe('k19999');
  expect(findCycles([...chain, node('k20000', ['k0'])])[0]).toHaveLength(20_001);
});
