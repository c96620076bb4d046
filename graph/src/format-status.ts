// Statuses as text for a terminal: a line for each asset, its causes, and how many are in which state.
import { STATUS_NAMES, type AssetStatus, type StatusDocument, type StatusName } from './status-model.ts';
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

/** `now` is what ages are counted from. */
export function formatStatusText(document: Pick<StatusDocument, 'assets'>, now: Date): string {
  const { assets } = document;
  if (assets.length === 0) return 'No assets, and nothing stored.\n';
  const width = assets.reduce((widest, { key }) => Math.max(widest, oneLine(key).length), 0);
  const body = assets.flatMap((status) => lines(status, { width, now }));
  const counts = STATUS_NAMES.map((name) => ({ name, count: assets.filter(({ status }) => status === name).length }))
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${count} ${name}`);
  return `${body.join('\n')}\n\n${counted(assets.length, 'asset')}: ${counts.join(', ')}\n`;
}

function lines(status: AssetStatus, { width, now }: { readonly width: number; readonly now: Date }): string[] {
  const line = `${MARKS[status.status]} ${oneLine(status.key).padEnd(width)}  ${statusSummary({ ...status, causes: status.causes.slice(0, 1) }, now)}`;
  // The first cause stands in the summary, except where the summary tells of the data.
  const shown = status.status === 'fresh' || status.status === 'running' ? 0 : 1;
  return [line, ...status.causes.slice(shown).map((cause) => `${' '.repeat(width + 4)}${oneLine(cause.message)}`)];
}
