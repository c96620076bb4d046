// Deltas: what a reader that follows them has is what the writer has, and nothing is sent that did not change.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { documentOf, graphs, node } from '../test/graph-of.ts';
import { applyDelta, diffGraph } from './index.ts';

const sorted = (nodes: Iterable<{ readonly key: string }>) => [...nodes].sort((a, b) => (a.key < b.key ? -1 : 1));

test('following deltas from nothing gives each graph in turn', () => {
  fc.assert(
    fc.property(fc.array(graphs(), { minLength: 1, maxLength: 6 }), (versions) => {
      let held: ReturnType<typeof applyDelta> = new Map();
      versions.forEach((nodes, index) => {
        const previous = versions[index - 1];
        const delta = diffGraph(previous === undefined ? null : documentOf(previous), documentOf(nodes), index + 1);
        expect(delta).toMatchObject({ revision: index + 1, base: index === 0 ? null : index });
        held = applyDelta(held, JSON.parse(JSON.stringify(delta)));
        expect(sorted(held.values())).toEqual(sorted(nodes));
      });
    }),
  );
});

test('equal graphs make an empty delta, whoever made the objects', () => {
  fc.assert(
    fc.property(graphs(), (nodes) => {
      expect(diffGraph(documentOf(nodes), documentOf(structuredClone(nodes)), 2)).toMatchObject({
        upserted: [],
        removed: [],
      });
    }),
  );
});

test('only what changed is sent, and what did not keeps its identity', () => {
  const before = [node('a'), node('b', ['a']), node('c')];
  const after = [node('a'), node('b', ['a'], { line: 2 }), node('d')];
  const delta = diffGraph(documentOf(before), documentOf(after), 8);
  expect(delta).toEqual({ revision: 8, base: 7, upserted: [after[1], after[2]], removed: ['c'] });
  const held = applyDelta(new Map(before.map((each) => [each.key, each])), delta);
  expect(held.get('a')).toBe(before[0]);
});

test('a delta without base forgets what was held', () => {
  const delta = diffGraph(null, documentOf([node('a')]), 3);
  expect([...applyDelta(new Map([['old', node('old')]]), delta).keys()]).toEqual(['a']);
});

test('inputs in another order are another graph: they stand in source order', () => {
  const [one, other] = [node('c', ['a', 'b']), node('c', ['b', 'a'])];
  expect(diffGraph(documentOf([one]), documentOf([other]), 2).upserted).toEqual([other]);
});

test('an input under another name is another graph', () => {
  const [one, other] = [node('c', [], { inputs: { left: 'a' } }), node('c', [], { inputs: { right: 'a' } })];
  expect(diffGraph(documentOf([one]), documentOf([other]), 2).upserted).toEqual([other]);
});
