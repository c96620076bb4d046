// What differs from a base, as text for a terminal: assets and edges that came, went and changed, and what is to be made again.
import type { EdgeDiff } from './edge-diff.ts';
import type { AssetDiff, GraphDiff } from './graph-diff.ts';
import { counted, oneLine } from './status-summary.ts';

/** Readable without colour. */
const MARKS: Readonly<Record<Exclude<AssetDiff['change'], 'downstream'>, string>> = {
  added: '+',
  removed: '-',
  changed: '~',
  renamed: '>',
};

/** Of a diff without a `problem`. */
export function formatDiffText({ base, assets, edges, plan, notes }: GraphDiff): string {
  const name = `${oneLine(base.ref)} (${base.commit.slice(0, 7)} ${oneLine(base.title)})`;
  const below = notes.map((note) => `note: ${oneLine(note)}\n`).join('');
  if (assets.length === 0 && edges.length === 0)
    return `Nothing differs from ${name}: the same assets, edges and code.\n${below}`;
  const own = assets.filter(({ change }) => change !== 'downstream');
  const width = widest([...own, ...assets.filter(({ stale }) => stale)].map(({ key }) => key));
  const byKey = new Map(assets.map((each) => [each.key, each]));
  const lines = [
    `Compared with ${name}`,
    ...section(
      'assets',
      own.flatMap((each) => assetLines(each, width)),
    ),
    ...section('edges', edges.map(edgeLine)),
    plan.length === 0
      ? '\nNothing becomes stale.'
      : `\nbecomes stale: ${counted(plan.length, 'asset')}; the smallest plan, upstream first:`,
    ...plan.map((key) => `  ${oneLine(key).padEnd(width + 2)}  ${reason(byKey.get(key))}`.trimEnd()),
  ];
  return `${lines.join('\n')}\n${below === '' ? '' : `\n${below}`}`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`\n${title}`, ...lines.map((line) => `  ${line}`)];
}

/** A line for each further piece. */
function assetLines({ key, change, was, pieces }: AssetDiff, width: number): string[] {
  if (change === 'downstream') return [];
  const [first, ...more] = pieces.map(({ message, file, line }) => {
    const place = `${file}:${line}`;
    return oneLine(message.includes(place) ? message : `${message} (${place})`);
  });
  const about =
    change === 'removed'
      ? ` (it was in ${oneLine(was?.file ?? '')}:${was?.line ?? 1})`
      : change === 'renamed'
        ? `, was ${oneLine(was?.key ?? '')}`
        : '';
  const words = `${change}${about}${first === undefined ? '' : `: ${first}`}`;
  return [
    `${MARKS[change]} ${oneLine(key).padEnd(width)}  ${words}`,
    ...more.map((each) => `${' '.repeat(width + 4)}${each}`),
  ];
}

function edgeLine({ from, to, input, change }: EdgeDiff): string {
  const as = input === null ? ' (order only)' : input === from ? '' : ` (as ${oneLine(input)})`;
  return `${MARKS[change]} ${oneLine(from)} → ${oneLine(to)}${as}`;
}

/** What it does itself goes before what is above it. */
function reason(diff: AssetDiff | undefined): string {
  if (diff === undefined || diff.change === 'added') return diff?.change ?? '';
  const isOwn = diff.because.length === 0 || diff.pieces.some(({ kind }) => kind !== 'option');
  return isOwn ? 'changed' : `because of ${diff.because.map((key) => oneLine(key)).join(', ')}`;
}

function widest(keys: readonly string[]): number {
  return keys.reduce((width, key) => Math.max(width, oneLine(key).length), 0);
}
