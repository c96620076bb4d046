// A collapsed group: one node that says how many assets it holds and how they are.
import type { Node, NodeProps } from '@xyflow/react';
import type { AssetKey, StatusName } from '@headwater/graph';
import { memo } from 'react';
import { Icon } from '../controls/icon.tsx';
import { failedSummary, type CheckSummary } from '../state/checks.ts';
import { STATUS_LABELS } from '../state/status-looks.ts';
import type { PageState } from '../state/page-state.ts';
import { CheckBadge } from './check-badge.tsx';
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
  const checks = readSummary(useAnswer(state.statuses.revision, () => summarizeChecks(state, keys)));
  const coming = useAnswer(state.statuses.revision, () => countComing(state, keys));
  const spoken = counts.map(([status, count]) => `${count} ${STATUS_LABELS[status]}`);
  return (
    <div
      {...focus}
      role="button"
      data-group={group}
      data-preview={coming > 0}
      className={`node group colour-${colour}`}
      aria-expanded={false}
      aria-label={[
        `group ${group}`,
        `${keys.length} assets`,
        ...spoken,
        ...(coming > 0 ? [`${coming} of them only once saved`] : []),
        ...(checks ? [checks.words] : []),
      ].join(', ')}
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
        <CheckBadge summary={checks} />
      </div>
    </div>
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

/** How many of them have no such status yet. */
function countComing({ statuses }: PageState, keys: readonly AssetKey[]): number {
  return keys.filter((key) => statuses.get(key)?.was !== undefined).length;
}

/** As a string, for the same reason. */
function summarizeChecks({ statuses }: PageState, keys: readonly AssetKey[]): string {
  return JSON.stringify(failedSummary(keys.map((key) => statuses.get(key))));
}

function readSummary(text: string): CheckSummary | null {
  return JSON.parse(text) as CheckSummary | null; // written by the function above
}

function readCounts(text: string): [StatusName, number][] {
  return JSON.parse(text) as [StatusName, number][]; // written by countStatuses
}
