// An asset is a function: hand it made-up inputs and look at what it returns. No store, no run.
import { expect, test } from 'vitest';
import { bronzeCustomers, bronzeOrders, bronzeProducts } from './bronze.ts';
import { goldDailyRevenue, goldRevenueByCategory, goldRevenueBySegment } from './gold.ts';
import { silverOrdersEnriched } from './silver.ts';

const order = { orderId: 1, customerId: 1, productId: 1, createdAt: new Date('2026-03-01T00:00:00Z') };

test('revenue calculation: the total is quantity times price, with or without a known product', async () => {
  const result = await silverOrdersEnriched({
    bronzeOrders: [
      { ...order, quantity: 2, price: 10 },
      { ...order, quantity: 3, price: 20 },
    ],
    bronzeProducts: [],
    bronzeCustomers: [],
  });
  expect(result.map(({ total }) => total)).toEqual([20, 60]);
  expect(result[0]).toMatchObject({ category: null, segment: null });
});

test('an order gets the columns of its product and its customer', async () => {
  const [enriched] = await silverOrdersEnriched({
    bronzeOrders: [{ ...order, quantity: 1, price: 5 }],
    bronzeProducts: [{ productId: 1, name: 'Lamp', category: 'Home' }],
    bronzeCustomers: [{ customerId: 1, name: 'Ana', city: 'Salvador', segment: 'Premium' }],
  });
  expect(enriched).toEqual({
    ...order,
    quantity: 1,
    price: 5,
    total: 5,
    productName: 'Lamp',
    category: 'Home',
    city: 'Salvador',
    segment: 'Premium',
  });
});

test('the whole pipeline, called by hand: no order is lost on the way', async () => {
  const enriched = await silverOrdersEnriched({
    bronzeOrders: await bronzeOrders(),
    bronzeProducts: await bronzeProducts(),
    bronzeCustomers: await bronzeCustomers(),
  });
  expect(enriched).toHaveLength(100);
  expect(enriched[3]).toMatchObject({
    orderId: 4,
    quantity: 3,
    price: 299.9,
    total: 899.7,
    category: 'Sports',
    segment: 'Standard',
  });
  // 25 × (99.90 + 2 × 149.90 + 199.90 + 3 × 299.90)
  const revenue = 37_482.5;
  const given = { silverOrdersEnriched: enriched };
  const days = await goldDailyRevenue(given);
  expect(days.map(({ day, orders }) => [day, orders])).toEqual([
    ['2026-03-01', 24],
    ['2026-03-02', 24],
    ['2026-03-03', 24],
    ['2026-03-04', 24],
    ['2026-03-05', 4],
  ]);
  for (const rows of [days, await goldRevenueByCategory(given), await goldRevenueBySegment(given)]) {
    expect(rows.reduce((sum, each) => sum + each.orders, 0)).toBe(100);
    expect(rows.reduce((sum, each) => sum + each.revenue, 0)).toBeCloseTo(revenue, 6);
  }
});
