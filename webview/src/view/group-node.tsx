// A collapsed group: one node that says how many assets it holds and how they are.
import type { Node, NodeProps } from '@xyflow/react';
import type { AssetKey, StatusName } from '@headwater/graph';
import { memo } from 'react';
import { Icon } from '../controls/icon.tsx';
import { failedSummary, type CheckSummary } from '../state/checks.ts';
import { shownName } from '../state/format.ts';
import { frequentStatuses } from '../state/count-statuses.ts';
import { STATUS_LABELS } from '../state/status-looks.ts';
import type { PageState } from '../state/page-state.ts';
import { ChangeCounts, useChangeCounts } from './change-mark.tsx';
import { ChosenMark } from './chosen-mark.tsx';
import { CheckBadge } from './check-badge.tsx';
import { SpokenName } from './spoken-name.tsx';
import { StatusIcon } from './status-icon.tsx';
import { TroubleMark } from './trouble.tsx';
import { useNodeFocus } from './use-node-focus.ts';
import { useAnswer, usePage } from './use-page.ts';

export type GroupNodeData = {
  readonly group: string;
  readonly keys: readonly AssetKey[];
  readonly colour: number;
};

export const GroupNode = memo(function GroupNode({ id, data }: NodeProps<Node<GroupNodeData>>) {
  const { group, keys, colour } = data;
  const { state, cycles } = usePage();
  const focus = useNodeFocus(id, keys);
  const counts = readCounts(
    useAnswer(state.statuses.revision, () =>
      JSON.stringify(frequentStatuses(present(state, keys), (key) => state.statuses.get(key)?.status)),
    ),
  );
  const checks = readSummary(useAnswer(state.statuses.revision, () => summarizeChecks(state, keys)));
  const coming = useAnswer(state.statuses.revision, () => countComing(state, keys));
  const active = useAnswer(state.view, () => keys.find((key) => key === state.view.get().active) ?? null);
  const waiting = useAnswer(cycles, () => keys.filter((key) => cycles.get().of.has(key)).length);
  const trouble = waiting === 0 ? null : `${waiting} in a cycle`;
  const changed = useChangeCounts(keys);
  const spoken = counts.map(([status, count]) => `${count} ${STATUS_LABELS[status]}`);
  return (
    <div
      {...focus}
      role="button"
      data-group={group}
      data-preview={coming > 0}
      data-active={active !== null}
      data-change={changed.words === '' ? undefined : 'some'}
      className={`node group colour-${colour}`}
      aria-expanded={false}
    >
      <SpokenName>
        {[
          `group ${shownName(group)}`,
          `${keys.length} assets`,
          ...(trouble === null ? [] : [trouble]),
          ...(active === null ? [] : [`the cursor is in ${active}`]),
          ...(changed.words === '' ? [] : [changed.words]),
          ...spoken,
          ...(coming > 0 ? [`${coming} of them only once saved`] : []),
          ...(checks ? [checks.words] : []),
        ].join(', ')}
      </SpokenName>
      <ChosenMark part={focus['data-chosen']} />
      <div className="node-head" aria-hidden="true">
        <Icon name="layers" className="group-icon" />
        <span className="node-name" title={group}>
          <bdi>{shownName(group)}</bdi>
        </span>
        <span className="kind">{keys.length}</span>
        <TroubleMark words={trouble} />
      </div>
      <div className="group-counts" aria-hidden="true">
        <ChangeCounts counts={changed.counts} />
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

/** What was removed has no status. */
function present({ assets, changes }: PageState, keys: readonly AssetKey[]): readonly AssetKey[] {
  return changes.get() === null ? keys : keys.filter((key) => assets.get()?.has(key));
}

/** How many of them have no such status yet. */
function countComing({ statuses }: PageState, keys: readonly AssetKey[]): number {
  return keys.filter((key) => statuses.get(key)?.was !== undefined).length;
}

/** As one string, so that the node renders only when it changes. */
function summarizeChecks({ statuses }: PageState, keys: readonly AssetKey[]): string {
  return JSON.stringify(failedSummary(keys.map((key) => statuses.get(key))));
}

function readSummary(text: string): CheckSummary | null {
  return JSON.parse(text) as CheckSummary | null; // written by the function above
}

function readCounts(text: string): [StatusName, number][] {
  return JSON.parse(text) as [StatusName, number][]; // what it was written from
}
