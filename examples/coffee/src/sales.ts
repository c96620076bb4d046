// From the orders of a day to what a week and a country came to.
import { asset, assetCheck, automation, fromPartitions, mapping, meta, partitions } from 'headwater';
import { deliveries, type Order } from './deliveries.ts';
import { COUNTRIES, countries, days, weeks } from './slices.ts';

/** In euros; added up in cents. */
const revenueOf = (orders: readonly Order[]): number =>
  orders.reduce((cents, { quantity, price }) => cents + quantity * Math.round(price * 100), 0) / 100;

/** What was ordered on a day in all shops, as they delivered it. */
export const orders = asset(
  { group: 'source', kinds: ['csv'], resources: { deliveries }, partitions: days },
  async (ctx) => {
    const rows = await ctx.resources.deliveries.read(ctx.partitionKey);
    ctx.addOutputMetadata({ orders: rows.length, revenue: revenueOf(rows) });
    return rows;
  },
);

/** What was ordered in a country that no slice is made of would be missing below. */
export const countriesAreKnown = assetCheck(orders, { blocking: true }, (rows) => {
  const unknown = rows.filter(({ country }) => !COUNTRIES.some((known) => known === country));
  return { passed: unknown.length === 0, metadata: { unknown: unknown.map(({ id }) => id).join(', ') || 'none' } };
});

/** What one country sold on one day: `2026-03-24|de`. A day delivered again is counted again, in each country. */
export const salesByCountry = asset(
  {
    inputs: { orders },
    group: 'slices',
    kinds: ['typescript'],
    partitions: partitions.multi({ day: days, country: countries }),
    automation: automation.anyDepsUpdated().and(automation.inProgress().not()),
  },
  ({ orders }, ctx) => {
    const sold = orders.filter(({ country }) => ctx.partitionKey.endsWith(`|${country}`));
    const revenue = revenueOf(sold);
    ctx.addOutputMetadata({ revenue });
    return { orders: sold.length, revenue };
  },
);

/** A week: it reads the seven days that are in it. */
export const weeklySales = asset(
  { inputs: { orders }, group: 'slices', kinds: ['typescript'], partitions: weeks },
  ({ orders }, ctx) => {
    const byDay = Object.entries(orders).map(([day, rows]) => ({ day, orders: rows.length, revenue: revenueOf(rows) }));
    const revenue = revenueOf(Object.values(orders).flat());
    ctx.addOutputMetadata({ days: byDay.length, revenue, byDay: meta.table(byDay) });
    return { days: byDay, revenue };
  },
);

/** A country: it reads its own slice of every day. */
export const countrySales = asset(
  { inputs: { salesByCountry }, group: 'slices', kinds: ['typescript'], partitions: countries },
  ({ salesByCountry }, ctx) => {
    const sales = Object.values(salesByCountry);
    const revenue = sales.reduce((cents, day) => cents + Math.round(day.revenue * 100), 0) / 100;
    ctx.addOutputMetadata({ days: sales.length, revenue });
    return { orders: sales.reduce((sum, day) => sum + day.orders, 0), revenue };
  },
);

/** The report: made whole, of all weeks and of the newest day. */
export const salesReport = asset(
  {
    inputs: { weeklySales: fromPartitions(weeklySales, mapping.all()), newest: fromPartitions(orders, mapping.last()) },
    group: 'report',
    kinds: ['markdown'],
    automation: automation.eager(),
  },
  ({ weeklySales, newest }, ctx) => {
    const weeks = Object.entries(weeklySales).map(([week, { revenue }]) => ({ week, revenue }));
    const report = [
      '| week of | revenue |',
      '| --- | ---: |',
      ...weeks.map(({ week, revenue }) => `| ${week} | ${revenue.toFixed(2)} |`),
      '',
      `On the newest day ${newest.length} orders came to ${revenueOf(newest).toFixed(2)} euros.`,
    ].join('\n');
    ctx.addOutputMetadata({ weeks: weeks.length, report: meta.md(report) });
    return report;
  },
);
