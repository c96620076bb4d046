// `env`: variables of the environment, read when a run needs them.
import { describeValue } from './describe-value.ts';
import { isRecord } from './described.ts';
import { engineHooks } from './hooks.ts';
import { refuseUnknown, wrong } from './option-problem.ts';

/** What can be said of a variable. */
export interface EnvOptions {
  /** Its value is masked in logs, metadata and errors from now on. */
  readonly secret?: boolean;
  /** In the place of a variable that is not set. */
  readonly default?: string;
}

/**
 * Gives the text of an environment variable, from the process or from the project's `.env` files. Call it in a body or in a
 * resource's `create`, so that a file of assets can be imported without it.
 *
 * @throws Error when the variable is not set and has no default; TypeError when an option is unknown or wrong.
 * @example
 * ```ts
 * import { env, resource } from 'headwater';
 *
 * export const warehouse = resource({
 *   create: () => ({ url: env('WAREHOUSE_URL', { default: 'http://localhost:8123' }), token: env('TOKEN', { secret: true }) }),
 * });
 * ```
 */
export function env(name: string, options: EnvOptions = {}): string {
  const [called, said]: readonly unknown[] = [name, options];
  if (typeof called !== 'string' || called === '')
    throw new TypeError(`env: the name of a variable is a text, such as 'SHOP_TOKEN'; got ${describeValue(called)}.`);
  const of = `env(${JSON.stringify(called)})`;
  if (!isRecord(said)) throw wrong(of, 'the second argument', { is: 'an object of options', got: said });
  refuseUnknown(said, { of, known: ['secret', 'default'] });
  const { secret = false, default: fallback } = said;
  if (typeof secret !== 'boolean') throw wrong(of, 'secret', { is: 'true or false', got: secret });
  if (fallback !== undefined && typeof fallback !== 'string')
    throw wrong(of, 'default', { is: 'a text', got: fallback });
  const value = variables()[called] ?? fallback;
  if (value === undefined)
    throw new Error(
      `The environment variable ${called} is not set: put it into the project's .env file or the environment, or give env('${called}', { default }) one.`,
    );
  if (secret && value !== '') engineHooks().maskSecret?.(value);
  return value;
}

function variables(): Readonly<Record<string, string | undefined>> {
  return (globalThis as { process?: { env?: Readonly<Record<string, string | undefined>> } }).process?.env ?? {};
}
