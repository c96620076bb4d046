// Makes schedules: runs at the ticks of a cron.
import type { ScheduleContext } from './contexts.ts';
import { readCron, readTimezone } from './cron-option.ts';
import { isRun } from './define-asset.ts';
import { DEFINITION, type Described, type ScheduleDescription } from './definition.ts';
import { readDefinitionName } from './definition-name.ts';
import { isRecord } from './described.ts';
import { refuseUnknown, wrong } from './option-problem.ts';
import { readTarget, type Target } from './target-option.ts';

/** Runs at the ticks of a cron. */
export interface Schedule extends Described<ScheduleDescription> {
  readonly [DEFINITION]: ScheduleDescription;
}

/** When a schedule runs, and what. */
export type ScheduleOptions = Target & {
  /** Five fields, such as `'0 8 * * *'`, or `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`. */
  readonly cron: string;
  /** IANA name; UTC unless given. */
  readonly timezone?: string;
  /** Says at each tick what to run; without it each tick is one run of the target. May be async. */
  readonly run?: (ctx: ScheduleContext) => unknown;
};

/**
 * Defines a schedule: at each tick of a cron a job or a selection is run, or what its function asks for. It ticks where
 * automation is on, as in `headwater dev`, and is found through `definitions`.
 *
 * @throws TypeError when the name or an option is wrong.
 * @example
 * ```ts
 * import { definitions, job, schedule } from 'headwater';
 *
 * const nightly = job('nightly', { selection: 'group:"gold"' });
 *
 * export const project = definitions({
 *   jobs: [nightly],
 *   schedules: [
 *     schedule('every-night', { cron: '0 3 * * *', timezone: 'Europe/Berlin', job: nightly }),
 *     schedule('on-working-days', {
 *       cron: '@daily',
 *       selection: 'tag:"daily"',
 *       run: (ctx) => {
 *         if (ctx.scheduledTime.getUTCDay() % 6 === 0) ctx.skip('no data at the weekend');
 *         else ctx.request({ runKey: ctx.scheduledTime.toISOString() });
 *       },
 *     }),
 *   ],
 * });
 * ```
 */
export function schedule(name: string, options: ScheduleOptions): Schedule {
  const given: readonly unknown[] = [name, options];
  const called = readDefinitionName(given[0], { of: 'schedule', example: 'nightly' });
  const of = `schedule ${JSON.stringify(called)}`;
  const said = given[1];
  if (!isRecord(said))
    throw wrong(of, 'the second argument', { is: 'an object, such as { cron, selection }', got: said });
  refuseUnknown(said, { of, known: ['cron', 'timezone', 'job', 'selection', 'run'] });
  const { run = null } = said;
  if (run !== null && !isRun(run)) throw wrong(of, 'run', { is: 'a function that says what to run', got: run });
  const description: ScheduleDescription = Object.freeze({
    type: 'schedule',
    name: called,
    cron: readCron(said['cron'], { of, option: 'cron' }),
    timezone: readTimezone(said['timezone'], { of, option: 'timezone' }),
    target: readTarget(said, of),
    run,
  });
  return Object.freeze({ [DEFINITION]: description });
}
