// What hovering a row of the catalogue tells of an asset, as Markdown: every cause, what its last materialization left, and where it stands.
import {
  formatAge,
  formatBytes,
  formatMetadata,
  oneLine,
  shortRun,
  type AssetNode,
  type AssetStatus,
} from '@headwater/graph';
import type { StorageDocument } from '@headwater/runner/protocol';
import { STATUS_LABELS } from '@headwater/webview/protocol';
import { placeWords, storedBytes } from './catalogue-rows.ts';

export interface TooltipOptions {
  /** Null for an orphan. */
  readonly node: AssetNode | null;
  readonly status: AssetStatus;
  readonly storage: StorageDocument | null;
  readonly now: Date;
}

/** More numbers than these belong to the details of the page. */
const FACTS = 8;

export function catalogueTooltip(of: TooltipOptions): string {
  const { node, status } = of;
  const head = `**${plain(status.key)}**: ${STATUS_LABELS[status.status]}`;
  const description = node?.description?.split(/\n\s*\n/)[0] ?? null;
  const place = node ?? status.declared ?? null;
  const where =
    place === null
      ? []
      : [
          `${node === null ? 'It was declared in' : 'Declared in'} ${code(place)}${node === null ? '' : `, group ${plain(node.group)}`}`,
        ];
  return [
    head,
    ...causeLines(status),
    ...(description === null ? [] : [plain(description)]),
    ...lastLines(of),
    ...where,
  ].join('\n\n');
}

function causeLines({ causes }: AssetStatus): string[] {
  const lines = causes.map(({ message, file, line }) => {
    const at = file === undefined ? '' : ` (${code({ file, line })})`;
    return `- ${plain(message)}${at}`;
  });
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function lastLines({ status, storage, now }: TooltipOptions): string[] {
  const last = status.lastMaterialization;
  if (last === undefined) return [];
  const age = formatAge(last.time, now);
  const bytes = storedBytes(status.key, storage);
  const facts: readonly (readonly [string, string | null])[] = [
    ['Materialized', `${age ?? last.time} by run ${shortRun(last.run)}`],
    ['Rows', last.rows === undefined ? null : last.rows.toLocaleString('en-US')],
    ['Size', last.bytes === undefined ? null : formatBytes(last.bytes)],
    ['With older versions', bytes === null || bytes <= (last.bytes ?? 0) ? null : formatBytes(bytes)],
    ['Took', `${(last.durationMs / 1000).toLocaleString('en-US', { maximumFractionDigits: 2 })} s`],
    ['Checks', checkWords(status)],
    ...Object.entries(last.metadata)
      .slice(0, FACTS)
      .map(([name, value]) => [plain(name), plain(formatMetadata(value))] as const),
  ];
  return [
    facts
      .filter(([, value]) => value !== null)
      .map(([name, value]) => `${name}: ${value}`)
      .join('  \n'),
  ];
}

function checkWords({ lastMaterialization: last }: AssetStatus): string | null {
  if (last === undefined || last.checks.length === 0) return null;
  const failed = last.checks.filter(({ passed }) => !passed).map(({ name }) => plain(name));
  return failed.length === 0
    ? `${last.checks.length} passed`
    : `${failed.length} of ${last.checks.length} failed: ${failed.join(', ')}`;
}

/** A place in the project's source. */
function code(place: Parameters<typeof placeWords>[0]): string {
  return `\`${placeWords(place).replaceAll('`', "'")}\``;
}

/** Names and messages come from code: none of it may become a link, a picture or a heading. */
function plain(text: string): string {
  return oneLine(text, 300).replaceAll(/[\\`*_{}[\]()#+\-.!|<>~$@:/&]/g, (mark) => `\\${mark}`);
}
