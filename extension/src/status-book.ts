// The statuses of one project as the host last told them, with a running step shown at once.
import {
  formatMetadata,
  formatStored,
  previewSummary,
  statusSummary,
  type AssetKey,
  type AssetStatus,
  type PreviewedStatus,
  type StatusName,
} from '@headwater/graph';
import type { LensStatus, StoredFact } from '@headwater/server/protocol';
import type { StepProgress } from '@headwater/runner/protocol';

export class StatusBook {
  #statuses: ReadonlyMap<AssetKey, AssetStatus> = new Map();

  get all(): readonly AssetStatus[] {
    return [...this.#statuses.values()];
  }

  get byKey(): ReadonlyMap<AssetKey, AssetStatus> {
    return this.#statuses;
  }

  of(key: AssetKey): AssetStatus | null {
    return this.#statuses.get(key) ?? null;
  }

  /** Takes the host's answer; gives what differs from before, and whether a key disappeared. */
  replace(next: readonly AssetStatus[]): { readonly changed: readonly AssetStatus[]; readonly removed: boolean } {
    const before = this.#statuses;
    this.#statuses = new Map(next.map((status) => [status.key, status]));
    const changed = next.filter((status) => JSON.stringify(before.get(status.key)) !== JSON.stringify(status));
    return { changed, removed: [...before.keys()].some((key) => !this.#statuses.has(key)) };
  }

  /** A step has started; the host's next answer says the same. */
  markRunning(key: AssetKey): AssetStatus {
    const status: AssetStatus = { ...(this.#statuses.get(key) ?? { key }), status: 'running', causes: [] };
    this.#statuses = new Map(this.#statuses).set(key, status);
    return status;
  }

  /** The host is gone: what ran is not running, and what became of it only the next host can say. */
  interrupt(): readonly AssetStatus[] {
    const message = 'the runner host ended while it ran';
    const lost = this.all
      .filter(({ status }) => status === 'running')
      .map((status): AssetStatus => ({ ...status, status: 'unknown', causes: [{ kind: 'unknown', message }] }));
    const next = new Map(this.#statuses);
    for (const status of lost) next.set(status.key, status);
    this.#statuses = next;
    return lost;
  }

  /** With a preview, what the asset would be; what is stored stays what it is. */
  lensTexts({ now, progressOf = () => null, previews = new Map() }: LensQuestion): LensStatus[] {
    const unknown = [...previews.values()].filter(({ key }) => !this.#statuses.has(key));
    return [...this.all, ...unknown].map((recorded) => {
      const { key } = recorded;
      const preview = previews.get(key);
      const status = preview ?? recorded;
      const progress = status.status === 'running' ? progressOf(key) : null;
      const words = (of: AssetStatus): string =>
        progress
          ? runningText(progress)
          : preview
            ? previewSummary({ ...of, was: preview.was }, now)
            : lensText(of, now);
      const facts = storedFacts(status);
      const stored = formatStored(status, now);
      return {
        key,
        text: words(status),
        ...(status.causes.length > 0 && { brief: words({ ...status, causes: [] }) }),
        ...(facts.length > 0 && { facts }),
        ...(stored !== null && { stored, isStale: STALE.has(recorded.status) }),
      };
    });
  }
}

export interface LensQuestion {
  readonly now: Date;
  readonly progressOf?: (key: AssetKey) => StepProgress | null;
  readonly previews?: ReadonlyMap<AssetKey, PreviewedStatus>;
}

/** What is stored is not what would be made now. */
const STALE: ReadonlySet<StatusName> = new Set<StatusName>(['stale', 'upstream-stale', 'drift']);

/** What a hover says of the last materialization. */
function storedFacts({ causes, lastMaterialization: last }: AssetStatus): StoredFact[] {
  const why = causes.map(({ message, asset, file, line }): StoredFact => ({
    kind: 'cause',
    name: '',
    text: message,
    ...(asset !== undefined && { asset }),
    ...(file !== undefined && { file, line: line ?? 1 }),
  }));
  if (!last) return why;
  const checks = last.checks.map(({ name, passed, severity, message }): StoredFact => {
    const outcome = passed ? 'passed' : `failed (${severity})${message === undefined ? '' : `: ${message}`}`;
    return { kind: 'check', name, text: outcome };
  });
  const metadata = Object.entries(last.metadata).map(([name, value]): StoredFact => ({
    kind: 'metadata',
    name,
    text: formatMetadata(value),
  }));
  return [...why, ...checks, ...metadata];
}

/** A lens stands alone, so its one word is said in two. */
function lensText(status: AssetStatus, now: Date): string {
  return status.status === 'never' ? 'never materialized' : statusSummary(status, now);
}

/** `running 43 %, attempt 2`: what it says meanwhile would make the line jump. */
function runningText({ fraction, attempt }: StepProgress): string {
  const percent = fraction === undefined ? '' : ` ${Math.round(Math.min(1, Math.max(0, fraction)) * 100)} %`;
  return `running${percent}${attempt === undefined ? '' : `, attempt ${attempt}`}`;
}

/** `2 would become stale · 1 not saved yet`; empty where nothing would become another. */
export function countPreviews(previews: Iterable<PreviewedStatus>): string {
  const counts = new Map<string, number>();
  for (const preview of previews) {
    const word = previewWord(preview);
    if (word !== null) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].map(([word, count]) => `${count} ${word}`).join(' · ');
}

function previewWord({ was, status, lastMaterialization }: PreviewedStatus): string | null {
  if (status === 'orphan') return 'removed';
  if (was === null && !lastMaterialization) return 'not saved yet';
  if (STALE.has(status)) return was !== null && STALE.has(was) ? null : 'would become stale';
  return status === was ? null : `would become ${words[status] ?? status}`;
}

/** In the order they are told: what is well first, then what asks for something. */
const spoken: readonly StatusName[] = [
  'fresh',
  'running',
  'failed',
  'stale',
  'upstream-stale',
  'never',
  'drift',
  'unknown',
];
const words: Partial<Record<StatusName, string>> = { 'upstream-stale': 'upstream stale', never: 'never materialized' };

/** `5 fresh · 2 stale`; what nothing can be done about (external, orphan) is left out. */
export function countStatuses(statuses: readonly AssetStatus[]): string {
  return spoken
    .map((name) => ({ name, count: statuses.filter(({ status }) => status === name).length }))
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${count} ${words[name] ?? name}`)
    .join(' · ');
}
