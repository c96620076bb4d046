// Makes sensors: functions that look again and again whether there is something to run.
import type { ResourceRecord, ResourceValues } from './asset-types.ts';
import type { SensorContext } from './contexts.ts';
import { isRun } from './define-asset.ts';
import { DEFINITION, type Described, type SensorDescription } from './definition.ts';
import { readDefinitionName } from './definition-name.ts';
import { isRecord } from './described.ts';
import { refuseUnknown, wrong } from './option-problem.ts';
import { readDuration, type Duration } from './quantities.ts';
import { readResources } from './step-options.ts';
import { readTarget, type Target } from './target-option.ts';

/** Looks again and again whether there is something to run. */
export interface Sensor extends Described<SensorDescription> {
  readonly [DEFINITION]: SensorDescription;
}

/** What a sensor runs, and how often it looks. */
export type SensorOptions<Resources extends ResourceRecord | undefined = undefined> = Target & {
  /** From one look to the next at least: `'5m'`, or milliseconds; 30 seconds unless given. */
  readonly minimumInterval?: Duration;
  /** How long a look may take: `'2m'`, or milliseconds; 60 seconds unless given. */
  readonly timeout?: Duration;
  /** What its function works with: `resources: { shop }` gives `ctx.resources.shop`. */
  readonly resources?: Resources;
};

/**
 * Defines a sensor: a function that is called again and again, and asks for a run when there is something new. What it has seen
 * it keeps in a cursor; a run of one `runKey` is asked for once. It looks where automation is on, as in `headwater dev`, and is
 * found through `definitions`.
 *
 * @throws TypeError when the name, an option or the function is wrong.
 * @example
 * ```ts
 * import { definitions, sensor } from 'headwater';
 *
 * const newOrders = sensor('new-orders', { selection: 'key:"orders"+', minimumInterval: '1m' }, async (ctx) => {
 *   const response = await fetch('https://shop.example/orders/last', { signal: ctx.signal });
 *   const last = await response.text();
 *   if (last === ctx.cursor) return ctx.skip('no new order');
 *   ctx.request({ runKey: `order-${last}` });
 *   ctx.setCursor(last);
 * });
 *
 * export const project = definitions({ sensors: [newOrders] });
 * ```
 */
export function sensor<Resources extends ResourceRecord | undefined = undefined>(
  name: string,
  options: SensorOptions<Resources>,
  run: (ctx: SensorContext<ResourceValues<Resources>>) => unknown,
): Sensor;
export function sensor(...args: readonly unknown[]): Sensor {
  const [name, options, run] = args;
  const called = readDefinitionName(name, { of: 'sensor', example: 'new-orders' });
  const of = `sensor ${JSON.stringify(called)}`;
  if (!isRecord(options))
    throw wrong(of, 'the second argument', { is: 'an object { job } or { selection }', got: options });
  refuseUnknown(options, { of, known: ['job', 'selection', 'minimumInterval', 'timeout', 'resources'] });
  if (!isRun(run)) throw wrong(of, 'the third argument', { is: 'a function that looks for something new', got: run });
  const description: SensorDescription = Object.freeze({
    type: 'sensor',
    name: called,
    target: readTarget(options, of),
    minimumIntervalMs: readDuration(options['minimumInterval'], { of, option: 'minimumInterval', least: 0 }) ?? 30_000,
    timeoutMs: readDuration(options['timeout'], { of, option: 'timeout', least: 1 }) ?? 60_000,
    resources: readResources(options['resources'], of),
    run,
  });
  return Object.freeze({ [DEFINITION]: description });
}
