// Spells out what the named conditions stand for, in the operations the evaluation knows.
import type { Condition, PlainCondition } from '@headwater/graph';
import { conditionWords, cronWritten } from '@headwater/graph';

/** What is answered from facts, memory and the clock alone, of the asset that is asked. */
export type Leaf =
  | Exclude<
      PlainCondition,
      | 'eager'
      | 'onMissing'
      | 'newlyMissing'
      | 'anyDepsUpdated'
      | 'allDepsUpdated'
      | 'anyDepsMissing'
      | 'anyDepsInProgress'
    >
  /** Its newest update was made by a run that was to make the asset whose condition this is as well. */
  | 'executedWithRoot';

export type ConditionNode = { readonly id: number; readonly label: string } & Operation;

type Operation =
  | { readonly op: 'leaf'; readonly leaf: Leaf }
  | { readonly op: 'cronTickPassed' | 'updatedSinceTick'; readonly cron: string; readonly timezone: string | null }
  | { readonly op: 'olderThan'; readonly ms: number }
  | { readonly op: 'and' | 'or'; readonly of: readonly ConditionNode[] }
  | { readonly op: 'not' | 'newlyTrue'; readonly of: ConditionNode }
  | { readonly op: 'since'; readonly of: ConditionNode; readonly until: ConditionNode }
  /** Until it is requested or updated; with `tick`, an update before the last tick of that cron does not count. */
  | { readonly op: 'sinceHandled'; readonly of: ConditionNode; readonly tick: Tick | null }
  /** What comes true while the asset is being made stays true until that is over. */
  | { readonly op: 'held'; readonly of: ConditionNode }
  | {
      readonly op: 'eachDep';
      readonly all: boolean;
      readonly of: ConditionNode;
      readonly selection: string | null;
      /** Leaves out what no run can update. */
      readonly skipExternal: boolean;
    }
  /** Asks the upstream that `eachDep` is at; the slices that read those it gives. */
  | { readonly op: 'match'; readonly of: ConditionNode };

export interface Tick {
  readonly cron: string;
  readonly timezone: string | null;
}

/** Nodes are numbered in the order they are written: the same condition has the same numbers after a restart. */
export function compileCondition(condition: Condition): ConditionNode {
  let count = 0;
  const node = (label: string, operation: Operation): ConditionNode => ({ id: count++, label, ...operation });
  const leaf = (name: Leaf, label = `${name}()`): ConditionNode => node(label, { op: 'leaf', leaf: name });
  const not = (of: ConditionNode): ConditionNode => node(`not ${of.label}`, { op: 'not', of });
  const and = (label: string, ...of: ConditionNode[]): ConditionNode => node(label, { op: 'and', of });
  const or = (label: string, ...of: ConditionNode[]): ConditionNode => node(label, { op: 'or', of });
  const eachDep = (
    label: string,
    of: ConditionNode,
    more: { all?: boolean; selection?: string | null; skipExternal?: boolean } = {},
  ): ConditionNode => node(label, { op: 'eachDep', of, all: false, selection: null, skipExternal: false, ...more });
  const match = (of: ConditionNode): ConditionNode => node(of.label, { op: 'match', of });
  const sinceHandled = (of: ConditionNode, tick: Tick | null = null): ConditionNode =>
    node(`${of.label}, since last handled`, { op: 'sinceHandled', of, tick });
  const newlyMissing = (): ConditionNode => node('newlyMissing()', { op: 'newlyTrue', of: leaf('missing') });
  const updatedElsewhere = (): ConditionNode =>
    and(
      'updated by a run without this asset',
      leaf('newlyUpdated'),
      not(leaf('executedWithRoot', 'made in one run with this asset')),
    );
  const anyDepsUpdated = (): ConditionNode =>
    eachDep('anyDepsUpdated()', match(or('updated or about to be', updatedElsewhere(), leaf('willBeRequested'))));
  const anyDepsMissing = (): ConditionNode =>
    eachDep(
      'anyDepsMissing()',
      match(and('missing and not about to be made', leaf('missing'), not(leaf('willBeRequested')))),
    );
  const anyDepsInProgress = (): ConditionNode => eachDep('anyDepsInProgress()', match(leaf('inProgress')));

  const plain = (name: PlainCondition): ConditionNode => {
    switch (name) {
      case 'eager':
        return and(
          'eager()',
          leaf('inLatestTimeWindow'),
          sinceHandled(or('newlyMissing() or anyDepsUpdated()', newlyMissing(), anyDepsUpdated())),
          not(anyDepsMissing()),
          not(anyDepsInProgress()),
          not(leaf('inProgress')),
        );
      case 'onMissing':
        return and('onMissing()', leaf('inLatestTimeWindow'), sinceHandled(newlyMissing()), not(anyDepsMissing()));
      case 'newlyMissing':
        return newlyMissing();
      case 'anyDepsUpdated':
        return anyDepsUpdated();
      case 'allDepsUpdated':
        return eachDep(
          'allDepsUpdated()',
          or('updated or about to be', sinceHandled(match(updatedElsewhere())), match(leaf('willBeRequested'))),
          { all: true, skipExternal: true },
        );
      case 'anyDepsMissing':
        return anyDepsMissing();
      case 'anyDepsInProgress':
        return anyDepsInProgress();
      default:
        return leaf(name);
    }
  };
  const onCron = ({ cron, timezone }: Tick): ConditionNode => {
    const label = `onCron(${cronWritten(cron, timezone)})`;
    const ticked = node(`cronTickPassed(${cronWritten(cron, timezone)})`, { op: 'cronTickPassed', cron, timezone });
    const depUpdated = node('updated since the tick', { op: 'updatedSinceTick', cron, timezone });
    const due = and(
      'due since a tick',
      leaf('inLatestTimeWindow'),
      sinceHandled(ticked, { cron, timezone }),
      eachDep(
        'all upstream updated since the tick',
        match(or('updated since the tick or about to be', depUpdated, leaf('willBeRequested'))),
        {
          all: true,
          skipExternal: true,
        },
      ),
    );
    return node(label, { op: 'held', of: due });
  };
  const compile = (written: Condition): ConditionNode => {
    switch (written.is) {
      case 'onCron':
        return onCron(written);
      case 'cronTickPassed':
        return node(conditionWords(written), { op: 'cronTickPassed', cron: written.cron, timezone: written.timezone });
      case 'olderThan':
        return node(conditionWords(written), { op: 'olderThan', ms: written.ms });
      case 'and':
        return and('all of', ...written.of.map(compile));
      case 'or':
        return or('any of', ...written.of.map(compile));
      case 'not':
        return not(compile(written.of));
      case 'newlyTrue': {
        const of = compile(written.of);
        return node(`${of.label}, newly true`, { op: 'newlyTrue', of });
      }
      case 'since': {
        const of = compile(written.of);
        const until = compile(written.until);
        return node(`${of.label}, since ${until.label}`, { op: 'since', of, until });
      }
      case 'anyDeps':
      case 'allDeps':
        return eachDep(conditionWords(written), match(compile(written.of)), {
          all: written.is === 'allDeps',
          selection: written.selection,
        });
      default:
        return plain(written.is);
    }
  };
  return compile(condition);
}
