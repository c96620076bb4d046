// What each row of the catalogue says: its name, its words, its shape and colour, and the name a screen reader speaks.
import {
  formatBytes,
  oneLine,
  previewSummary,
  statusSummary,
  type AssetNode,
  type AssetStatus,
  type Cause,
  type PreviewedStatus,
  type StatusName,
} from '@headwater/graph';
import type { StepProgress, StorageDocument } from '@headwater/runner/protocol';
import { STATUS_LABELS, STATUS_SHAPES, type EmptyState } from '@headwater/webview/protocol';
import type { Link } from './catalogue-links.ts';
import { countStatuses } from './status-book.ts';
import type { TreeRow } from './tree-row.ts';

const COLOURS: Readonly<Record<StatusName, string | null>> = {
  fresh: 'testing.iconPassed',
  stale: 'editorWarning.foreground',
  'upstream-stale': 'editorWarning.foreground',
  never: null,
  failed: 'testing.iconFailed',
  running: 'charts.blue',
  drift: 'charts.purple',
  orphan: null,
  external: null,
  unknown: null,
};

const CAUSE_SHAPES: Readonly<Record<Cause['kind'], string>> = {
  code: 'symbol-method',
  data: 'database',
  deps: 'references',
  upstream: 'arrow-circle-up',
  drift: 'git-compare',
  failed: 'error',
  missing: 'circle-outline',
  unknown: 'question',
};

/** Words of a failure can be a page; a row has room for this. */
const LONGEST_CAUSE = 160;

/** The sentence stands above the rows; the row is what helps. */
export function noticeRow(notice: EmptyState | null): TreeRow {
  const label = notice?.action?.label ?? '';
  return {
    label,
    description: '',
    icon: 'arrow-right',
    colour: null,
    open: null,
    context: 'notice',
    spoken: notice === null ? label : `${notice.title}. ${notice.message} ${label}`,
  };
}

export function projectRow(of: {
  readonly name: string;
  readonly statuses: readonly AssetStatus[];
  readonly storage: StorageDocument | null;
}): TreeRow {
  const { name, statuses, storage } = of;
  const counts = countStatuses(statuses);
  const description = [counts, storage === null ? '' : formatBytes(storage.total)]
    .filter((part) => part !== '')
    .join(' · ');
  return {
    label: name,
    description,
    icon: 'root-folder',
    colour: null,
    // Opening it starts its host.
    open: false,
    context: 'project',
    spoken: sentence(`project ${name}`, description),
  };
}

export function branchRow(of: {
  readonly by: 'group' | 'status';
  readonly name: string;
  readonly statuses: readonly AssetStatus[];
  readonly open: boolean;
}): TreeRow {
  const { by, name, statuses, open } = of;
  if (by === 'group') {
    const description = countStatuses(statuses) || String(statuses.length);
    return {
      label: oneLine(name),
      description,
      icon: 'layers',
      colour: null,
      open,
      context: 'group',
      spoken: sentence(`group ${oneLine(name)}`, description),
    };
  }
  const status = name as StatusName; // a branch by status is named by one
  const label = capital(STATUS_LABELS[status]);
  return {
    label,
    description: String(statuses.length),
    icon: shapeOf(status),
    colour: COLOURS[status],
    open,
    context: 'status',
    spoken: sentence(label, String(statuses.length)),
  };
}

export function assetRow(of: {
  /** Null for a moment, when it has just been deleted. */
  readonly node: AssetNode | null;
  readonly status: AssetStatus;
  readonly by: 'group' | 'status';
  /** Something stands up- or downstream of it. */
  readonly leads: boolean;
  readonly progress: StepProgress | null;
  readonly now: Date;
}): TreeRow {
  const { node, status, by, leads, progress, now } = of;
  const words = wordsOf(status, now, progress);
  const label = oneLine(status.key);
  return {
    label,
    description: by === 'group' ? words : underStatus(status, { words, group: node?.group ?? '' }),
    icon: shapeOf(status.status),
    colour: COLOURS[status.status],
    open: leads || status.causes.length > 0 ? false : null,
    context: contextOf(node),
    spoken: sentence(label, words, node === null ? '' : `group ${oneLine(node.group)}`),
  };
}

/** `reads orders`, below the row of the asset that does. */
export function linkRow(of: {
  /** Null for a moment, when it has just gone. */
  readonly link: Link | null;
  readonly node: AssetNode | null;
  readonly status: AssetStatus;
  /** It stands above already: the assets wait for each other. */
  readonly isAbove: boolean;
  readonly leads: boolean;
  readonly progress: StepProgress | null;
  readonly now: Date;
}): TreeRow {
  const { link, node, status, isAbove, leads, progress, now } = of;
  const label = `${link?.word ?? ''} ${oneLine(status.key)}`;
  const words = node === null ? 'missing' : wordsOf(status, now, progress);
  const description = isAbove ? `${words} · stands above already` : words;
  return {
    label,
    description,
    icon: shapeOf(status.status),
    colour: COLOURS[status.status],
    open: leads && !isAbove ? false : null,
    context: node === null ? 'missing' : contextOf(node),
    spoken: sentence(label, description, node === null ? '' : `group ${oneLine(node.group)}`),
  };
}

function contextOf(node: AssetNode | null): string {
  if (node?.foreign) return 'foreign';
  return node?.kind === 'external' ? 'external' : 'asset';
}

export function orphansRow(of: {
  readonly orphans: readonly AssetStatus[];
  readonly storage: StorageDocument | null;
}): TreeRow {
  const bytes = of.orphans.reduce((sum, { key }) => sum + (storedBytes(key, of.storage) ?? 0), 0);
  const description = `${of.orphans.length}${of.storage === null ? '' : ` · ${formatBytes(bytes)}`}`;
  return {
    label: 'Orphaned',
    description,
    icon: STATUS_SHAPES.orphan,
    colour: null,
    open: true,
    context: 'orphans',
    spoken: sentence('Orphaned: stored, but no longer defined', description),
  };
}

/** What cannot be read right now may be no orphan: nothing is offered to delete it. */
export function orphanRow(of: {
  readonly status: AssetStatus;
  readonly storage: StorageDocument | null;
  readonly now: Date;
}): TreeRow {
  const { status, storage, now } = of;
  const isOrphan = status.status === 'orphan';
  const bytes = storedBytes(status.key, storage);
  const parts = [
    ...(isOrphan ? [] : [STATUS_LABELS.unknown]),
    ...(bytes === null ? [] : [formatBytes(bytes)]),
    ...(status.declared === undefined ? [wordsOf(status, now)] : [`was ${placeWords(status.declared)}`]),
  ];
  const label = oneLine(status.key);
  return {
    label,
    description: parts.join(' · '),
    icon: shapeOf(status.status),
    colour: null,
    open: status.causes.length > 0 ? false : null,
    context: isOrphan ? 'orphan' : 'undecided',
    spoken: sentence(label, isOrphan ? 'orphaned' : '', ...parts),
  };
}

export function causeRow(cause: Cause | null): TreeRow {
  const label = cause === null ? '' : oneLine(cause.message, LONGEST_CAUSE);
  const description = cause?.file === undefined ? '' : placeWords({ ...cause, file: cause.file });
  return {
    label,
    description,
    icon: cause === null ? 'question' : CAUSE_SHAPES[cause.kind],
    colour: cause === null ? null : cause.kind === 'failed' ? COLOURS.failed : null,
    open: null,
    context: 'cause',
    spoken: sentence(label, description),
  };
}

export function placeWords({ file, line }: { readonly file: string; readonly line?: number | undefined }): string {
  return line === undefined ? oneLine(file) : `${oneLine(file)}:${line}`;
}

/** All that is stored of a key, older versions too; null where the store was not asked yet. */
export function storedBytes(key: string, storage: StorageDocument | null): number | null {
  return storage === null ? null : (storage.assets.find((each) => each.key === key)?.bytes ?? 0);
}

/** A row stands alone, so its one word is said in two. */
export function wordsOf(
  status: AssetStatus | PreviewedStatus,
  now: Date,
  progress: StepProgress | null = null,
): string {
  if (status.status === 'running' && progress) return runningWords(progress);
  if ('was' in status) return previewSummary(status, now);
  return status.status === 'never' ? STATUS_LABELS.never : statusSummary(status, now);
}

/** `running, 40 %, attempt 2, Summed 60 of 100 orders`, as its node says it. */
function runningWords({ fraction, attempt, message }: StepProgress): string {
  return sentence(
    STATUS_LABELS.running,
    fraction === undefined ? '' : `${Math.round(Math.min(1, Math.max(0, fraction)) * 100)} %`,
    attempt === undefined ? '' : `attempt ${attempt}`,
    oneLine(message),
  );
}

/** The branch above has said the status: a cause comes first, else the group. */
function underStatus(
  { causes }: AssetStatus,
  { words, group }: { readonly words: string; readonly group: string },
): string {
  const end = words.search(/[,:]/);
  const rest = end < 0 ? '' : words.slice(end + 1).trim();
  const parts = causes.length > 0 ? [rest, oneLine(group)] : [oneLine(group), rest];
  return parts.filter((part) => part !== '').join(' · ');
}

function shapeOf(status: StatusName): string {
  return status === 'running' ? `${STATUS_SHAPES.running}~spin` : STATUS_SHAPES[status];
}

function sentence(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ');
}

function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
