// Writes the tasks of one run: what a worker is told of a step, a check, the preparation, a failure.
import {
  directUpstream,
  type AssetKey,
  type AssetNode,
  type CheckNode,
  type Materialization,
  type StoredFacts,
} from '@headwater/graph';
import type { Catalogue } from '../catalogue.ts';
import type { CheckTask, FailureTask, PrepareTask, PreviousFacts, RunScope, StepTask, StoredAt } from '../ipc.ts';
import type { Plan, PlanStep } from '../plan/plan.ts';
import type { OpResult } from '../run-event.ts';
import type { BuiltPlan } from './built-plan.ts';
import { slotId, slotsOf } from './slots.ts';
import type { StepConfigs } from './step-configs.ts';

export interface RunTasks {
  prepare(plan: Plan): PrepareTask;
  step(
    step: PlanStep,
    of: {
      readonly attempt: number;
      readonly nodes: readonly AssetNode[];
      /** As its partition sees them. */
      readonly facts: StoredFacts;
    },
  ): StepTask;
  /** Of one partition with the facts that it sees. */
  check(check: CheckNode, of: { readonly facts: StoredFacts; readonly partition?: string }): CheckTask | null;
  failure(of: Pick<FailureTask, 'asset' | 'attempts' | 'error'>): FailureTask;
}

export interface RunTasksOptions {
  readonly scope: RunScope;
  readonly built: Extract<BuiltPlan, { type: 'built' }>;
  /** Every asset of the project. */
  readonly assets: readonly AssetNode[];
  readonly configs: StepConfigs;
  /** When the run is planned. */
  readonly facts: StoredFacts;
  /** What the ops of the run this one goes on from gave. */
  readonly opResults: Readonly<Record<string, OpResult>>;
  readonly catalogue: Pick<Catalogue, 'partition'>;
}

export function runTasks({ scope, built, assets, configs, facts, opResults, catalogue }: RunTasksOptions): RunTasks {
  // A copy: facts go on while the run goes on, and `previous` is what was there before it.
  const before = { ...facts, materializations: { ...facts.materializations } };
  const stored = (asset: AssetKey, partition: string): StoredAt => ({
    ...storedAt(catalogue.partition(asset, partition)),
    partition,
  });
  /** What there was of a partition before its step began. */
  const replaced = new Map<string, Materialization | undefined>();
  const previous = (asset: AssetKey, partition: string | undefined): PreviousFacts | null => {
    if (partition === undefined) return previousOf(materializationOf(before, asset));
    const id = slotId(asset, partition);
    const found = replaced.has(id) ? replaced.get(id) : catalogue.partition(asset, partition);
    return found?.run === scope.run ? null : previousOf(found);
  };
  return {
    prepare(plan) {
      const probe = plan.parent === null ? [] : plan.document.load;
      const read = namedBy(plan.steps.flatMap(({ nodes }) => nodes));
      return {
        type: 'prepare',
        scope,
        steps: plan.steps.map(({ step, nodes: [first] }) => ({ step, asset: first.key, config: configs.of(step) })),
        probe: probe.flatMap((asset) => {
          const partitions = partitionsRead(plan, asset);
          if (partitions) return partitions.map((partition) => ({ asset, stored: stored(asset, partition) }));
          return [{ asset, stored: storedAt(materializationOf(before, asset)) }];
        }),
        externals: assets.flatMap(({ key, kind, foreign }) =>
          kind === 'external' && foreign === undefined && read.has(key) ? [key] : [],
        ),
      };
    },
    step({ step, nodes: [first], slice, reads }, { attempt, nodes, facts: now }) {
      const inputs = [...new Set(Object.values(first.inputs))];
      for (const { node, partition } of slotsOf({ nodes: [first, ...nodes], slice })) {
        const id = slotId(node.key, partition);
        if (partition !== undefined && !replaced.has(id)) replaced.set(id, catalogue.partition(node.key, partition));
      }
      const upstream = inputs.filter((key) => !Object.hasOwn(reads, key));
      return {
        type: 'step',
        scope,
        step,
        attempt,
        outputs: nodes.map(({ key, output }) => ({ asset: key, output: output ?? null })),
        inputs: first.inputs,
        deps: first.deps,
        config: configs.of(step),
        stored: Object.fromEntries(upstream.map((key) => [key, storedAt(materializationOf(now, key))])),
        storedPartitions: Object.fromEntries(
          inputs.flatMap((key) => {
            const read = Object.hasOwn(reads, key) ? reads[key] : undefined;
            if (!read) return [];
            const each = read.keys.map((partition) => [partition, stored(key, partition)] as const);
            return [[key, { asOne: read.asOne, stored: each }]];
          }),
        ),
        slice,
        codeVersion: first.codeVersion,
        previous: slice === null || slice.keys.length === 1 ? previous(first.key, slice?.keys[0]) : null,
        opVersions: opVersions(first),
        opResults: first.kind === 'graph' ? ofAsset(opResults, first.key) : {},
      };
    },
    check({ asset, name, exportName }, { facts: now, partition }) {
      const place = built.checks.get(`${asset}\n${name}`);
      if (exportName === null || !place) return null;
      const materialization = materializationOf(now, asset);
      return {
        type: 'check',
        scope,
        asset,
        check: name,
        ...(partition !== undefined && { partition }),
        place,
        stored: isStored(materialization)
          ? { ...storedAt(materialization), ...(partition !== undefined && { partition }) }
          : null,
        metadata: materialization?.metadata ?? {},
        previous: previous(asset, partition),
      };
    },
    failure: (of) => ({ type: 'failure', scope, ...of }),
  };
}

/** Partitions of an asset that is not made in this run and read by it; null: it is made whole. */
function partitionsRead({ steps, slicing }: Plan, asset: AssetKey): string[] | null {
  if (slicing.of(asset) === null) return null;
  return [...new Set(steps.flatMap(({ reads }) => (Object.hasOwn(reads, asset) ? (reads[asset]?.keys ?? []) : [])))];
}

/** Everything a step of the plan names must be in the bundle. */
export const namedBy = (nodes: readonly AssetNode[]): ReadonlySet<AssetKey> =>
  new Set(nodes.flatMap((node) => [node.key, ...directUpstream(node)]));

function materializationOf({ materializations, foreign }: StoredFacts, key: AssetKey): Materialization | undefined {
  return Object.hasOwn(materializations, key) ? materializations[key] : foreign?.[key];
}

function storedAt(of: Materialization | undefined): StoredAt {
  const { path, io, bytes, storedAs } = of ?? {};
  return {
    ...(path !== undefined && { path }),
    ...(io !== undefined && { io }),
    ...(bytes !== undefined && { bytes }),
    ...(storedAs !== undefined && { storedAs }),
  };
}

const isStored = (of: Materialization | undefined): boolean => of?.path !== undefined || of?.io !== undefined;

function previousOf(of: Materialization | undefined): PreviousFacts | null {
  if (!of) return null;
  const { run, time, dataVersion, metadata } = of;
  return { runId: run, time, dataVersion, metadata };
}

/** Two ops of one name cannot be told apart by it: neither is given again. */
function opVersions({ ops = [] }: AssetNode): Record<string, string | null> {
  const versions: Record<string, string | null> = {};
  for (const { name, codeVersion } of ops)
    versions[name] = Object.hasOwn(versions, name) && versions[name] !== codeVersion ? null : codeVersion;
  return versions;
}

function ofAsset(results: Readonly<Record<string, OpResult>>, asset: AssetKey): Record<string, OpResult> {
  return Object.fromEntries(Object.entries(results).filter(([step]) => step.startsWith(`${asset}.`)));
}
