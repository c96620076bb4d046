// Asks the functions of schedules and sensors what to run: in a worker of their own, ended when they take too long.
import type { AutomationHost, EvaluateTick, TickAnswer } from '../automation/automation-host.ts';
import type { TaskOutcome } from '../executor.ts';
import type { StepError } from '../run-event.ts';
import { quietListener } from '../quiet-listener.ts';
import { buildPlan, type BuiltPlan } from './built-plan.ts';
import { localExecutor } from './local-executor.ts';

export interface EvaluateTickOptions {
  readonly describe: AutomationHost['describe'];
  readonly project: string;
  readonly store: string;
  readonly workerFile: string;
  readonly env: () => string | null;
  /** A line the function wrote, with whose it is. */
  readonly onLog: (line: string) => void;
}

/** For the modules to load. */
const LOAD_MS = 60_000;
const BUILDS = 5;

export function evaluateTicks({ describe, project, store, workerFile, env, onLog }: EvaluateTickOptions): EvaluateTick {
  return async ({ kind, node, scheduledTime, cursor, lastTick, signal }) => {
    const { name, file } = node;
    const built = await build(file).catch((error: unknown) => String(error));
    if (typeof built === 'string') return { type: 'failed', message: built };
    const { bundle, definitions, bindings } = built;
    const scope = { run: `${kind} ${name}`, bundle, project, store, env: env(), config: {}, definitions, bindings };
    const listener = quietListener((level, text) => {
      if (level !== 'debug') onLog(`${kind} ${name}: ${text}`);
    });
    // A process of its own: a run may be under way, and what a function leaves behind ends with it.
    const executor = localExecutor({
      workerFile,
      project,
      concurrency: 1,
      onStrayLog: (_level, text) => {
        onLog(`${kind} ${name}: ${text}`);
      },
    });
    try {
      const of = { scope, kind, name };
      const limits = await executor.execute({ type: 'tick-limits', ...of }, { listener, signal, timeoutMs: LOAD_MS });
      if (limits.type !== 'limits') return failed(limits);
      const task = { type: 'tick' as const, ...of, scheduledTime, cursor, lastTick };
      const outcome = await executor.execute(task, { listener, signal, timeoutMs: limits.timeoutMs });
      if (outcome.type !== 'ticked') return failed(outcome);
      return { type: 'answered', requests: outcome.requests, skip: outcome.message, cursor: outcome.cursor };
    } finally {
      await executor.finishRun();
      await executor.close();
    }
  };

  async function build(file: string): Promise<Extract<BuiltPlan, { type: 'built' }> | string> {
    for (let tries = 1; ; tries += 1) {
      const description = await describe();
      const built = await buildPlan({ needed: [], checks: [], alsoFiles: [file], description, project, store });
      if (built.type === 'built') return built;
      if (built.type === 'failed') return built.problems[0]?.message ?? 'the modules could not be built';
      if (tries === BUILDS) return `${built.files.join(', ')} keeps changing while it is read`;
    }
  }
}

function failed(outcome: TaskOutcome): TickAnswer {
  if (outcome.type === 'failed')
    return { type: 'failed', message: `${outcome.error.message}${placeOf(outcome.error)}` };
  return {
    type: 'failed',
    message: outcome.type === 'cancelled' ? 'it was stopped before it ended' : 'it gave no answer',
  };
}

const placeOf = ({ file, line }: StepError): string => (file === undefined ? '' : ` (${file}:${String(line)})`);
