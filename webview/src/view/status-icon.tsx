// A status as a shape; its colour comes from the stylesheet by the same name.
import type { StatusName } from '@headwater/graph';
import { Icon } from '../controls/icon.tsx';
import { STATUS_SHAPES } from '../state/status-looks.ts';

export interface StatusIconProps {
  readonly status: StatusName;
  /** It is not so yet: a dashed ring goes around it. */
  readonly isPreview?: boolean;
}

export function StatusIcon({ status, isPreview = false }: StatusIconProps) {
  const preview = isPreview ? ' status-preview' : '';
  return <Icon name={STATUS_SHAPES[status]} className={`status-icon status-${status}${preview}`} />;
}
