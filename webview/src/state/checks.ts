// The checks of an asset as they stand: defined ones with their latest outcome, and the one word and number a badge has room for.
import type { AssetNode, AssetStatus, CheckResult } from '@headwater/graph';

/** `warned`: failed, and of severity `warn`. */
export type CheckOutcome = 'failed' | 'warned' | 'not-run' | 'passed';

export interface AssetCheck {
  readonly name: string;
  readonly outcome: CheckOutcome;
  /** Null until it has run. */
  readonly result: CheckResult | null;
}

export interface CheckSummary {
  /** The one that matters most. */
  readonly outcome: CheckOutcome;
  /** How many checks came out so; a failed check counts whatever its severity. */
  readonly count: number;
  /** `1 of 3 checks failed` */
  readonly words: string;
}

/** What matters most first. */
const RANK: readonly CheckOutcome[] = ['failed', 'warned', 'not-run', 'passed'];
const VERBS: Readonly<Record<CheckOutcome, string>> = {
  failed: 'failed',
  warned: 'failed as a warning',
  'not-run': 'not run',
  passed: 'passed',
};

export function checksOf({ checks }: AssetNode, status: AssetStatus | undefined): AssetCheck[] {
  const results = status?.lastMaterialization?.checks ?? [];
  return checks.map((name) => {
    const result = results.find((each) => each.name === name) ?? null;
    return { name, outcome: outcomeOf(result), result };
  });
}

/** Null where there are none. */
export function checkSummary(checks: readonly AssetCheck[]): CheckSummary | null {
  const outcome = RANK.find((each) => checks.some((check) => check.outcome === each));
  if (outcome === undefined) return null;
  const failed = outcome === 'failed' || outcome === 'warned';
  const count = checks.filter((check) => (failed ? check.result?.passed === false : check.outcome === outcome)).length;
  const all = `${checks.length} ${checks.length === 1 ? 'check' : 'checks'}`;
  return { outcome, count, words: `${count === checks.length ? '' : `${count} of `}${all} ${VERBS[outcome]}` };
}

function outcomeOf(result: CheckResult | null): CheckOutcome {
  if (result === null) return 'not-run';
  if (result.passed) return 'passed';
  return result.severity === 'error' ? 'failed' : 'warned';
}

/** Failed checks of many assets in one; null where none failed. */
export function failedSummary(statuses: Iterable<AssetStatus | undefined>): CheckSummary | null {
  const failed = [...statuses].flatMap(
    (status) => status?.lastMaterialization?.checks.filter(({ passed }) => !passed) ?? [],
  );
  if (failed.length === 0) return null;
  const outcome = failed.some(({ severity }) => severity === 'error') ? 'failed' : 'warned';
  const words = `${failed.length} ${failed.length === 1 ? 'check' : 'checks'} ${VERBS[outcome]}`;
  return { outcome, count: failed.length, words };
}
