// Makes graph assets: one node whose body is composed of ops.
import type {
  AnyAsset,
  Asset,
  AssetOptions,
  Body,
  BodyContext,
  MadeOf,
  Needs,
  ResourceRecord,
  ValueOf,
} from './asset-types.ts';
import type { Backfill } from './backfill-option.ts';
import { defineAsset } from './define-asset.ts';
import type { InputAssets, InputValues } from './input-values.ts';
import type { CheckOption } from './node-options.ts';
import type { StandardSchema } from './standard-schema.ts';

/**
 * Defines a graph asset: one asset made in several steps. Each op that its body calls is a step of the run: logged and retried
 * on its own, its result kept, so that a run from the point of failure goes on there. Only what the body returns is the asset.
 *
 * Branches, loops and `Promise.all` are plain code. It is called like an asset; its ops then just run.
 *
 * @throws TypeError when `body` is not a function.
 * @example
 * ```ts
 * import { graphAsset, op } from 'headwater';
 *
 * const download = op(async (ctx) => (await fetch('https://shop.example/sales.csv', { signal: ctx.signal })).text());
 * const parse = op((ctx, text: string) => text.split('\n').map((line) => line.split(',')));
 * const validate = op({ retry: 3 }, (ctx, rows: string[][]) => rows.filter((row) => row.length === 3));
 *
 * export const validatedSales = graphAsset(async () => validate(await parse(await download())));
 * ```
 */
export function graphAsset<Returned>(
  body: (ctx: BodyContext<undefined, undefined, []>) => Returned,
): Asset<ValueOf<Returned>>;
/**
 * Defines a graph asset with options, those of `asset`.
 *
 * @throws TypeError when an option is unknown or wrong, naming it and what to write instead.
 * @example
 * ```ts
 * import { asset, graphAsset, op } from 'headwater';
 *
 * const dropEmpty = op((ctx, lines: string[]) => lines.filter((line) => line !== ''));
 *
 * export const lines = asset(() => ['a', '', 'b']);
 * export const words = graphAsset({ inputs: { lines }, group: 'silver' }, async ({ lines }) => dropEmpty(lines));
 * ```
 */
export function graphAsset<
  Inputs extends InputAssets | undefined = undefined,
  Returned = unknown,
  Resources extends ResourceRecord | undefined = undefined,
  Config extends StandardSchema | undefined = undefined,
  const Checks extends readonly CheckOption[] = readonly [],
  Slices = undefined,
  Ranged extends Backfill | undefined = undefined,
>(
  options: AssetOptions<Inputs, Resources, Config, Checks, Slices, Ranged>,
  body: Body<Inputs, Returned, BodyContext<Resources, Config, Checks, Slices, Ranged>, Slices, Ranged>,
): Asset<
  MadeOf<ValueOf<Returned>, Ranged>,
  InputValues<Inputs, Slices, Ranged>,
  Needs<Resources, Config>,
  Slices,
  ValueOf<Returned>
>;
export function graphAsset(...args: readonly unknown[]): AnyAsset {
  return defineAsset(args, { type: 'graph', of: 'graphAsset' });
}
