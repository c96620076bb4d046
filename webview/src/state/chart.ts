// What a chart needs besides its colours: a scale with round steps, and the same facts in words.
import type { ChartValue } from '@headwater/graph';
import { formatNumber } from './format.ts';

export interface ChartScale {
  readonly low: number;
  readonly high: number;
  /** Round numbers from low to high. */
  readonly ticks: readonly number[];
}

const STEPS = 4;
/** Far below what anyone measures, far above where numbers lose their digits. */
const SMALLEST = 1e-290;
/** More values than these are told as a range. */
const SPOKEN = 24;

/** Bars stand on zero; a line may begin where its values do. */
export function chartScale({ type, series }: ChartValue): ChartScale {
  const values = series.flatMap((each) => each.values.filter(Number.isFinite));
  if (type === 'bar' || values.length === 0) values.push(0);
  const [least, most] = [lowest(values), -lowest(values.map((value) => -value))];
  const size = Math.max(Math.abs(least), Math.abs(most));
  // Values that differ by less than a scale can say stand on one line, in its middle.
  const flat = most - least <= size * 1e-9;
  const step = roundStep((flat ? size : most - least) / STEPS || 1);
  const first = Math.floor(least / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(most / step - 1e-9));
  // Multiplied, not added up: 0.1 three times is not 0.3.
  const ticks = Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
  return { low: ticks[0] ?? 0, high: ticks.at(-1) ?? 1, ticks };
}

/** `Bar chart. revenue: Monday 12, Tuesday 14.` */
export function chartWords({ type, x, series }: ChartValue): string {
  const told = series.map(({ name, values }) => {
    const known = values.filter(Number.isFinite);
    if (known.length === 0) return `${name}: no values`;
    if (x.length * series.length <= SPOKEN)
      return `${name}: ${x.map((at, index) => `${at} ${numberWords(values[index])}`).join(', ')}`;
    const [least, most] = [lowest(known), -lowest(known.map((value) => -value))];
    return `${name}: ${x.length} points from ${formatNumber(least)} to ${formatNumber(most)}`;
  });
  return [`${type === 'bar' ? 'Bar' : 'Line'} chart`, ...told].map((sentence) => `${sentence}.`).join(' ');
}

export function numberWords(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? 'unknown' : formatNumber(value);
}

/** Short enough for an axis: `1.2M` */
export function tickWords(value: number): string {
  return new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 }).format(value);
}

/** 1, 2 or 5 times a power of ten, not below what is asked. */
function roundStep(wanted: number): number {
  if (wanted < SMALLEST) return SMALLEST;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const factor = [1, 2, 5, 10].find((each) => each * power >= wanted * (1 - 1e-9)) ?? 10;
  return factor * power;
}

function lowest(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Infinity);
}
