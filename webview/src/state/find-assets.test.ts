// Which assets a few letters find, in what order, and which of their letters were meant.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asset } from './asset-node.fixture.ts';
import { findAssets } from './find-assets.ts';

const of = (keys: readonly string[]) => keys.map((key) => asset(key));
const found = (query: string, ...keys: string[]) => findAssets(of(keys), query).map(({ asset: { key } }) => key);
/** The key with what was meant in brackets. */
const marked = (query: string, key: string) => {
  const [first] = findAssets(of([key]), query);
  const meant = new Set(first?.at);
  return first && [...key].map((letter, index) => (meant.has(index) ? `[${letter}]` : letter)).join('');
};

test('the whole name comes first, then its start, its last part, a word, starts of words, and the middle', () => {
  const keys = ['tailor', 'room', 'goldOrders', 'o_r', 'orders', 'or', 'gold/orders', 'gold/or'];
  expect(found('or', ...keys)).toEqual(['or', 'gold/or', 'orders', 'gold/orders', 'goldOrders', 'o_r', 'tailor']);
});

test('letters with gaps are found only where nothing fits better', () => {
  expect(found('our', 'rumour', 'tour', 'oluer')).toEqual(['tour', 'rumour']);
  expect(found('our', 'rum', 'oluer')).toEqual(['oluer']);
  expect(found('sro', 'orders')).toEqual([]);
});

test('case does not matter, a shorter key comes first, and then the alphabet', () => {
  expect(found('ORDER', 'orders', 'order', 'orderB', 'orderA')).toEqual(['order', 'orderA', 'orderB', 'orders']);
});

test('a word begins after a sign, with a capital or a number, in any script', () => {
  expect(found('п', 'цеПь', 'цепь')).toEqual(['цеПь', 'цепь']);
  expect(marked('2', 'a12b2')).toBe('a12b[2]');
  expect(marked('b2', 'aB12_2b')).toBe('a[B]12_[2]b');
});

test.each([
  ['gdr', 'goldDailyRevenue', '[g]old[D]aily[R]evenue'],
  ['golrev', 'goldDailyRevenue', '[g][o][l]dDaily[R][e][v]enue'],
  ['fin/rev', 'finance/gold/dailyRevenue', '[f][i][n]ance/gold/daily[R][e][v]enue'],
  ['gold rev', 'finance/gold/dailyRevenue', 'finance/[g][o][l][d]/daily[R][e][v]enue'],
  ['rev', 'prevRevenue', 'prev[R][e][v]enue'],
  ['dae', 'goldDailyRevenue', 'gol[d]D[a]ilyR[e]venue'],
])('%s means the letters of %s', (query, key, meant) => {
  expect(marked(query, key)).toBe(meant);
});

test('pieces must follow each other as they were typed', () => {
  expect(found('rev gold', 'gold/revenue', 'revenue/gold')).toEqual(['revenue/gold']);
});

test('no list is longer than a glance, and it holds the best of all', () => {
  const keys = Array.from({ length: 500 }, (_, index) => `b${index}a`);
  expect(found('a', ...keys, 'a2', 'a1')).toHaveLength(8);
  expect(found('a', ...keys, 'a2', 'a1').slice(0, 2)).toEqual(['a1', 'a2']);
});

test('whatever is typed: what is found spells it, letter by letter and in order', () => {
  const name = fc.string({ unit: fc.constantFrom('a', 'b', 'R', 'r', '_', '/', '1', 'ß', 'İ', '😀'), maxLength: 14 });
  fc.assert(
    fc.property(name, fc.array(name, { maxLength: 12 }), (query, keys) => {
      for (const { asset: node, at } of findAssets(of(keys), query)) {
        const spelled = at.map((index) => node.key[index]).join('');
        const typed = query.trim();
        const same = (text: string) => text.toLowerCase().replaceAll('/', '');
        expect(same(spelled)).toBe(same(typed));
        expect([...at].sort((a, b) => a - b)).toEqual(at);
      }
    }),
    { numRuns: 3_000 },
  );
});
