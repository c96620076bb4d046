// What is wrong with the wiring is told of the right asset and the right edge, and nothing is told of sound wiring.
import { expect, test } from 'vitest';
import { asset as assetNode } from './asset-node.fixture.ts';
import { closingWords, cyclesOf, NO_CYCLES, troubleSentence, troubleWords } from './trouble.ts';

function graph(edges: Readonly<Record<string, readonly string[]>>) {
  const nodes = Object.entries(edges).map(([key, from]) => assetNode(key, from));
  const assets = new Map(nodes.map((node) => [node.key, node]));
  const cycles = cyclesOf(assets);
  const at = (key: string) => assets.get(key) ?? assetNode(key);
  return {
    cycles,
    words: (key: string) => troubleWords(at(key), { assets, cycles }),
    sentence: (key: string) => troubleSentence(at(key), { assets, cycles }),
  };
}

test('sound wiring has no trouble, and is no news', () => {
  const { cycles, words } = graph({ a: [], b: ['a'], c: ['a', 'b'] });
  expect(cycles).toBe(NO_CYCLES);
  expect(['a', 'b', 'c'].map(words)).toEqual([null, null, null]);
  expect(closingWords([{ from: 'a', to: 'b' }], cycles)).toBeNull();
});

test('all that wait for each other say so; one edge closes the cycle', () => {
  const { cycles, words, sentence } = graph({ a: ['c', 'start'], b: ['a'], c: ['b'], start: [], end: ['c'] });
  expect(['a', 'b', 'c'].map(words)).toEqual(Array(3).fill('in a cycle: a → b → c → a'));
  expect(['start', 'end'].map(words)).toEqual([null, null]);
  expect(sentence('b')).toContain('none can run: a → b → c → a. Take one of these inputs out.');
  expect(closingWords([{ from: 'c', to: 'a' }], cycles)).toBe('Closes a cycle, so none of it can run: a → b → c → a');
  expect(closingWords([{ from: 'a', to: 'b' }], cycles)).toBeNull();
});

test('an asset that reads itself, and what nothing declares', () => {
  const { words, sentence } = graph({ a: ['a'], report: ['orders', 'shop/customers'] });
  expect(words('a')).toBe('its own input');
  expect(sentence('a')).toContain('can never run');
  expect(words('report')).toBe('reads what nothing declares: orders, shop/customers');
  expect(sentence('report')).toContain('Correct the name, or declare it.');
});

test('of a way round of thousands the ends are told', () => {
  const keys = Array.from({ length: 2000 }, (_, n) => `n${String(n).padStart(4, '0')}`);
  const { words } = graph(Object.fromEntries(keys.map((key, n) => [key, [keys.at(n - 1) ?? '']])));
  expect(words('n1000')).toBe(
    'in a cycle: n0000 → n0001 → n0002 → n0003 → 1992 more → n1996 → n1997 → n1998 → n1999 → n0000',
  );
});
