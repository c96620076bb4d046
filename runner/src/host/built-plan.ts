// Builds what a plan runs, from the bytes it was planned from.
import { join } from 'node:path';
import type { AssetNode, CheckNode } from '@headwater/graph';
import { buildBundle, type BuildProblem } from '../build/user-bundle.ts';
import type { DescribedProject } from '../describe.ts';
import type { Binding, Place } from '../ipc.ts';
import { storeOf } from './foreign-stores.ts';

export type BuiltPlan =
  | {
      readonly type: 'built';
      readonly bundle: string;
      readonly bindings: readonly Binding[];
      /** Of checks that stand apart, by `asset\nname`. */
      readonly checks: ReadonlyMap<string, Place>;
      readonly definitions: Place | null;
    }
  /** A file changed between reading and building: describe and plan again. */
  | { readonly type: 'changed'; readonly files: readonly string[] }
  | { readonly type: 'failed'; readonly problems: readonly BuildProblem[] };

export interface BuildPlanOptions {
  /** Every node that must be in the bundle. */
  readonly needed: readonly AssetNode[];
  readonly checks: readonly CheckNode[];
  /** More files that must be in it. */
  readonly alsoFiles?: readonly string[];
  readonly description: DescribedProject;
  readonly project: string;
  readonly store: string;
}

const EMPTY: BuiltPlan = { type: 'built', bundle: '', bindings: [], checks: new Map(), definitions: null };

export async function buildPlan({
  needed,
  checks,
  alsoFiles = [],
  description,
  project,
  store,
}: BuildPlanOptions): Promise<BuiltPlan> {
  if (needed.length === 0 && alsoFiles.length === 0) return EMPTY;
  const { definitions } = description.document;
  const apart = checks.filter(({ exportName }) => exportName !== null);
  const own = needed.filter(({ foreign }) => foreign === undefined);
  const declaring = [...own, ...apart, ...(definitions ? [definitions] : [])].map(({ file }) => file);
  const files = [...new Set([...declaring, ...alsoFiles])];
  const elsewhere = needed.flatMap(({ foreign }) => foreign ?? []);
  const imported = elsewhere.map(({ imported: { file, module } }) => ({ file, module }));
  const names = opNames(own);
  const moduleNames = description.names ?? [];
  const outDir = join(store, 'cache', 'build');
  const bundle = await buildBundle({ project, outDir, files, imported, moduleNames, names });
  if (!bundle.ok) return { type: 'failed', problems: bundle.problems };
  const changed = Object.entries(bundle.sources).filter(([file, hash]) => (description.sources[file] ?? hash) !== hash);
  if (changed.length > 0) return { type: 'changed', files: changed.map(([file]) => file) };
  const place = (file: string, exportName: string): Place => ({ module: `m${files.indexOf(file)}`, exportName });
  return {
    type: 'built',
    bundle: bundle.url,
    bindings: needed.map(({ key, file, exportName, output, foreign }) => ({
      asset: key,
      ...(foreign === undefined
        ? place(file, exportName)
        : { module: `f${elsewhere.indexOf(foreign)}`, exportName: foreign.imported.name }),
      ...(output !== undefined && { output }),
      ...(foreign && { foreign: { project: foreign.project, store: storeOf(project, foreign) } }),
    })),
    checks: new Map(
      apart.map(({ asset, name, file, exportName }) => [`${asset}\n${name}`, place(file, exportName ?? '')]),
    ),
    definitions: definitions && place(definitions.file, definitions.exportName),
  };
}

/** File to the consts in it that hold ops. */
function opNames(nodes: readonly AssetNode[]): Record<string, string[]> {
  const names: Record<string, string[]> = {};
  for (const { file, constName } of nodes.flatMap(({ ops = [] }) => ops)) {
    if (constName === undefined) continue;
    const inFile = (names[file] ??= []);
    if (!inFile.includes(constName)) inFile.push(constName);
  }
  return names;
}
