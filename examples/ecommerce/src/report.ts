// A report that says of itself what a reader wants to know first.
import { asset, meta } from 'headwater';
import { markdownTable } from './markdown-table.ts';
import { roundToCents } from './money.ts';
import { silverOrdersEnriched } from './silver.ts';

/** What each product sold, the best first. */
export const salesReport = asset(
  { inputs: { silverOrdersEnriched }, group: 'report', kinds: ['typescript'] },
  ({ silverOrdersEnriched }, ctx) => {
    const products = new Map<string, { quantity: number; total: number }>();
    for (const { productName, quantity, total } of silverOrdersEnriched) {
      const sold = products.get(productName ?? 'unknown') ?? { quantity: 0, total: 0 };
      products.set(productName ?? 'unknown', { quantity: sold.quantity + quantity, total: sold.total + total });
    }
    const rows = Array.from(products, ([product, { quantity, total }]) => ({
      product,
      quantity,
      total: roundToCents(total),
    })).sort((a, b) => b.total - a.total);
    ctx.addOutputMetadata({
      numRows: rows.length,
      revenueTotal: roundToCents(rows.reduce((sum, { total }) => sum + total, 0)),
      preview: meta.md(markdownTable(rows.slice(0, 5))),
    });
    return rows;
  },
);
