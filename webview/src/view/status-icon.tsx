// A status as a shape; its colour comes from the stylesheet by the same name.
import type { StatusName } from '@headwater/graph';
import { Icon, type IconName } from '../controls/icon.tsx';

const SHAPES: Readonly<Record<StatusName, IconName>> = {
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
};

export function StatusIcon({ status }: { readonly status: StatusName }) {
  return <Icon name={SHAPES[status]} className={`status-icon status-${status}`} />;
}
