// Slices in tests: a body is called with the key of one, and a run in this process makes one.
import { expect, test } from 'vitest';
import { materialize, testContext } from 'headwater';
import type { Deliveries } from './deliveries.ts';
import { orders, salesByCountry, weeklySales } from './sales.ts';

const order = { id: 1, time: '09:00', country: 'de', product: 'Filter', quantity: 2, price: 3.2 };

test('a country has what was ordered there, to the cent', async () => {
  const day = [order, { ...order, id: 2, quantity: 1, price: 0.1 }, { ...order, id: 3, country: 'fr' }];
  const ctx = testContext({ partitionKey: '2026-03-24|de' });
  expect(await salesByCountry({ orders: day }, ctx)).toEqual({ orders: 2, revenue: 6.5 });
  expect(ctx.metadata).toMatchObject({ revenue: { value: 6.5 } });
});

test('a week adds up its days, one without an order too', async () => {
  const ctx = testContext({ partitionKey: '2026-03-23' });
  expect(await weeklySales({ orders: { '2026-03-23': [order], '2026-03-24': [] } }, ctx)).toEqual({
    days: [
      { day: '2026-03-23', orders: 1, revenue: 6.4 },
      { day: '2026-03-24', orders: 0, revenue: 0 },
    ],
    revenue: 6.4,
  });
});

test('A24: one slice of a day and a country reads that day, and no other', async () => {
  const read: string[] = [];
  const deliveries: Deliveries = {
    list: () => Promise.resolve([]),
    read: (day) => Promise.resolve([{ ...order, id: read.push(day) }]),
  };
  const result = await materialize(
    { orders, salesByCountry },
    { partitionKey: '2026-03-24|de', resources: { deliveries } },
  );
  expect([result.success, read]).toEqual([true, ['2026-03-24']]);
  expect(result.values.salesByCountry).toEqual({ '2026-03-24|de': { orders: 1, revenue: 6.4 } });
});
