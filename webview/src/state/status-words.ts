// Says a status in the words of a node.
import { previewSummary, statusSummary, type AssetKey, type AssetNode, type AssetStatus } from '@headwater/graph';
import type { ShownStatus } from '../protocol.ts';
import { checkSummary, checksOf } from './checks.ts';
import type { StepProgress } from './page-state.ts';
import { partitionWords } from './partition-words.ts';
import { STATUS_LABELS } from './status-looks.ts';

/** `fresh, 2 min ago, 1,204 rows`, `Never materialized`: the lens' words, except where a node has room for plainer ones. */
export function statusWords(status: ShownStatus | undefined, now: Date): string {
  if (status === undefined) return STATUS_LABELS.unknown;
  const { was } = status;
  if (was !== undefined) return previewSummary({ ...status, was }, now);
  if (status.status === 'never') return STATUS_LABELS.never;
  return statusSummary(status, now);
}

/** The words for a node: its badge tells of the checks, and `stale once saved` leaves room for the cause. */
export function lineWords(status: ShownStatus | undefined, now: Date): string {
  const last = status?.lastMaterialization;
  const words = statusWords(last ? { ...status, lastMaterialization: { ...last, checks: [] } } : status, now);
  return status?.was === undefined ? words : words.replace(/^would (still )?be /, '$1');
}

/** The label of a status, or `would be stale once saved`. */
export function statusLabel(status: ShownStatus | undefined): string {
  if (status?.was === undefined) return STATUS_LABELS[status?.status ?? 'unknown'];
  return splitWords(statusWords({ ...status, causes: [] }, new Date())).head;
}

/** The status word, and what follows it. */
function splitWords(words: string): { readonly head: string; readonly tail: string } {
  const end = words.search(/[,:]/);
  return end < 0 ? { head: words, tail: '' } : { head: words.slice(0, end), tail: words.slice(end + 1).trim() };
}

/** As a node says it, the first part in the colour of the status: `fresh`, ` · 2 min ago · 10 rows`. */
export function lineParts(words: string): { readonly head: string; readonly more: string } {
  const { head, tail } = splitWords(words);
  return { head, more: tail === '' ? '' : ` · ${tail.replaceAll(', ', ' · ')}` };
}

const NUMBER = new Intl.NumberFormat('en-US');

/** `1,204 rows`, when they are known. */
export function rowsWords(status: AssetStatus | undefined): string | null {
  const rows = status?.lastMaterialization?.rows;
  return rows === undefined ? null : `${NUMBER.format(rows)} ${rows === 1 ? 'row' : 'rows'}`;
}

/** What a node is besides an asset: `made together with posts, comments`, `graph of 3 steps`. An external asset says so by its status. */
export function kindWords({ kind, ops = [], foreign }: AssetNode, together: readonly AssetKey[]): string | null {
  if (foreign) return `made by ${foreign.project}`;
  if (kind === 'graph') return `graph of ${ops.length} ${ops.length === 1 ? 'step' : 'steps'}`;
  return kind === 'multi' && together.length > 0 ? `made together with ${together.join(', ')}` : null;
}

/** `40 % · attempt 2 · Summed 60 of 100 orders` */
export function progressWords({ fraction, attempt, message }: StepProgress): string {
  const parts = [
    fraction === undefined ? '' : `${Math.round(Math.min(1, Math.max(0, fraction)) * 100)} %`,
    attempt === undefined ? '' : `attempt ${attempt}`,
    message,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** The name of a node for a screen reader: `bronzeOrders, fresh, 100 rows, 1 of 3 checks failed, group bronze`. */
export function spokenName(
  asset: AssetNode,
  of: {
    readonly status: ShownStatus | undefined;
    readonly together: readonly AssetKey[];
    readonly trouble?: string | null;
    /** Since the base of a diff. */
    readonly change?: string | undefined;
    /** That it is too old, and runs by itself. */
    readonly automated?: string | null;
  },
): string {
  const { status, together, trouble, change, automated } = of;
  const parts = [
    asset.key,
    kindWords(asset, together),
    trouble,
    change,
    statusLabel(status),
    automated,
    rowsWords(status),
    status?.partitions && partitionWords(status.partitions),
    status?.causes[0]?.message,
    checkSummary(checksOf(asset, status))?.words,
    `group ${asset.group}`,
  ];
  return parts.filter((part) => part !== null && part !== undefined).join(', ');
}
