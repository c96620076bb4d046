// Makes resources: what bodies work with, created when a run first needs it and disposed at the run's end.
import type { ConfigValue, VALUE } from './asset-types.ts';
import type { ResourceContext } from './contexts.ts';
import { DEFINITION, type Described, type ResourceDescription } from './definition.ts';
import { isRecord } from './described.ts';
import { isRun } from './define-asset.ts';
import { refuseUnknown, wrong } from './option-problem.ts';
import type { StandardSchema } from './standard-schema.ts';
import { readConfig } from './step-options.ts';

/** Something bodies work with; `Value` is what they get as `ctx.resources.NAME`. */
export interface Resource<Value> extends Described<ResourceDescription> {
  readonly [VALUE]: Value;
}

/** How a resource is made and given back. */
export interface ResourceOptions<Created, Config extends StandardSchema | undefined> {
  /** Schema of the configuration a run gives it, under `resources.NAME`. */
  readonly config?: Config;
  /** Makes it, at most once per worker and run. May be async. */
  readonly create: (ctx: ResourceContext<ConfigValue<Config>>) => Created;
  /** Gives it back at the run's end. May be async. */
  readonly dispose?: (value: Awaited<Created>) => unknown;
}

/**
 * Defines a resource: a client, a connection, an IO manager. An asset names it in `resources` and gets it, typed, as
 * `ctx.resources.NAME`. `definitions({ env })` puts another in its place, by name; a unit test hands in a fake.
 *
 * Defining one creates nothing.
 *
 * @throws TypeError when an option is unknown or wrong.
 * @example
 * ```ts
 * import { asset, env, resource } from 'headwater';
 *
 * export const shop = resource({
 *   create: () => {
 *     const token = env('SHOP_TOKEN', { secret: true });
 *     return {
 *       orders: async (signal: AbortSignal) => {
 *         const response = await fetch('https://shop.example/orders', { signal, headers: { authorization: token } });
 *         return (await response.json()) as { id: number; amount: number }[];
 *       },
 *     };
 *   },
 * });
 *
 * export const orders = asset({ resources: { shop } }, (ctx) => ctx.resources.shop.orders(ctx.signal));
 * ```
 */
export function resource<Created, Config extends StandardSchema | undefined = undefined>(
  options: ResourceOptions<Created, Config>,
): Resource<Awaited<Created>> {
  if (!isRecord(options)) throw wrong('resource', 'the argument', { is: 'an object { create }', got: options });
  const given: Readonly<Record<string, unknown>> = options;
  refuseUnknown(given, { of: 'resource', known: ['config', 'create', 'dispose'] });
  const { create, dispose = null } = given;
  if (!isRun(create)) throw wrong('resource', 'create', { is: 'a function that makes the resource', got: create });
  if (dispose !== null && !isRun(dispose))
    throw wrong('resource', 'dispose', { is: 'a function that gives the resource back', got: dispose });
  const description: ResourceDescription = Object.freeze({
    type: 'resource',
    config: readConfig(given['config'], 'resource'),
    create,
    dispose,
    inProcessOnly: false,
  });
  // VALUE is there for the compiler alone.
  return Object.freeze({ [DEFINITION]: description }) as Resource<Awaited<Created>>;
}
