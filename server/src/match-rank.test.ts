// How well a name fits what was typed of it.
import { expect, test } from 'vitest';
import { matchRank } from './match-rank.ts';

test('whole, then beginning, then a word, then a part, then letters in order; else nothing', () => {
  const names = ['rawOrders', 'orders', 'orders_daily', 'borders', 'or/den/series', 'crm/orders', 'reorder'];
  const fitting = names.flatMap((name) => {
    const rank = matchRank('Orders', name);
    return rank === null ? [] : [{ name, rank }];
  });
  expect(fitting.sort((a, b) => a.rank - b.rank)).toEqual([
    { name: 'orders', rank: 0 },
    { name: 'orders_daily', rank: 1 },
    { name: 'rawOrders', rank: 2 },
    { name: 'crm/orders', rank: 2 },
    { name: 'borders', rank: 3 },
    { name: 'or/den/series', rank: 4 },
  ]);
});

test('nothing typed fits everything', () => {
  expect(matchRank('', 'orders')).not.toBeNull();
});
