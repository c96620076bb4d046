// The line above the picture that says what it is compared with, what that comes to, and the smallest plan that follows.
import { useMemo } from 'react';
import { Button, IconButton } from '../controls/button.tsx';
import { Icon } from '../controls/icon.tsx';
import { baseName, countWords, planWords, shortCommit } from '../state/change-words.ts';
import type { Changes } from '../state/diff.ts';
import type { Comparison } from '../state/page-state.ts';
import { ChangeMark } from './change-mark.tsx';
import { useAnswer, usePage, useValue } from './use-page.ts';

const NO_PLAN: Changes['plan'] = [];
const CHANGE_BASE = 'Compare with another commit, branch or tag';

export function ChangesStrip() {
  const { state, actions } = usePage();
  const on = useAnswer(state.view, () => state.view.get().diff);
  const comparison = useValue(state.diff);
  const changes = useValue(state.changes);
  const toMake = useToMake(changes?.plan ?? NO_PLAN);
  if (!on) return null;
  const problem = comparison?.diff.problem ?? null;
  return (
    <section className="changes-strip" aria-label="Changes" data-problem={problem !== null}>
      <Icon name={problem === null ? 'git-compare' : 'warning'} className="changes-icon" />
      {comparison === null && <p className="changes-base">Comparing with what is committed…</p>}
      {problem !== null && <p className="changes-base changes-problem">{problem}</p>}
      {changes && <Base base={changes.base} />}
      <div className="changes-actions">
        {changes && <PlanActions changes={changes} toMake={toMake} />}
        {problem !== null && (
          <Button icon="git-branch" title={CHANGE_BASE} onClick={actions.chooseBase}>
            Change base
          </Button>
        )}
        <IconButton icon="close" label="Hide the changes" onClick={actions.toggleChanges} />
      </div>
      {changes && <Counts changes={changes} made={changes.plan.length - toMake.length} />}
      {comparison && <Notes {...comparison} />}
    </section>
  );
}

function Base({ base }: Pick<Changes, 'base'>) {
  const { actions } = usePage();
  const name = baseName(base);
  const commit = shortCommit(base.commit);
  const quoted = `“${base.title}”`;
  return (
    <p className="changes-base" title={`${base.commit} ${base.title}`}>
      <span className="changes-lead">Compared with </span>
      <button
        type="button"
        className="link changes-ref"
        aria-label={`Change base, now ${name}`}
        title={CHANGE_BASE}
        onClick={actions.chooseBase}
      >
        <bdi>{name}</bdi>
        <Icon name="chevron-down" />
      </button>{' '}
      {name === commit ? quoted : `(${commit} ${quoted})`}
    </p>
  );
}

/** What of the plan is still to be made: some of it may have been since it was written. */
function useToMake(plan: Changes['plan']): Changes['plan'] {
  const { state } = usePage();
  const keys = useAnswer(state.statuses.revision, () =>
    JSON.stringify(plan.filter((key) => state.statuses.get(key)?.status !== 'fresh')),
  );
  return useMemo(() => JSON.parse(keys) as Changes['plan'], [keys]); // of the line before
}

function Counts({ changes: { counts, plan }, made }: { readonly changes: Changes; readonly made: number }) {
  const told = countWords(counts);
  if (told.length === 0) return <p className="changes-counts">Nothing changed: every asset and edge is as it was.</p>;
  return (
    <ul className="changes-counts">
      {told.map(([look, words]) => (
        <li key={look}>
          <ChangeMark look={look} words={words} />
        </li>
      ))}
      <li className="changes-plan">{planWords(plan, made)}</li>
    </ul>
  );
}

interface PlanActionsProps {
  readonly changes: Changes;
  readonly toMake: Changes['plan'];
}

function PlanActions({ changes: { counts, plan }, toMake }: PlanActionsProps) {
  const { state, actions } = usePage();
  const runnable = useValue(state.project)?.runnable ?? false;
  const running = useValue(state.run) !== null;
  const only = useAnswer(state.view, () => state.view.get().onlyChanges);
  const some = countWords(counts).length > 0;
  return (
    <>
      {plan.length > 0 && (
        <Button
          shrinks
          icon="play"
          disabled={!runnable || running || toMake.length === 0}
          title={
            toMake.length === 0
              ? 'Everything in the plan is made already'
              : `Materializes what is not as the source has it any more: ${toMake.join(', ')}`
          }
          onClick={() => actions.materialize(toMake)}
        >
          Materialize these
        </Button>
      )}
      {(some || only) && (
        <Button
          shrinks
          icon="filter"
          pressed={only}
          title="Shows only what changed or becomes stale, and what is next to it"
          onClick={actions.toggleOnlyChanges}
        >
          Only changes
        </Button>
      )}
    </>
  );
}

/** What could not be compared, for who asks. */
function Notes({ diff: { notes } }: Comparison) {
  if (notes.length === 0) return null;
  return (
    <details className="changes-notes">
      <summary>
        <Icon name="warning" />
        {notes.length === 1 ? 'One thing could not be compared' : `${notes.length} things could not be compared`}
      </summary>
      <ul>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </details>
  );
}
