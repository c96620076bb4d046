// Conditions, freshness policies and partitions as their owner wrote them, in one short clause without the namespace.
import type { Condition, FreshnessPolicy } from './automation-model.ts';
import type { OneDimension, PartitionMapping, PartitionsDefinition } from './partition-model.ts';

/** `eager().or(onCron('0 8 * * *', 'Europe/Berlin'))`. */
export function conditionWords(condition: Condition): string {
  switch (condition.is) {
    case 'onCron':
    case 'cronTickPassed':
      return `${condition.is}(${cronWritten(condition.cron, condition.timezone)})`;
    case 'olderThan':
      return `olderThan('${durationWritten(condition.ms)}')`;
    case 'and':
    case 'or': {
      const [first, ...others] = condition.of.map(conditionWords);
      return first === undefined ? `${condition.is}()` : `${first}.${condition.is}(${others.join(', ')})`;
    }
    case 'not':
    case 'newlyTrue':
      return `${conditionWords(condition.of)}.${condition.is}()`;
    case 'since':
      return `${conditionWords(condition.of)}.since(${conditionWords(condition.until)})`;
    case 'anyDeps':
    case 'allDeps': {
      const selection = condition.selection === null ? '' : `, { selection: ${quoted(condition.selection)} }`;
      return `${condition.is}(${conditionWords(condition.of)}${selection})`;
    }
    default:
      return `${condition.is}()`;
  }
}

/** The arguments of `onCron`. */
export function cronWritten(cron: string, timezone: string | null): string {
  return timezone === null ? quoted(cron) : `${quoted(cron)}, ${quoted(timezone)}`;
}

/** `maxLag('30m', { warn: '20m' })`. */
export function freshnessWords(policy: FreshnessPolicy): string {
  if (policy.is === 'cron') {
    const zone = policy.timezone === null ? '' : `, timezone: ${quoted(policy.timezone)}`;
    return `cron(${quoted(policy.cron)}, { lowerBound: '${durationWritten(policy.lowerBoundMs)}'${zone} })`;
  }
  const warn = policy.warnMs === null ? '' : `, { warn: '${durationWritten(policy.warnMs)}' }`;
  return `${policy.is}('${durationWritten(policy.failMs)}'${warn})`;
}

/** `daily from 2026-01-01 (Europe/Berlin)`; of names the first; of two dimensions both, each under its name. */
export function partitionsWords(definition: PartitionsDefinition, shown = SHOWN): string {
  if (definition.is !== 'multi') return dimensionWords(definition, shown);
  return Object.entries(definition.dimensions)
    .map(([name, each]) => `${name} (${dimensionWords(each, shown)})`)
    .join(' × ');
}

/** `window({ startOffset: -6, endOffset: 0 })`. */
export function mappingWords(mapping: PartitionMapping): string {
  switch (mapping.is) {
    case 'window':
      return `window({ startOffset: ${mapping.startOffset}, endOffset: ${mapping.endOffset} })`;
    case 'static':
      return `static(${JSON.stringify(mapping.keys)})`;
    case 'dimension':
      return `dimension(${quoted(mapping.name)})`;
    default:
      return `${mapping.is}()`;
  }
}

/** So many keys are shown of those that were written. */
const SHOWN = 3;

function dimensionWords(definition: OneDimension, shown: number): string {
  if (definition.is === 'dynamic') return `dynamic ${quoted(definition.name)}`;
  if (definition.is === 'static') {
    const { keys } = definition;
    const more = keys.length > shown ? ` and ${keys.length - shown} more` : '';
    return `${keys.slice(0, shown).join(', ')}${more}`;
  }
  const { every, cron, start, end, timezone, endOffset } = definition;
  const what = cron === null ? NAMES[every] : `cron ${quoted(cron)}`;
  const zone = timezone === 'UTC' ? '' : ` (${timezone})`;
  const moved = endOffset === 0 ? '' : `, endOffset ${endOffset}`;
  return `${what} from ${start}${end === null ? '' : ` until ${end}`}${zone}${moved}`;
}

const NAMES = { hour: 'hourly', day: 'daily', week: 'weekly', month: 'monthly', cron: 'cron' } as const;

function quoted(text: string): string {
  return text.includes("'") ? JSON.stringify(text) : `'${text}'`;
}

/** In the largest unit that says it exactly. */
function durationWritten(ms: number): string {
  for (const [unit, size] of [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1_000],
  ] as const)
    if (ms % size === 0 && ms >= size) return `${ms / size}${unit}`;
  return `${ms}ms`;
}
