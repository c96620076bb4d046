// Runs the function of a schedule or a sensor: what it asks for, why it asks for nothing, and its cursor.
import {
  DEFINITION,
  describeValue,
  type RunRequest,
  type ScheduleDescription,
  type SensorDescription,
  type TickContext,
} from 'headwater/internal';
import type { TaskListener } from '../executor.ts';
import type { TaskEnd, TickLimitsTask, TickTask } from '../ipc.ts';
import { messageOf } from '../message-of.ts';
import type { LoadedRun } from './loaded-run.ts';
import type { RunResources } from './run-resources.ts';
import { logTo } from './step-body.ts';

export interface TickBodyOptions {
  readonly loaded: LoadedRun;
  readonly resources: RunResources;
  readonly listener: TaskListener;
  readonly signal: AbortSignal;
}

/** Of a schedule, which says none. */
const TIMEOUT_MS = 60_000;

/** Asked before the function runs: one that never returns is ended by the host. */
export function tickLimits(task: TickLimitsTask, loaded: LoadedRun): TaskEnd {
  const description = named(task, loaded);
  return { type: 'limits', timeoutMs: description.type === 'sensor' ? description.timeoutMs : TIMEOUT_MS };
}

export async function runTickBody(
  task: TickTask,
  { loaded, resources, listener, signal }: TickBodyOptions,
): Promise<TaskEnd> {
  const description = named(task, loaded);
  const requests: RunRequest[] = [];
  let skip: string | null = null;
  let cursor: string | null = null;
  let over = false;
  const during = (what: string): void => {
    if (over) throw new Error(`\`ctx.${what}\` was called after the function had returned: await what it starts.`);
  };
  const ctx: TickContext = {
    log: logTo(listener),
    signal,
    request(run) {
      during('request');
      requests.push(readRequest(run ?? {}, `ctx.request of ${nameOf(task)}`));
    },
    skip(reason) {
      during('skip');
      skip = readText(reason, `ctx.skip of ${nameOf(task)} takes a sentence`);
    },
  };
  try {
    if (description.type === 'schedule')
      await description.run?.({ ...ctx, scheduledTime: new Date(task.scheduledTime ?? Date.now()) });
    else
      await description.run({
        ...ctx,
        cursor: task.cursor,
        lastTick: task.lastTick === null ? null : new Date(task.lastTick),
        resources: await resources.valuesOf(description.resources),
        setCursor(text) {
          during('setCursor');
          cursor = readText(text, `ctx.setCursor of ${nameOf(task)} takes a text`);
        },
      });
  } finally {
    over = true;
  }
  return { type: 'ticked', requests, message: skip, cursor };
}

const nameOf = ({ kind, name }: Pick<TickTask, 'kind' | 'name'>): string => `${kind} ${JSON.stringify(name)}`;

function named(
  { kind, name }: Pick<TickTask, 'kind' | 'name'>,
  loaded: LoadedRun,
): ScheduleDescription | SensorDescription {
  const { definitions } = loaded;
  const all = [
    ...(definitions?.schedules ?? []),
    ...(definitions?.sensors ?? []),
    ...loaded.exported().map(([, each]) => each),
  ];
  for (const { [DEFINITION]: each } of all)
    if ((each.type === 'schedule' || each.type === 'sensor') && each.type === kind && each.name === name) return each;
  throw new Error(
    `There is no ${nameOf({ kind, name })} once the modules have loaded: name it in definitions({ ${kind}s: […] }).`,
  );
}

const FIELDS = ['runKey', 'partitionKey', 'selection'] as const;

function readRequest(given: unknown, of: string): RunRequest {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new TypeError(`${of} takes an object such as { runKey: 'order-7' }; got ${describeValue(given)}.`);
  for (const name of Object.keys(given))
    if (name !== 'config' && !(FIELDS as readonly string[]).includes(name))
      throw new TypeError(`${of} has no option \`${name}\`; it takes ${FIELDS.join(', ')} and config.`);
  const request = given as RunRequest;
  for (const name of FIELDS) if (request[name] !== undefined) readText(request[name], `\`${name}\` in ${of} is a text`);
  return request.config === undefined ? request : { ...request, config: readConfig(request.config, of) };
}

/** As it is written down before the run is asked for. */
function readConfig<T>(given: T, of: string): T {
  let odd = '';
  try {
    const text = JSON.stringify(given, (name, value: unknown) => {
      if (['function', 'symbol', 'bigint'].includes(typeof value)) {
        odd = ` at \`${name}\``;
        throw new TypeError(`it holds ${describeValue(value)}`);
      }
      return value;
    });
    return JSON.parse(text) as T; // Plain JSON comes back as it was.
  } catch (error) {
    const reason = messageOf(error);
    throw new TypeError(`\`config\` in ${of} has to be plain JSON: ${reason}${odd}.`, { cause: error });
  }
}

function readText(given: unknown, wanted: string): string {
  if (typeof given === 'string' && given !== '') return given;
  throw new TypeError(`${wanted}; got ${describeValue(given)}.`);
}
