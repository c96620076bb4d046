// Builds what a plan runs, from the bytes it was planned from.
import { join } from 'node:path';
import { directUpstream, type AssetKey } from '@headwater/graph';
import { buildBundle, type BuildProblem } from '../build/user-bundle.ts';
import type { DescribedProject } from '../describe.ts';
import type { Binding } from '../ipc.ts';
import type { Plan } from '../plan/plan.ts';

export type BuiltPlan =
  | { readonly type: 'built'; readonly bundle: string; readonly bindings: ReadonlyMap<AssetKey, Binding> }
  /** A file changed between reading and building: describe and plan again. */
  | { readonly type: 'changed'; readonly files: readonly string[] }
  | { readonly type: 'failed'; readonly problems: readonly BuildProblem[] };

export interface BuildPlanOptions {
  readonly plan: Plan;
  readonly description: DescribedProject;
  readonly project: string;
  readonly store: string;
}

export async function buildPlan({ plan, description, project, store }: BuildPlanOptions): Promise<BuiltPlan> {
  if (plan.steps.length === 0) return { type: 'built', bundle: '', bindings: new Map() };
  const nodes = new Map(description.document.assets.map((node) => [node.key, node]));
  const keys = new Set(plan.steps.flatMap((node) => [node.key, ...directUpstream(node)]));
  const needed = [...keys].flatMap((key) => nodes.get(key) ?? []);
  const files = [...new Set(needed.map(({ file }) => file))];
  const bundle = await buildBundle({ project, outDir: join(store, 'cache', 'build'), files });
  if (!bundle.ok) return { type: 'failed', problems: bundle.problems };
  const changed = Object.entries(bundle.sources).filter(([file, hash]) => (description.sources[file] ?? hash) !== hash);
  if (changed.length > 0) return { type: 'changed', files: changed.map(([file]) => file) };
  const bindings = needed.map(({ key, file, exportName }): [AssetKey, Binding] => [
    key,
    { asset: key, module: `m${files.indexOf(file)}`, exportName },
  ]);
  return { type: 'built', bundle: bundle.url, bindings: new Map(bindings) };
}
