// A collapsed group: one node that says how many assets it holds and how they are.
import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import type { AssetKey, StatusName } from '@headwater/graph';
import { memo } from 'react';
import { Icon } from '../controls/icon.tsx';
import { STATUS_LABELS } from '../state/status-words.ts';
import type { PageState } from '../state/page-state.ts';
import { StatusIcon } from './status-icon.tsx';
import { useNodeFocus } from './use-node-focus.ts';
import { useAnswer, usePage } from './use-page.ts';

export type GroupNodeData = {
  readonly group: string;
  readonly keys: readonly AssetKey[];
  readonly colour: number;
};

export const GroupNode = memo(function GroupNode({ id, data }: NodeProps<Node<GroupNodeData>>) {
  const { group, keys, colour } = data;
  const { state } = usePage();
  const focus = useNodeFocus(id);
  const counts = readCounts(useAnswer(state.statuses.revision, () => countStatuses(state, keys)));
  const spoken = counts.map(([status, count]) => `${count} ${STATUS_LABELS[status]}`);
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <div
        {...focus}
        role="button"
        data-group={group}
        className={`node group colour-${colour}`}
        aria-expanded={false}
        aria-label={[`group ${group}`, `${keys.length} assets`, ...spoken].join(', ')}
      >
        <div className="node-head">
          <Icon name="layers" className="group-icon" />
          <span className="node-name" title={group}>
            <bdi>{group}</bdi>
          </span>
          <span className="kind">{keys.length}</span>
        </div>
        <div className="group-counts">
          {counts.slice(0, 4).map(([status, count]) => (
            <span key={status} title={STATUS_LABELS[status]}>
              <StatusIcon status={status} />
              {count}
            </span>
          ))}
        </div>
      </div>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </>
  );
});

/** As one string, so that the node renders only when a number changes. */
function countStatuses({ statuses }: PageState, keys: readonly AssetKey[]): string {
  const counts = new Map<StatusName, number>();
  for (const key of keys) {
    const name = statuses.get(key)?.status ?? 'unknown';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return JSON.stringify([...counts].sort(([, a], [, b]) => b - a));
}

function readCounts(text: string): [StatusName, number][] {
  return JSON.parse(text) as [StatusName, number][]; // written by the function above
}
