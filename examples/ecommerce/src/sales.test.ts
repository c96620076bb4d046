// The job from bronze to gold, the report, and the rows that come in between.
import { expect, test } from 'vitest';
import { asset, materialize, testContext } from 'headwater';
import * as bronze from './bronze.ts';
import { markdownTable } from './markdown-table.ts';
import { salesReport } from './report.ts';
import * as sales from './sales.ts';
import { silverOrdersEnriched } from './silver.ts';

test('a line counts once, a cancelled one not at all', async () => {
  const clean = await sales.silverSales({
    bronzeSales: [
      { line: 1, shop: ' curitiba', amount: '1.10' },
      { line: 1, shop: ' curitiba', amount: '1.10' },
      { line: 2, shop: 'Curitiba', amount: '2.20' },
      { line: 3, shop: 'Curitiba', amount: 'cancelled' },
    ],
  });
  expect(clean).toEqual([
    { line: 1, shop: 'Curitiba', amount: 1.1 },
    { line: 2, shop: 'Curitiba', amount: 2.2 },
  ]);
  expect(await sales.goldSales({ silverSales: clean })).toEqual([{ shop: 'Curitiba', revenue: 3.3 }]);
});

test('B08: the job runs its three assets and no other; a fourth of their group joins', async () => {
  const result = await materialize({ ...bronze, ...sales }, { selection: 'job:"materializeAllSales"' });
  expect(result.errors).toEqual([]);
  expect(result.values.goldSales).toEqual([
    { shop: 'Salvador', revenue: 249 },
    { shop: 'Curitiba', revenue: 100 },
  ]);
  expect([result.values.bronzeSales?.length, result.values.silverSales?.length]).toEqual([6, 4]);
  expect(result.values.bronzeOrders).toBeUndefined();

  const bestShop = asset(
    { inputs: { goldSales: sales.goldSales }, group: 'sales' },
    ({ goldSales }) => goldSales[0]!.shop,
  );
  const extended = await materialize({ ...bronze, ...sales, bestShop }, { selection: 'job:"materializeAllSales"' });
  expect(extended.values.bestShop).toBe('Salvador');
});

test('the report says how many rows, what they sum to, and shows the first five', async () => {
  const enriched = await silverOrdersEnriched({
    bronzeOrders: await bronze.bronzeOrders(),
    bronzeProducts: await bronze.bronzeProducts(),
    bronzeCustomers: await bronze.bronzeCustomers(),
  });
  const ctx = testContext();
  const rows = await salesReport({ silverOrdersEnriched: enriched }, ctx);
  const [best] = rows;
  expect(rows).toHaveLength(10);
  expect(rows.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(175);
  expect(ctx.metadata).toEqual({
    numRows: { kind: 'int', value: 10 },
    revenueTotal: { kind: 'float', value: 37_482.5 },
    preview: {
      kind: 'md',
      value: expect.stringContaining(`| ${best!.product} | ${best!.quantity} | ${best!.total} |`),
    },
  });
});

test('a bar in a cell does not end it', () => {
  expect(markdownTable([{ product: 'A|B', total: 1 }])).toBe('| product | total |\n| --- | --- |\n| A\\|B | 1 |');
});
