// An asset's materializations as a table for a terminal: a line for each, the numbers of its metadata as columns over time.
import { formatBytes, formatMetadata } from './format-metadata.ts';
import { shortRun } from './short-run.ts';
import type { CheckResult, Materialization } from './status-model.ts';
import { counted, oneLine } from './status-summary.ts';

export interface ToldMaterialization extends Omit<Materialization, 'code'> {
  /** Outcomes of the checks that ran with it. */
  readonly checks: readonly CheckResult[];
  /** Whether its value is still stored. */
  readonly kept: boolean;
}

export interface HistoryText {
  readonly key: string;
  /** Newest first. */
  readonly materializations: readonly ToldMaterialization[];
  readonly next: number | null;
  /** Those that are counted only. */
  readonly folded: { readonly count: number; readonly first: string; readonly last: string } | null;
  /** When its data was deleted. */
  readonly forgotten?: string;
}

/** More columns than these no terminal is wide enough for. */
const NUMBERS = 8;

export function formatHistoryText({ key, materializations, next, folded, forgotten }: HistoryText): string {
  const numbers = [...new Set(materializations.flatMap(numbersOf))].slice(0, NUMBERS);
  const body =
    materializations.length === 0
      ? [`${oneLine(key)} has never been materialized.`]
      : table([
          [
            'time (UTC)',
            'run',
            'partition',
            'rows',
            'size',
            'took',
            'env',
            'value',
            ...numbers.map((name) => oneLine(name, 24)),
            '',
          ],
          ...materializations.map((each) => cells(each, numbers)),
        ]);
  const more = next === null ? [] : [`Older ones: headwater history ${oneLine(key)} --limit 0 shows all.`];
  const counts = folded === null ? [] : [foldedLine(folded)];
  const gone = forgotten === undefined ? [] : [`Forgotten ${plainTime(forgotten)}: its stored data was deleted.`];
  return `${[...gone, ...body, ...more, ...counts].join('\n')}\n`;
}

function cells(of: ToldMaterialization, numbers: readonly string[]): string[] {
  const { time, run, partition, rows, bytes, durationMs, env, kept, metadata } = of;
  return [
    plainTime(time),
    shortRun(run),
    partition === undefined ? '' : oneLine(partition, 40),
    rows === undefined ? '' : counted(rows, '', '').trim(),
    bytes === undefined ? '' : formatBytes(bytes),
    of.reused ? '' : duration(durationMs),
    env === undefined ? '' : oneLine(env, 24),
    kept ? 'kept' : '',
    ...numbers.map((name) => {
      const value = metadata[name];
      return value && isNumber(value) ? formatMetadata(value) : '';
    }),
    remarks(of).join('; '),
  ];
}

function remarks({ reused, checks, storedAs }: ToldMaterialization): string[] {
  const failed = checks.filter(({ passed }) => !passed);
  return [
    ...(reused ? [`reused from ${shortRun(reused.run)}`] : []),
    ...(storedAs === undefined ? [] : [`as ${oneLine(storedAs)}`]),
    ...failed.map(({ name, severity }) => `check ${oneLine(name)} failed (${severity})`),
  ];
}

const isNumber = ({ kind }: { readonly kind: string }): boolean => kind === 'int' || kind === 'float';

const numbersOf = ({ metadata }: ToldMaterialization): string[] =>
  Object.entries(metadata).flatMap(([name, value]) => (isNumber(value) ? [name] : []));

function foldedLine({ count, first, last }: NonNullable<HistoryText['folded']>): string {
  const when = plainTime(first) === plainTime(last) ? plainTime(first) : `${plainTime(first)} to ${plainTime(last)}`;
  return `${counted(count, 'older one')} of ${when} ${count === 1 ? 'is' : 'are'} counted and not told of one by one.`;
}

const plainTime = (time: string): string =>
  oneLine(time)
    .replace('T', ' ')
    .replace(/\.\d+Z$/, '');

const duration = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

/** Counts stand under each other by their ends. */
const RIGHT = new Set(['rows', 'size', 'took']);

/** Columns in which no line has anything are left out. */
function table([head = [], ...lines]: readonly (readonly string[])[]): string[] {
  const columns = head.flatMap((title, i) => {
    const texts = lines.map((line) => line[i] ?? '');
    if (texts.every((text) => text === '')) return [];
    const width = Math.max(title.length, ...texts.map((text) => text.length));
    const isCount = RIGHT.has(title) || i > 7;
    return [
      [title, ...texts].map((text) => (isCount && i < head.length - 1 ? text.padStart(width) : text.padEnd(width))),
    ];
  });
  return [head, ...lines].map((_, i) =>
    columns
      .map((column) => column[i] ?? '')
      .join('  ')
      .trimEnd(),
  );
}
