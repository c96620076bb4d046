// What runs by itself beside the conditions of the assets: files that arrive, and Mondays.
import { definitions, schedule, sensor } from 'headwater';
import { deliveries } from './deliveries.ts';
import { countriesAreKnown, countrySales, orders, salesByCountry, salesReport, weeklySales } from './sales.ts';

/** Each file that is new or was written again is one run, of its day alone. */
const newDeliveries = sensor(
  'new-deliveries',
  { selection: [orders], minimumInterval: '10s', resources: { deliveries } },
  async (ctx) => {
    const seen = Number(ctx.cursor ?? 0);
    const arrived = (await ctx.resources.deliveries.list()).filter(({ written }) => written > seen);
    if (arrived.length === 0) return ctx.skip('no shop delivered anything');
    for (const { day, written } of arrived) ctx.request({ runKey: `${day} ${written}`, partitionKey: day });
    ctx.setCursor(String(Math.max(...arrived.map(({ written }) => written))));
  },
);

/** Monday at six in Berlin: the week that has just ended. */
const closeOfWeek = schedule('close-of-week', {
  cron: '0 6 * * 1',
  timezone: 'Europe/Berlin',
  selection: [weeklySales],
  run: (ctx) => {
    const monday = new Date(ctx.scheduledTime.getTime() - 7 * 24 * 3_600_000).toISOString().slice(0, 10);
    if (monday > '2026-03-30') ctx.skip(`there are no samples of the week of ${monday}`);
    else ctx.request({ runKey: monday, partitionKey: monday });
  },
});

export const project = definitions({
  assets: { orders, salesByCountry, weeklySales, countrySales, salesReport, countriesAreKnown },
  resources: { deliveries },
  sensors: [newDeliveries],
  schedules: [closeOfWeek],
});
