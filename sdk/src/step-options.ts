// Checks what is said of one body and how it is run: what it reads, its resources and configuration, retries, limits.
import {
  DEFINITION,
  type Described,
  type NodeDescription,
  type ResourceDescription,
  type RetryFacts,
  type StepFacts,
} from './definition.ts';
import { describeValue } from './describe-value.ts';
import { isKind, isNode, isRecord, nameOfKind } from './described.ts';
import { readFlag, readName } from './node-options.ts';
import { problem, refuseUnknown, wrong } from './option-problem.ts';
import { readDuration, readSize } from './quantities.ts';
import type { StandardSchema } from './standard-schema.ts';
import { wrapMetadata } from './wrap-metadata.ts';

export const STEP_OPTIONS = [
  'inputs',
  'deps',
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
    ...readInputs(given['inputs'], of),
    deps: readNodes(given['deps'], { of, option: 'deps' }),
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

function readInputs(inputs: unknown, of: string): Pick<StepFacts, 'inputs' | 'loadAs'> {
  if (inputs === undefined) return { inputs: Object.freeze({}), loadAs: Object.freeze({}) };
  if (!isRecord(inputs)) throw wrong(of, 'inputs', { is: 'an object of assets, such as { orders }', got: inputs });
  const read = Object.entries(inputs).map(([name, value]) => {
    if (isKind(value, 'loaded-as')) return { name, node: value[DEFINITION].asset, type: value[DEFINITION].dataType };
    return { name, node: readNode(value, { of, what: `input ${JSON.stringify(name)}` }), type: null };
  });
  return {
    inputs: Object.freeze(Object.fromEntries(read.map(({ name, node }) => [name, node]))),
    loadAs: Object.freeze(Object.fromEntries(read.flatMap(({ name, type }) => (type === null ? [] : [[name, type]])))),
  };
}

/** Assets in a list, each once. */
export function readNodes(
  nodes: unknown,
  { of, option }: { readonly of: string; readonly option: string },
): readonly Described<NodeDescription>[] {
  if (nodes === undefined) return Object.freeze([]);
  if (!Array.isArray(nodes)) throw wrong(of, option, { is: 'an array of assets, such as [orders]', got: nodes });
  const read = nodes.map((value: unknown, index) => readNode(value, { of, what: `${option}[${index}]` }));
  return Object.freeze([...new Set(read)]);
}

/** One asset, external asset or output of a multi-asset. */
export function readNode(
  value: unknown,
  { of, what }: { readonly of: string; readonly what: string },
): Described<NodeDescription> {
  if (isNode(value)) return value;
  if (isKind(value, 'multi'))
    throw problem(of, `${what} is a whole multi-asset. Name one of its outputs, as in extract.users.`);
  const advice =
    value === undefined
      ? 'Is it exported under that name? Two files that import each other’s assets also give undefined: move one of the assets.'
      : 'Hand in the asset itself, as asset(…) returned it.';
  throw problem(of, `${what} is not an asset but ${nameOfKind(value) ?? describeValue(value)}. ${advice}`);
}

function readResources(resources: unknown, of: string): Readonly<Record<string, Described<ResourceDescription>>> {
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
