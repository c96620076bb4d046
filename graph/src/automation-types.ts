// What `automation_type:` and `partitions:` ask for: by what an asset is run, and in which slices it is made.
import type { Condition, PlainCondition } from './automation-model.ts';
import type { AssetNode } from './model.ts';
import { nearestName } from './nearest-name.ts';

/** An asset's condition, or a schedule or sensor that selects it. */
const RUN_BY = ['condition', 'schedule', 'sensor'] as const;

const WITH_ARGUMENTS = ['onCron', 'cronTickPassed', 'olderThan', 'anyDeps', 'allDeps'] as const;

const PLAIN: Readonly<Record<PlainCondition, true>> = {
  eager: true,
  onMissing: true,
  onFreshness: true,
  missing: true,
  newlyMissing: true,
  newlyUpdated: true,
  newlyRequested: true,
  willBeRequested: true,
  inProgress: true,
  executionFailed: true,
  codeChanged: true,
  dataChanged: true,
  checksPassed: true,
  checksFailed: true,
  anyDepsUpdated: true,
  allDepsUpdated: true,
  anyDepsMissing: true,
  anyDepsInProgress: true,
  initialEvaluation: true,
  inLatestTimeWindow: true,
};

/** `condition` is any of them; the rest are the names of conditions. */
const AUTOMATION_TYPES: readonly string[] = [...RUN_BY, ...WITH_ARGUMENTS, ...Object.keys(PLAIN)];

export const PARTITION_KINDS = ['time', 'static', 'dynamic', 'multi'] as const satisfies readonly NonNullable<
  AssetNode['partitions']
>['is'][];

/** Also as `on_cron`; null for what is none. */
export function automationType(written: string): string | null {
  const bare = (name: string): string => name.replaceAll('_', '').toLowerCase();
  return AUTOMATION_TYPES.find((each) => bare(each) === bare(written)) ?? null;
}

export function expectedAutomationType(written: string | null): string {
  const near = written === null ? null : nearestName(written, AUTOMATION_TYPES);
  const meant = near === null ? '' : ` (did you mean ${near}?)`;
  return `${RUN_BY.join(', ')} or the name of a condition such as eager or onCron after automation_type:${meant}`;
}

/** `condition` and the names of all that it is made of; none where there is none. */
export function conditionTypes(condition: Condition | undefined): readonly string[] {
  return condition === undefined ? [] : ['condition', ...new Set(namesIn(condition))];
}

function namesIn(condition: Condition): readonly string[] {
  switch (condition.is) {
    case 'and':
    case 'or':
      return condition.of.flatMap(namesIn);
    case 'not':
    case 'newlyTrue':
      return namesIn(condition.of);
    case 'since':
      return [...namesIn(condition.of), ...namesIn(condition.until)];
    case 'anyDeps':
    case 'allDeps':
      return [condition.is, ...namesIn(condition.of)];
    default:
      return [condition.is];
  }
}
