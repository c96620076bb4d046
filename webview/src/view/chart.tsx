// A chart of metadata as SVG, in the editor's chart colours.
import type { ChartValue } from '@headwater/graph';
import { chartScale, chartWords, numberWords, tickWords, type ChartScale } from '../state/chart.ts';
import { formatNumber } from '../state/format.ts';

const WIDTH = 328;
const HEIGHT = 152;
/** Of one that stands among others, with its name above it. */
const SMALL_HEIGHT = 76;
const LEFT = 42;
const RIGHT = 4;
const TOP = 8;
const BOTTOM = 20;
/** One after the other, then from the start again; lines differ in their dashes, too. */
const COLOURS = 6;
const DASHES = ['', '6 3', '2 3', '8 3 2 3', '4 4', '1 3'];
/** More bars than these cannot be told apart. */
const MOST_BARS = 160;
const DOTS = 14;
const LABELS = 5;
const LABEL_LENGTH = 11;

export function Chart({ chart, small = false }: { readonly chart: ChartValue; readonly small?: boolean }) {
  const height = small ? SMALL_HEIGHT : HEIGHT;
  const bars = Math.max(1, Math.floor(MOST_BARS / Math.max(1, chart.series.length)));
  const cut = chart.type === 'bar' && chart.x.length > bars;
  const drawn = cut ? { ...chart, x: chart.x.slice(0, bars) } : chart;
  const scale = chartScale(chart);
  const y = (value: number): number =>
    TOP + (1 - (value - scale.low) / (scale.high - scale.low)) * (height - TOP - BOTTOM);
  if (chart.x.length === 0 || chart.series.length === 0) return <p className="preview-message">An empty chart.</p>;
  return (
    <figure className="chart">
      <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={chartWords(chart)}>
        <Axes chart={drawn} scale={small ? outerTicks(scale) : scale} y={y} height={height} />
        {drawn.type === 'bar' ? (
          <Bars chart={drawn} y={y} base={y(Math.max(scale.low, 0))} />
        ) : (
          <Lines chart={drawn} y={y} />
        )}
      </svg>
      {!small && (chart.series.length > 1 || chart.series[0]?.name) ? <Legend chart={chart} /> : null}
      {cut && <p className="preview-message">{`The first ${bars} of ${formatNumber(chart.x.length)} points.`}</p>}
    </figure>
  );
}

/** All that fits beside a small picture. */
function outerTicks({ low, high }: ChartScale): ChartScale {
  return { low, high, ticks: [low, high] };
}

interface MarksProps {
  readonly chart: ChartValue;
  readonly y: (value: number) => number;
}

function Axes({
  chart: { x },
  scale,
  y,
  height,
}: MarksProps & { readonly scale: ChartScale; readonly height: number }) {
  const every = Math.ceil(x.length / LABELS);
  return (
    <g aria-hidden="true">
      {scale.ticks.map((tick) => (
        <g key={tick}>
          <line
            className={tick === 0 ? 'chart-zero' : 'chart-grid'}
            x1={LEFT}
            x2={WIDTH - RIGHT}
            y1={y(tick)}
            y2={y(tick)}
          />
          <text className="chart-tick" x={LEFT - 6} y={y(tick) + 3.5} textAnchor="end">
            {tickWords(tick)}
          </text>
        </g>
      ))}
      {x.map((label, index) => {
        if (index % every !== 0) return null;
        const text = String(label);
        return (
          <text key={index} className="chart-tick" x={middleOf(index, x.length)} y={height - 5} textAnchor="middle">
            {text.length > LABEL_LENGTH ? `${text.slice(0, LABEL_LENGTH - 1)}…` : text}
          </text>
        );
      })}
    </g>
  );
}

function Bars({ chart: { x, series }, y, base }: MarksProps & { readonly base: number }) {
  const room = (WIDTH - LEFT - RIGHT) / x.length;
  const wide = (room * 0.76) / series.length;
  return series.map(({ name, values }, which) => (
    <g key={`${which} ${name}`} className={`series-${which % COLOURS}`}>
      {x.map((at, index) => {
        const value = values[index];
        if (value === undefined || !Number.isFinite(value)) return null;
        const left = LEFT + room * (index + 0.12) + wide * which;
        const [top, bottom] = [Math.min(y(value), base), Math.max(y(value), base)];
        return (
          <rect
            key={index}
            x={left}
            y={top}
            width={Math.max(0.5, wide - (wide > 4 ? 1 : 0))}
            height={bottom - top}
            rx={Math.min(1.5, wide / 4)}
          >
            <title>{markWords({ at, name, value })}</title>
          </rect>
        );
      })}
    </g>
  ));
}

function Lines({ chart: { x, series }, y }: MarksProps) {
  return series.map(({ name, values }, which) => {
    const points = x.flatMap((at, index) => {
      const value = values[index];
      return value === undefined || !Number.isFinite(value)
        ? []
        : [{ at, value, index, left: middleOf(index, x.length), top: y(value) }];
    });
    // A gap in the values is a gap in the line.
    const path = points.map(({ index, left, top }, position) => {
      const joined = points[position - 1]?.index === index - 1;
      return `${joined ? 'L' : 'M'}${left.toFixed(1)} ${top.toFixed(1)}`;
    });
    // Many points hide the line: they are there for the pointer only.
    const quiet = points.length > DOTS;
    return (
      <g key={`${which} ${name}`} className={`series-${which % COLOURS}`}>
        <path d={path.join(' ')} strokeDasharray={DASHES[which % DASHES.length]} />
        {points.length <= MOST_BARS &&
          points.map(({ at, value, index, left, top }) => (
            <circle key={index} cx={left} cy={top} r={quiet ? 4 : 2.25} className={quiet ? 'chart-point-quiet' : ''}>
              <title>{markWords({ at, name, value })}</title>
            </circle>
          ))}
      </g>
    );
  });
}

function Legend({ chart: { series, type } }: { readonly chart: ChartValue }) {
  // The picture's own name says it all; this is for the eye.
  return (
    <figcaption aria-hidden="true">
      {series.map(({ name }, which) => (
        <span key={`${which} ${name}`} className={`series-${which % COLOURS}`}>
          <svg viewBox="0 0 14 10" className="chart-swatch">
            {type === 'bar' ? (
              <rect x="2" width="10" height="10" rx="2" />
            ) : (
              <path d="M0 5H14" strokeDasharray={DASHES[which % DASHES.length]} />
            )}
          </svg>
          <bdi>{name}</bdi>
        </span>
      ))}
    </figcaption>
  );
}

function middleOf(index: number, count: number): number {
  return LEFT + ((index + 0.5) * (WIDTH - LEFT - RIGHT)) / count;
}

function markWords({
  at,
  name,
  value,
}: {
  readonly at: string | number;
  readonly name: string;
  readonly value: number;
}): string {
  return `${at}${name === '' ? '' : `, ${name}`}: ${numberWords(value)}`;
}
