// The box around the assets of a group, with its name and a way to close it.
import type { Node, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { Icon } from '../controls/icon.tsx';
import { shownName } from '../state/format.ts';
import { groupId } from '../state/node-id.ts';
import { SpokenName } from './spoken-name.tsx';
import { usePage } from './use-page.ts';

export type GroupBoxData = {
  readonly group: string;
  readonly count: number;
  readonly colour: number;
};

export const GroupBox = memo(function GroupBox({ data: { group, count, colour } }: NodeProps<Node<GroupBoxData>>) {
  const { actions } = usePage();
  const name = shownName(group);
  return (
    <div className={`box colour-${colour}`} data-box={group}>
      <button
        type="button"
        className="box-head nodrag"
        tabIndex={-1}
        aria-expanded={true}
        title={`Collapse ${name}`}
        onClick={({ shiftKey, ctrlKey, metaKey }) => {
          if (shiftKey) actions.chooseTo(groupId(group));
          else if (ctrlKey || metaKey) actions.toggleChosen(groupId(group));
          else actions.toggleGroup(group);
        }}
      >
        <SpokenName>{`Collapse group ${name}, ${count} ${count === 1 ? 'asset' : 'assets'}`}</SpokenName>
        <Icon name="chevron-down" />
        <span className="box-name" aria-hidden="true">
          <bdi>{name}</bdi>
        </span>
        <span className="box-count" aria-hidden="true">
          {count}
        </span>
      </button>
    </div>
  );
});
