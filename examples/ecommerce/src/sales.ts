// From bronze to gold in one file, and a job that makes all of it: what the tills of the shops sold.
import { asset, job } from 'headwater';
import { roundToCents } from './money.ts';

interface TillLine {
  readonly line: number;
  readonly shop: string;
  readonly amount: string;
}

/** What the tills sent, as they sent it: amounts are text, and a line may come twice. Made up here. */
export const bronzeSales = asset({ group: 'sales', kinds: ['typescript'] }, (): TillLine[] => [
  { line: 1, shop: 'Curitiba', amount: '19.90' },
  { line: 2, shop: ' salvador', amount: '249.00' },
  { line: 3, shop: 'Curitiba', amount: '5.50' },
  { line: 3, shop: 'Curitiba', amount: '5.50' },
  { line: 4, shop: 'Salvador', amount: 'cancelled' },
  { line: 5, shop: 'curitiba ', amount: '74.60' },
]);

/** Every line once, amounts as numbers, shops as they are written; what was cancelled is left out. */
export const silverSales = asset(
  { inputs: { bronzeSales }, group: 'sales', kinds: ['typescript'] },
  ({ bronzeSales }, ctx) => {
    const lines = new Map(bronzeSales.map((line) => [line.line, line]));
    const sales = Array.from(lines.values(), ({ line, shop, amount }) => ({
      line,
      shop: shop.trim().replace(/^./, (first) => first.toUpperCase()),
      amount: Number(amount),
    })).filter(({ amount }) => !Number.isNaN(amount));
    ctx.addOutputMetadata({ leftOut: bronzeSales.length - sales.length });
    return sales;
  },
);

/** What each shop sold, the largest first. */
export const goldSales = asset(
  { inputs: { silverSales }, group: 'sales', kinds: ['typescript'] },
  ({ silverSales }) => {
    const sums = new Map<string, number>();
    for (const { shop, amount } of silverSales) sums.set(shop, (sums.get(shop) ?? 0) + amount);
    return Array.from(sums, ([shop, revenue]) => ({ shop, revenue: roundToCents(revenue) })).sort(
      (a, b) => b.revenue - a.revenue,
    );
  },
);

/** A fourth asset of the group joins without an edit here. */
export const materializeAllSales = job('materializeAllSales', { selection: 'group:"sales"' });
