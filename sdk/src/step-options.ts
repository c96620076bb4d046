// Checks what is said of one body and how it is run: what it reads, its resources and configuration, retries, limits.
import { readCondition } from './automation-condition.ts';
import { readBackfill } from './backfill-option.ts';
import type { Described, ResourceDescription, RetryFacts, StepFacts } from './definition.ts';
import { describeValue } from './describe-value.ts';
import { isKind, isRecord, nameOfKind } from './described.ts';
import { readFlag, readName } from './node-options.ts';
import { problem, refuseUnknown, wrong } from './option-problem.ts';
import { readPartitions } from './partitions.ts';
import { readDuration, readSize } from './quantities.ts';
import type { StandardSchema } from './standard-schema.ts';
import { readUpstream } from './upstream-options.ts';
import { wrapMetadata } from './wrap-metadata.ts';

export const STEP_OPTIONS = [
  'inputs',
  'deps',
  'partitions',
  'automation',
  'backfill',
  'resources',
  'config',
  'retry',
  'timeout',
  'memoryLimit',
  'pool',
  'codeVersion',
  'deterministic',
  'metadata',
] as const;

type Given = Readonly<Record<string, unknown>>;

export function readStepFacts(given: Given, of: string): StepFacts {
  return {
    ...readUpstream(given, of),
    partitions:
      given['partitions'] === undefined ? null : readPartitions(given['partitions'], { of, what: 'partitions' }),
    automation:
      given['automation'] === undefined ? null : readCondition(given['automation'], { of, what: 'automation' }),
    backfill: readBackfill(given['backfill'], { of, hasPartitions: given['partitions'] !== undefined }),
    resources: readResources(given['resources'], of),
    config: readConfig(given['config'], of),
    retry: readRetry(given['retry'], of),
    timeoutMs: readDuration(given['timeout'], { of, option: 'timeout', least: 1 }),
    memoryLimit: readSize(given['memoryLimit'], { of, option: 'memoryLimit' }),
    pool: readName(given['pool'], { of, option: 'pool' }),
    codeVersion: readName(given['codeVersion'], { of, option: 'codeVersion' }),
    deterministic: readFlag(given['deterministic'], { of, option: 'deterministic' }),
    metadata: given['metadata'] === undefined ? Object.freeze({}) : wrapMetadata(given['metadata'], `${of}: metadata`),
  };
}

export function readResources(
  resources: unknown,
  of: string,
): Readonly<Record<string, Described<ResourceDescription>>> {
  if (resources === undefined) return Object.freeze({});
  if (!isRecord(resources))
    throw wrong(of, 'resources', { is: 'an object of resources, such as { db }', got: resources });
  const read = Object.entries(resources).map(([name, value]) => {
    if (isKind(value, 'resource')) return [name, value] as const;
    throw problem(
      of,
      `resource ${JSON.stringify(name)} is not a resource but ${nameOfKind(value) ?? describeValue(value)}. Hand in what resource({ create }) returned.`,
    );
  });
  return Object.freeze(Object.fromEntries(read));
}

/** A schema, or null when none was given. */
export function readConfig(config: unknown, of: string): StandardSchema | null {
  if (config === undefined) return null;
  const holder = (typeof config === 'object' || typeof config === 'function') && config !== null ? config : {};
  const standard = '~standard' in holder ? holder['~standard'] : undefined;
  if (
    typeof standard === 'object' &&
    standard !== null &&
    'validate' in standard &&
    typeof standard.validate === 'function'
  )
    return config as StandardSchema;
  throw wrong(of, 'config', {
    is: 'a schema that speaks Standard Schema (of zod, valibot or arktype, for instance)',
    got: config,
  });
}

/** A number is `maxRetries`. */
export function readRetry(retry: unknown, of: string): RetryFacts | null {
  if (retry === undefined) return null;
  const given = typeof retry === 'number' ? { maxRetries: retry } : retry;
  if (!isRecord(given))
    throw wrong(of, 'retry', { is: "how often, such as 3, or { maxRetries: 3, delay: '5s' }", got: retry });
  refuseUnknown(given, { of: `${of}: retry`, known: ['maxRetries', 'delay', 'backoff', 'jitter'], what: 'field' });
  const { maxRetries = 1, backoff = null, jitter = null } = given;
  if (typeof maxRetries !== 'number' || !Number.isSafeInteger(maxRetries) || maxRetries < 0)
    throw wrong(of, 'retry.maxRetries', { is: 'a whole number, 0 or more', got: maxRetries });
  if (backoff !== null && backoff !== 'linear' && backoff !== 'exponential')
    throw wrong(of, 'retry.backoff', { is: "'linear' or 'exponential'", got: backoff });
  if (jitter !== null && jitter !== 'full' && jitter !== 'plus-minus')
    throw wrong(of, 'retry.jitter', { is: "'full' or 'plus-minus'", got: jitter });
  const delayMs = readDuration(given['delay'], { of, option: 'retry.delay', least: 0 });
  if (delayMs === null && (backoff ?? jitter) !== null)
    throw problem(of, `retry.${backoff ? 'backoff' : 'jitter'} changes a delay, and there is none; add delay: '5s'.`);
  return Object.freeze({ maxRetries, delayMs: delayMs ?? 0, backoff, jitter });
}
