// Which calls are of the SDK's words about time: conditions, policies, partitions and mappings, kept of a file so that they can be folded.

/** Exports of headwater whose properties are such functions, each with what they are called. */
const SPACES: Readonly<Record<string, readonly string[]>> = {
  automation: [
    ...['eager', 'onCron', 'onMissing', 'onFreshness', 'olderThan', 'cronTickPassed', 'anyDeps', 'allDeps'],
    ...['missing', 'newlyMissing', 'newlyUpdated', 'newlyRequested', 'willBeRequested', 'inProgress'],
    ...['executionFailed', 'codeChanged', 'dataChanged', 'checksPassed', 'checksFailed', 'anyDepsUpdated'],
    ...['allDepsUpdated', 'anyDepsMissing', 'anyDepsInProgress', 'initialEvaluation', 'inLatestTimeWindow'],
  ],
  freshness: ['maxLag', 'timeWindow', 'cron'],
  partitions: ['hourly', 'daily', 'weekly', 'monthly', 'cron', 'static', 'multi', 'dynamic'],
  mapping: ['identity', 'all', 'last', 'window', 'static', 'dimension'],
};

/** What a condition is put together with. */
const METHODS: readonly string[] = ['and', 'or', 'not', 'since', 'newlyTrue'];

const PROPERTIES: ReadonlySet<string> = new Set([
  ...Object.values(SPACES).flat(),
  ...METHODS,
  'fromPartitions',
  'loadAs',
]);

/** Whether an export of headwater is one of them: it goes through `export *`, too. */
export function isVocabulary(name: string): boolean {
  return Object.hasOwn(SPACES, name) || name === 'fromPartitions' || name === 'loadAs';
}

/** Whether a call of a property of this name may be one of them; which it is, linking tells. */
export function mayBeWord(property: string): boolean {
  return PROPERTIES.has(property);
}

export function wordsOf(space: string): readonly string[] {
  return SPACES[space] ?? [];
}
