// Listens to tasks that are no steps of a plan: only what they log is told, if anyone wants it.
import type { TaskListener } from './executor.ts';

export function quietListener(log: TaskListener['log'] = () => undefined): TaskListener {
  const nothing = (): void => undefined;
  return { started: nothing, log, metadata: nothing, progress: nothing, op: nothing, made: () => Promise.resolve() };
}
