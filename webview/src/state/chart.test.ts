// Scales with round steps, and charts in words.
import type { ChartValue } from '@headwater/graph';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chartScale, chartWords, tickWords } from './chart.ts';

const chart = (type: ChartValue['type'], ...values: number[]): ChartValue => ({
  type,
  x: values.map((_, index) => index),
  series: [{ name: 'n', values }],
});

test.each<[ChartValue, number[]]>([
  [chart('bar', 3, 97), [0, 50, 100]],
  [chart('bar', -6, 240), [-100, 0, 100, 200, 300]],
  [chart('line', 0.1, 0.35), [0.1, 0.2, 0.3, 0.4]],
  [chart('line', 5, 5), [4, 6]],
  [chart('line'), [0, 1]],
])('%j', (value, ticks) => {
  expect(chartScale(value)).toEqual({ low: ticks[0], high: ticks.at(-1), ticks });
});

test('every value lies on the scale, zero on that of bars, and there are a handful of ticks', () => {
  const number = fc.double({ min: -1e12, max: 1e12, noNaN: true });
  fc.assert(
    fc.property(
      fc.constantFrom('bar' as const, 'line' as const),
      fc.array(number, { maxLength: 20 }),
      (type, values) => {
        const { low, high, ticks } = chartScale(chart(type, ...values));
        const slack = Math.max(...values.map(Math.abs), 1) * 1e-6;
        for (const value of values) expect(value >= low - slack && value <= high + slack).toBe(true);
        if (type === 'bar') expect(low <= 0 && high >= 0).toBe(true);
        expect(high > low && ticks.length >= 2 && ticks.length <= 8).toBe(true);
      },
    ),
    { numRuns: 1_000 },
  );
});

test('few values are told one by one, many as a range, and none as such', () => {
  expect(chartWords(chart('bar', 1, 2000))).toBe('Bar chart. n: 0 1, 1 2,000.');
  expect(chartWords({ ...chart('line', 1, NaN), x: ['Mon', 'Tue'] })).toBe('Line chart. n: Mon 1, Tue unknown.');
  expect(chartWords(chart('line', ...Array.from({ length: 30 }, (_, index) => index)))).toBe(
    'Line chart. n: 30 points from 0 to 29.',
  );
  expect(chartWords({ type: 'bar', x: [], series: [{ name: 'n', values: [] }] })).toBe('Bar chart. n: no values.');
  expect([1_200_000, 0.5, -300].map(tickWords)).toEqual(['1.2M', '0.5', '-300']);
});
