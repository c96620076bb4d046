// Finds the loaded definition of a step and holds it against what was read from source.
import { DEFINITION, type AssetDescription, type Described } from './definition-symbol.ts';
import type { StepTask } from '../ipc.ts';

type LoadedBundle = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** @throws Error in plain words when the module and the source disagree: the graph that was planned is then not the one that would run. */
export function boundDefinition(bundle: LoadedBundle, task: StepTask): AssetDescription {
  const keyOf = new Map<unknown, string>();
  for (const { asset, module, exportName } of task.bindings) keyOf.set(bundle[module]?.[exportName], asset);
  const own = task.bindings.find(({ asset }) => asset === task.asset);
  const exported = own && bundle[own.module]?.[own.exportName];
  if (!isDescribed(exported)) {
    throw new Error(
      `\`${task.asset}\` is not an asset once its module has loaded: export ${own?.exportName ?? task.asset} as the result of asset(…).`,
    );
  }
  const description = exported[DEFINITION];
  const described = Object.fromEntries(
    Object.entries(description.inputs).map(([name, upstream]) => [name, keyOf.get(upstream)]),
  );
  const names = new Set([...Object.keys(described), ...Object.keys(task.inputs)]);
  for (const name of names) {
    if (described[name] === task.inputs[name]) continue;
    throw new Error(
      `\`${task.asset}\`: its source says input \`${name}\` is ${word(task.inputs[name])}, the loaded module says ${word(described[name])}. Declare inputs as plain names of exported assets.`,
    );
  }
  const order = new Set(description.deps.map((upstream) => keyOf.get(upstream)));
  const missing = task.deps.filter((key) => !order.has(key));
  if (missing.length > 0 || order.has(undefined)) {
    throw new Error(
      `\`${task.asset}\`: its source and its loaded module disagree about deps (${missing.join(', ') || 'one is not an exported asset'}). Declare deps as plain names of exported assets.`,
    );
  }
  return description;
}

const word = (key: string | undefined): string => (key === undefined ? 'not there' : `\`${key}\``);

function isDescribed(value: unknown): value is Described {
  return (typeof value === 'function' || typeof value === 'object') && value !== null && DEFINITION in value;
}
