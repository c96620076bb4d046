// The shapes of marks on a node, named as icons are: what became of it since the base, and how its checks came out.
import type { CheckOutcome } from './checks.ts';
import type { ChangeLook } from './diff.ts';

export const CHANGE_SHAPES = {
  added: 'add',
  changed: 'edit',
  renamed: 'arrow-right',
  removed: 'remove',
  stale: 'history',
} as const satisfies Readonly<Record<ChangeLook, string>>;

export const CHECK_SHAPES = {
  failed: 'close',
  warned: 'warning',
  'not-run': 'circle-large',
  passed: 'check',
} as const satisfies Readonly<Record<CheckOutcome, string>>;
