// What a status is called and which shape it has, the same on the page and in the editor's trees: never told by colour alone.
import type { StatusName } from '@headwater/graph';

/** One or two words for each status. */
export const STATUS_LABELS: Readonly<Record<StatusName, string>> = {
  fresh: 'fresh',
  stale: 'stale',
  'upstream-stale': 'upstream stale',
  never: 'never materialized',
  failed: 'failed',
  running: 'running',
  drift: 'drift',
  orphan: 'orphan',
  external: 'external',
  unknown: 'unknown',
};

/** Names of codicons. */
export const STATUS_SHAPES = {
  fresh: 'pass-filled',
  stale: 'warning',
  'upstream-stale': 'arrow-circle-up',
  never: 'circle-large',
  failed: 'error',
  running: 'loading',
  drift: 'git-compare',
  orphan: 'debug-disconnect',
  external: 'cloud',
  unknown: 'question',
} as const satisfies Readonly<Record<StatusName, string>>;
