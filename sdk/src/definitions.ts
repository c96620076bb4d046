// Makes the one object that names everything in a project: assets, jobs, resources, environments, pools.
import type { FailureContext } from './contexts.ts';
import { DEFINITION, type DefinitionsDescription, type Described, type Description } from './definition.ts';
import { isRun } from './define-asset.ts';
import { definitionProblems } from './definition-problems.ts';
import { describeValue } from './describe-value.ts';
import { isKind, isRecord, nameOfKind } from './described.ts';
import type { Job } from './job.ts';
import { namedDefinitions } from './named-definitions.ts';
import { problem, refuseUnknown, wrong } from './option-problem.ts';
import type { Schedule } from './schedule.ts';
import type { Sensor } from './sensor.ts';

/** What a project names. */
export interface DefinitionsOptions {
  /** Assets by name; a namespace is such a record: `{ ...sales, orders }`. Every exported asset of the project unless given. */
  readonly assets?: Readonly<Record<string, unknown>>;
  /** Selections with a name. */
  readonly jobs?: readonly Job[];
  /** Runs at the ticks of a cron. */
  readonly schedules?: readonly Schedule[];
  /** Functions that look again and again whether there is something to run. */
  readonly sensors?: readonly Sensor[];
  /** Resources by name, or values used as they are: IO managers. One that an asset brings along is replaced by its name. */
  readonly resources?: Readonly<Record<string, unknown>>;
  /** What `--env NAME` puts in the place of `resources`, by name. */
  readonly env?: Readonly<Record<string, { readonly resources: Readonly<Record<string, unknown>> }>>;
  /** How many steps of a pool run at once; 1 for a pool that is not named here. */
  readonly pools?: Readonly<Record<string, number>>;
  /** Told of each failed step, once, after its last attempt. May be async. */
  readonly onFailure?: (ctx: FailureContext) => unknown;
}

/** Everything a project names. */
export interface Definitions extends Described<DefinitionsDescription> {
  readonly [DEFINITION]: DefinitionsDescription;
}

/**
 * Names everything in a project, and checks that it fits together. A project needs none: without it every exported asset is
 * used, with the resources that the assets bring along. There is at most one, exported.
 *
 * @throws TypeError naming each culprit: an `io` without its resource, two assets of one key, two resources of one name, a check
 * or a job of an asset that is not there, an environment that replaces nothing.
 * @example
 * ```ts
 * import { asset, definitions, env, job, resource } from 'headwater';
 *
 * const shop = resource({ create: () => ({ url: env('SHOP_URL') }) });
 * const fakeShop = resource({ create: () => ({ url: 'http://localhost:8080' }) });
 *
 * export const orders = asset({ resources: { shop }, pool: 'shop' }, (ctx) => [ctx.resources.shop.url]);
 *
 * export const project = definitions({
 *   assets: { orders },
 *   jobs: [job('nightly', { selection: '*' })],
 *   resources: { shop },
 *   env: { dev: { resources: { shop: fakeShop } } },
 *   pools: { shop: 2 },
 *   onFailure: ({ asset, error, log }) => log.error(`${asset}: ${error.message}`),
 * });
 * ```
 */
export function definitions(options: DefinitionsOptions): Definitions {
  const of = 'definitions';
  if (!isRecord(options))
    throw wrong(of, 'the argument', { is: 'an object, such as { assets, resources }', got: options });
  const given: Readonly<Record<string, unknown>> = options;
  refuseUnknown(given, {
    of,
    known: ['assets', 'jobs', 'schedules', 'sensors', 'resources', 'env', 'pools', 'onFailure'],
  });
  const named = given['assets'] === undefined ? null : namedDefinitions(given['assets'], { of, option: 'assets' });
  const { onFailure = null } = given;
  if (onFailure !== null && !isRun(onFailure))
    throw wrong(of, 'onFailure', { is: 'a function that is told of failed steps', got: onFailure });
  const description: DefinitionsDescription = Object.freeze({
    type: 'definitions',
    assets: named === null ? null : named.nodes,
    jobs: readList(given['jobs'], { of, option: 'jobs', kind: 'job' }),
    schedules: readList(given['schedules'], { of, option: 'schedules', kind: 'schedule' }),
    sensors: readList(given['sensors'], { of, option: 'sensors', kind: 'sensor' }),
    resources: readResources(given['resources'], { of, option: 'resources' }),
    env: readEnv(given['env'], of),
    pools: readPools(given['pools'], of),
    onFailure,
  });
  const problems = definitionProblems(description, named?.checks ?? []);
  if (problems.length === 1) throw problem(of, problems[0] ?? '');
  if (problems.length > 1)
    throw problem(of, `${problems.length} problems:\n${problems.map((each) => `- ${each}`).join('\n')}`);
  return Object.freeze({ [DEFINITION]: description });
}

const CALLS = {
  job: 'job(name, { selection })',
  schedule: 'schedule(name, { cron, selection })',
  sensor: 'sensor(name, { selection }, run)',
} as const;

function readList<Kind extends keyof typeof CALLS>(
  list: unknown,
  { of, option, kind }: { readonly of: string; readonly option: string; readonly kind: Kind },
): readonly Described<Extract<Description, { readonly type: Kind }>>[] {
  if (list === undefined) return Object.freeze([]);
  if (!Array.isArray(list)) throw wrong(of, option, { is: `an array of ${option}`, got: list });
  return Object.freeze(
    list.map((each: unknown, index) => {
      if (isKind(each, kind)) return each;
      throw problem(
        of,
        `${option}[${index}] is not a ${kind} but ${nameOfKind(each) ?? describeValue(each)}. Hand in what ${CALLS[kind]} returned.`,
      );
    }),
  );
}

function readResources(
  resources: unknown,
  { of, option }: { readonly of: string; readonly option: string },
): Readonly<Record<string, unknown>> {
  if (resources === undefined) return Object.freeze({});
  if (!isRecord(resources)) throw wrong(of, option, { is: 'an object, such as { db }', got: resources });
  for (const [name, value] of Object.entries(resources)) {
    const kind = isKind(value, 'resource') ? undefined : nameOfKind(value);
    if (value === undefined || value === null || kind !== undefined)
      throw problem(
        of,
        `${option}: ${JSON.stringify(name)} is ${kind ?? describeValue(value)}; give a resource, or a value such as an IO manager.`,
      );
  }
  return Object.freeze({ ...resources });
}

function readEnv(env: unknown, of: string): DefinitionsDescription['env'] {
  if (env === undefined) return Object.freeze({});
  if (!isRecord(env)) throw wrong(of, 'env', { is: 'an object, such as { prod: { resources: { db } } }', got: env });
  const read = Object.entries(env).map(([name, replaced]) => {
    const called = `${of}: env ${JSON.stringify(name)}`;
    if (!isRecord(replaced))
      throw problem(called, `it is ${describeValue(replaced)}; write what it replaces, as { resources: { db } }.`);
    refuseUnknown(replaced, { of: called, known: ['resources'] });
    const resources = readResources(replaced['resources'], { of: called, option: 'resources' });
    return [name, Object.freeze({ resources })] as const;
  });
  return Object.freeze(Object.fromEntries(read));
}

function readPools(pools: unknown, of: string): Readonly<Record<string, number>> {
  if (pools === undefined) return Object.freeze({});
  if (!isRecord(pools)) throw wrong(of, 'pools', { is: 'an object of sizes, such as { db: 2 }', got: pools });
  for (const [name, size] of Object.entries(pools))
    if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 1)
      throw wrong(of, `the size of pool ${JSON.stringify(name)}`, { is: 'a whole number, 1 or more', got: size });
  return Object.freeze({ ...(pools as Readonly<Record<string, number>>) });
}
