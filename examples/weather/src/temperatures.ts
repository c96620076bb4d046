// What is computed from the samples: pure functions, which know neither files nor databases.
import { op } from 'arquero';
import { asset, assetCheck, loadAs, meta, types } from 'headwater';
import { sfTemps } from './samples.ts';

/** The temperature high of each day. */
export const dailyTemperatureHighs = asset(
  { inputs: { sfTemps }, group: 'weather', kinds: ['typescript'], io: 'tables' },
  ({ sfTemps }, ctx) => {
    const days = Map.groupBy(sfTemps, ({ date }) => date.slice(0, 'yyyy-mm-dd'.length));
    const highs = Array.from(days, ([validDate, samples]) => ({
      validDate,
      maxTemp: Math.max(...samples.map(({ temp }) => temp)),
    }));
    ctx.addOutputMetadata({
      days: highs.length,
      highs: meta.chart({
        type: 'line',
        x: highs.map(({ validDate }) => validDate),
        series: [{ name: '°F', values: highs.map(({ maxTemp }) => maxTemp) }],
      }),
    });
    return highs;
  },
);

/** The ten hottest days, hottest first. */
export const hottestDates = asset(
  { inputs: { dailyTemperatureHighs }, group: 'weather', kinds: ['typescript'], io: 'tables' },
  ({ dailyTemperatureHighs }) => dailyTemperatureHighs.toSorted((a, b) => b.maxTemp - a.maxTemp).slice(0, 10),
);

/** The difference between each day's high and the previous day's; null for the first day. */
export const dailyTemperatureHighDiffs = asset(
  {
    inputs: { highs: loadAs(dailyTemperatureHighs, types.arquero) },
    group: 'weather',
    kinds: ['arquero'],
    io: 'tables',
  },
  ({ highs }) =>
    highs
      .orderby('validDate')
      .derive({ previous: op.lag('maxTemp') })
      .derive({ diff: (day) => (day.previous == null ? null : op.round((day.maxTemp - day.previous) * 10) / 10) })
      .select('validDate', 'diff'),
);

/** A day without a high would be compared with the wrong previous day. */
export const noDayIsMissing = assetCheck(dailyTemperatureHighs, { blocking: true }, (highs) => {
  const days = highs.map(({ validDate }) => Date.parse(validDate) / 86_400_000);
  const gaps = days.filter((day, i) => i > 0 && day - days[i - 1]! !== 1).length;
  return { passed: days.length > 0 && gaps === 0, metadata: { days: days.length, gaps } };
});
