// Statuses as text for a terminal: a line for each asset, its causes, and how many are in which state.
import { formatBytes, formatMetadata } from './format-metadata.ts';
import type { CheckNode } from './model.ts';
import {
  STATUS_NAMES,
  type AssetStatus,
  type CheckResult,
  type Metadata,
  type StatusDocument,
  type StatusName,
} from './status-model.ts';
import { counted, oneLine, statusSummary } from './status-summary.ts';

/** Readable without colour, and without the marks. */
const MARKS: Readonly<Record<StatusName, string>> = {
  fresh: '●',
  stale: '◐',
  'upstream-stale': '◔',
  never: '○',
  failed: '✕',
  running: '▶',
  drift: '≠',
  orphan: '◌',
  external: '◇',
  unknown: '?',
};

export interface StatusText extends Pick<StatusDocument, 'assets'> {
  /** Those that are defined, so that one that never ran is told. */
  readonly checks?: readonly Pick<CheckNode, 'asset' | 'name'>[];
}

/** `now` is what ages are counted from. */
export function formatStatusText({ assets, checks = [] }: StatusText, now: Date): string {
  if (assets.length === 0) return 'No assets, and nothing stored.\n';
  const width = assets.reduce((widest, { key }) => Math.max(widest, oneLine(key).length), 0);
  const defined = Map.groupBy(checks, ({ asset }) => asset);
  // What nothing defines any more comes last.
  const body = assets
    .toSorted((a, b) => Number(isGone(a)) - Number(isGone(b)))
    .flatMap((status) => {
      const names = (defined.get(status.key) ?? []).map(({ name }) => name);
      const below = [
        ...furtherCauses(status),
        ...partitionLine(status),
        ...orphanLines(status),
        ...checkLines(status, names),
        ...metadataLine(status),
      ];
      return [firstLine(status, { width, now }), ...below.map((line) => `${' '.repeat(width + 4)}${line}`)];
    });
  const counts = STATUS_NAMES.map((name) => ({ name, count: assets.filter(({ status }) => status === name).length }))
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${count} ${name}`);
  return `${body.join('\n')}\n\n${counted(assets.length, 'asset')}: ${counts.join(', ')}\n`;
}

function firstLine(status: AssetStatus, { width, now }: { readonly width: number; readonly now: Date }): string {
  const summary = statusSummary({ ...status, causes: status.causes.slice(0, 1) }, now);
  return `${MARKS[status.status]} ${oneLine(status.key).padEnd(width)}  ${summary}`;
}

/** The first cause stands in the summary, except where the summary tells of the data. */
function furtherCauses({ status, causes }: AssetStatus): string[] {
  const shown = status === 'fresh' || status === 'running' ? 0 : 1;
  return causes.slice(shown).map(({ message }) => oneLine(message));
}

function isGone({ status, declared }: AssetStatus): boolean {
  return status === 'orphan' || declared !== undefined;
}

/** `18 fresh, 12 missing of 30 partitions`. */
function partitionLine({ partitions }: AssetStatus): string[] {
  if (partitions === undefined) return [];
  const { total } = partitions;
  const states = (['fresh', 'stale', 'missing', 'failed'] as const).filter((state) => partitions[state] > 0);
  const words = states.map((state) => `${partitions[state].toLocaleString('en-US')} ${state}`);
  return [total === 0 ? 'no partitions yet' : `${words.join(', ')} of ${counted(total, 'partition')}`];
}

/** Where it came from, what it takes, and the way out. */
function orphanLines({ key, status, declared, lastMaterialization: last }: AssetStatus): string[] {
  if (status !== 'orphan') return [];
  const at = declared === undefined ? '' : `:${declared.line ?? 1}`;
  const was =
    declared === undefined ? 'no definition makes it any more' : `last defined in ${oneLine(declared.file)}${at}`;
  const size = last?.bytes === undefined ? '' : `, ${formatBytes(last.bytes)}`;
  // A terminal would take these apart.
  const plain = /^[\w/.@:-]+$/.test(key) ? key : `'${oneLine(key).replaceAll("'", "'\\''")}'`;
  return [`${was}${size}; \`headwater forget ${plain}\` deletes what is stored`];
}

/** A failed check has a line for its reasons; the others share one. */
function checkLines({ lastMaterialization }: AssetStatus, defined: readonly string[]): string[] {
  const ran = lastMaterialization?.checks ?? [];
  const passed = ran.filter((check) => check.passed).map(({ name }) => `${oneLine(name)} passed`);
  const notRun = defined
    .filter((name) => !ran.some((check) => check.name === name))
    .map((name) => `${oneLine(name)} not run`);
  const others = [...passed, ...notRun];
  return [
    ...ran.filter((check) => !check.passed).map(failedCheck),
    ...(others.length === 0 ? [] : [`checks: ${others.join(', ')}`]),
  ];
}

function failedCheck({ name, severity, message, metadata }: CheckResult): string {
  const why = [...(message === undefined ? [] : [oneLine(message)]), ...facts(metadata)].join(', ');
  return `check ${oneLine(name)} failed (${severity})${why === '' ? '' : `: ${why}`}`;
}

function metadataLine({ lastMaterialization: last }: AssetStatus): string[] {
  return last === undefined || Object.keys(last.metadata).length === 0 ? [] : [facts(last.metadata).join(', ')];
}

/** One long value must not hide the others. */
const LONGEST_VALUE = 60;

function facts(metadata: Metadata): string[] {
  return Object.entries(metadata).map(
    ([name, value]) => `${oneLine(name)}: ${oneLine(formatMetadata(value), LONGEST_VALUE)}`,
  );
}
