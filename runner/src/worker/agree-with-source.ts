// Holds a loaded definition against what was read from source: the graph that was planned must be the one that runs.
import type { AssetKey } from '@headwater/graph';
import type { StepTask } from '../ipc.ts';
import type { BodyDescription, LoadedRun } from './loaded-run.ts';

/** @throws Error in plain words when the module and the source disagree. */
export function agreeWithSource({
  loaded,
  task,
  body,
}: {
  readonly loaded: LoadedRun;
  readonly task: Pick<StepTask, 'step' | 'inputs' | 'deps'>;
  readonly body: BodyDescription;
}): void {
  const described = Object.fromEntries(
    Object.entries(body.inputs).map(([name, upstream]) => [name, loaded.keyOf(upstream)]),
  );
  const names = new Set([...Object.keys(described), ...Object.keys(task.inputs)]);
  for (const name of names) {
    if (described[name] === task.inputs[name]) continue;
    throw new Error(
      `\`${task.step}\`: its source says input \`${name}\` is ${word(task.inputs[name])}, the loaded module says ${word(described[name])}. Declare inputs as plain names of exported assets.`,
    );
  }
  const order = new Set(body.deps.map((upstream) => loaded.keyOf(upstream)));
  const missing = task.deps.filter((key) => !order.has(key));
  if (missing.length > 0 || order.has(undefined)) {
    throw new Error(
      `\`${task.step}\`: its source and its loaded module disagree about deps (${missing.join(', ') || 'one is not an exported asset'}). Declare deps as plain names of exported assets.`,
    );
  }
}

const word = (key: AssetKey | undefined): string => (key === undefined ? 'not there' : `\`${key}\``);
