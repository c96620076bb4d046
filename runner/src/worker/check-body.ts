// Runs a check that stands apart: on the stored value, after its asset is materialized.
import { createCheckContext, readCheckResult } from 'headwater/internal';
import type { CheckDescription } from 'headwater/internal';
import type { CheckReport, CheckTask } from '../ipc.ts';
import { withoutOps } from './op-steps.ts';
import type { StepBodyOptions } from './step-body.ts';
import { logTo } from './step-body.ts';
import { valueKeeping } from './value-keeping.ts';

/** What it throws is its outcome: not passed, with the reason. */
export async function runCheckBody(
  task: CheckTask,
  { loaded, resources, store, listener, signal, errorOf }: Omit<StepBodyOptions, 'opStore'>,
): Promise<CheckReport> {
  const check = loaded.at(task.place);
  if (check?.type !== 'check')
    throw new Error(
      `\`${task.check}\` of \`${task.asset}\` is not a check once its module has loaded: export ${task.place.exportName} as the result of assetCheck(…).`,
    );
  const { name, severity } = { name: task.check, severity: check.severity };
  try {
    const outcome = readCheckResult(await outcomeOf(check), `Check \`${task.check}\` of \`${task.asset}\``);
    return { name, passed: outcome.passed, severity: outcome.severity ?? severity, metadata: outcome.metadata };
  } catch (error) {
    return { name, passed: false, severity, metadata: {}, message: errorOf(error).message };
  }

  async function outcomeOf(description: CheckDescription): Promise<unknown> {
    const keeping = valueKeeping({ loaded, resources, fallback: store, log: logTo(listener) });
    const value =
      task.stored === null
        ? undefined
        : await keeping.load({ asset: task.asset, stored: task.stored, as: `Check \`${task.check}\`` });
    const ctx = createCheckContext({
      runId: task.scope.run,
      attempt: 1,
      signal,
      metadata: task.metadata,
      previous: task.previous,
      log: (level, message) => {
        listener.log(level, message);
      },
    });
    return withoutOps({ listener, nameOf: loaded.nameOf }, async () => description.run(value, ctx));
  }
}
