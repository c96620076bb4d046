// The box around the assets of a group, with its name and a way to close it.
import type { Node, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { Icon } from '../controls/icon.tsx';
import { usePage } from './use-page.ts';

export type GroupBoxData = {
  readonly group: string;
  readonly count: number;
  readonly colour: number;
};

export const GroupBox = memo(function GroupBox({ data: { group, count, colour } }: NodeProps<Node<GroupBoxData>>) {
  const { actions } = usePage();
  return (
    <div className={`box colour-${colour}`} data-box={group}>
      <button
        type="button"
        className="box-head nodrag"
        tabIndex={-1}
        aria-expanded={true}
        aria-label={`Collapse group ${group}, ${count} ${count === 1 ? 'asset' : 'assets'}`}
        title={`Collapse ${group}`}
        onClick={() => actions.toggleGroup(group)}
      >
        <Icon name="chevron-down" />
        <span className="box-name">
          <bdi>{group}</bdi>
        </span>
        <span className="box-count">{count}</span>
      </button>
    </div>
  );
});
