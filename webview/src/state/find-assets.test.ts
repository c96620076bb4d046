// Which assets a few letters find, and in what order.
import { expect, test } from 'vitest';
import { asset } from './asset-node.fixture.ts';
import { findAssets } from './find-assets.ts';

const found = (query: string, ...keys: string[]) =>
  findAssets(
    keys.map((key) => asset(key)),
    query,
  ).map(({ key }) => key);

test('the start of a key comes first, then the start of a word, then the middle, then letters with gaps', () => {
  expect(found('or', 'tailor', 'room', 'goldOrders', 'o_r', 'orders', 'gold/orders')).toEqual([
    'orders',
    'goldOrders',
    'gold/orders',
    'tailor',
    'o_r',
  ]);
  expect(found('our', 'rumour', 'tour')).toEqual(['tour', 'rumour']);
});

test('case does not matter, a shorter key comes first, and then the alphabet', () => {
  expect(found('ORDER', 'orders', 'order', 'orderB', 'orderA')).toEqual(['order', 'orderA', 'orderB', 'orders']);
});

test('a word begins after a sign or with a capital, in any script', () => {
  expect(found('п', 'цеПь', 'цепь')).toEqual(['цеПь', 'цепь']);
});

test('letters out of order find nothing, and no list is longer than a glance', () => {
  expect(found('sro', 'orders')).toEqual([]);
  expect(found('a', ...Array.from({ length: 50 }, (_, index) => `a${index}`))).toHaveLength(8);
});
