// Gold: the figures people ask for.
import { asset } from 'headwater';
import { roundToCents } from './money.ts';
import { silverOrdersEnriched } from './silver.ts';

/** Revenue and number of orders of each day (UTC). */
export const goldDailyRevenue = asset(
  { inputs: { silverOrdersEnriched }, group: 'gold', kinds: ['typescript'] },
  ({ silverOrdersEnriched }, ctx) => {
    const days = revenueBy(silverOrdersEnriched, (order) => order.createdAt.toISOString().slice(0, 10));
    ctx.addOutputMetadata({
      numDays: days.length,
      revenue: roundToCents(days.reduce((sum, { revenue }) => sum + revenue, 0)),
    });
    return days.map(({ name, ...figures }) => ({ day: name, ...figures })).sort((a, b) => (a.day < b.day ? -1 : 1));
  },
);

/** Revenue and number of orders of each product category, the largest first. */
export const goldRevenueByCategory = asset(
  { inputs: { silverOrdersEnriched }, group: 'gold', kinds: ['typescript'] },
  ({ silverOrdersEnriched }) =>
    revenueBy(silverOrdersEnriched, (order) => order.category ?? 'unknown')
      .map(({ name, ...figures }) => ({ category: name, ...figures }))
      .sort((a, b) => b.revenue - a.revenue),
);

/** Revenue and number of orders of each customer segment, the largest first. */
export const goldRevenueBySegment = asset(
  { inputs: { silverOrdersEnriched }, group: 'gold', kinds: ['typescript'] },
  ({ silverOrdersEnriched }) =>
    revenueBy(silverOrdersEnriched, (order) => order.segment ?? 'unknown')
      .map(({ name, ...figures }) => ({ segment: name, ...figures }))
      .sort((a, b) => b.revenue - a.revenue),
);

/** Sums `total` and counts orders under each name. */
function revenueBy<Order extends { total: number }>(orders: readonly Order[], nameOf: (order: Order) => string) {
  const sums = new Map<string, { revenue: number; orders: number }>();
  for (const order of orders) {
    const name = nameOf(order);
    const sum = sums.get(name) ?? { revenue: 0, orders: 0 };
    sums.set(name, { revenue: sum.revenue + order.total, orders: sum.orders + 1 });
  }
  return [...sums].map(([name, sum]) => ({ name, revenue: roundToCents(sum.revenue), orders: sum.orders }));
}
