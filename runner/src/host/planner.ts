// Plans requests on the project as it is on disk now, and builds what a plan runs.
import {
  computeStatus,
  renamedFacts,
  type AssetKey,
  type CheckNode,
  type GraphDocument,
  type StoredFacts,
} from '@headwater/graph';
import type { Catalogue, RecordedRun } from '../catalogue.ts';
import type { Describe, DescribedProject } from '../describe.ts';
import { plan, type Plan } from '../plan/plan.ts';
import type { MaterializeRequest } from '../protocol.ts';
import type { OpResult } from '../run-event.ts';
import { buildPlan, type BuiltPlan } from './built-plan.ts';
import { HostRefusal } from './host-refusal.ts';
import { createReuse, type Reuse } from './reuse.ts';
import { namedBy } from './run-tasks.ts';
import { stepConfigs, type StepConfigs } from './step-configs.ts';

export interface Planning {
  readonly plan: Plan;
  readonly description: DescribedProject;
  /** What was stored when it was planned. */
  readonly facts: StoredFacts;
  /** What the ops of the run it goes on from gave. */
  readonly opResults: Readonly<Record<string, OpResult>>;
  readonly configs: StepConfigs;
  /** Null: whatever is kept, each body runs. */
  readonly reuse: Reuse | null;
}

export interface Planner {
  /** @throws HostRefusal before anything has run. */
  plan(request: MaterializeRequest): Promise<Planning>;
  /** Plans again what is not planned yet, or changed since. */
  build(
    request: MaterializeRequest,
    first: Planning | null,
  ): Promise<{ planning: Planning; built: Exclude<BuiltPlan, { type: 'changed' }> }>;
  /** @throws HostRefusal when there is none. */
  recordedRun(id: string): RecordedRun;
}

export interface PlannerOptions {
  readonly describe: Describe;
  readonly catalogue: Catalogue;
  readonly project: string;
  readonly store: string;
  /** Name of the environment a request is for. */
  readonly envOf: (request: MaterializeRequest) => string | null;
}

export function createPlanner({ describe, catalogue, project, store, envOf }: PlannerOptions): Planner {
  async function planNow(request: MaterializeRequest): Promise<Planning> {
    const description = await describe();
    const facts = renamedFacts(description.document.assets, catalogue.facts());
    const parent = request.fromFailure === undefined ? null : recordedRun(request.fromFailure);
    const result = plan({
      request,
      graph: description.document,
      statuses: computeStatus(description.document.assets, facts, description.code),
      facts,
      ...(parent && { resume: { run: parent.summary.run, assets: unmadeBy(parent, description.document) } }),
    });
    if (!result.ok) throw new HostRefusal(result.error);
    const configs = stepConfigs(description.document.assets, request.config ?? {});
    const reuse = request.staleOnly ? createReuse({ catalogue, store, configs, env: envOf(request) }) : null;
    return { plan: result.plan, description, facts, opResults: parent?.opResults ?? {}, configs, reuse };
  }

  function recordedRun(id: string): RecordedRun {
    const found = catalogue.run(id);
    if (found) return found;
    throw new HostRefusal({
      code: 'not-found',
      message: `There is no run \`${id}\` in this project: \`headwater runs\` lists them.`,
    });
  }

  /** A file that is saved between reading and building is read again, a few times. */
  async function build(
    request: MaterializeRequest,
    first: Planning | null,
  ): Promise<{ planning: Planning; built: Exclude<BuiltPlan, { type: 'changed' }> }> {
    for (let tries = 1; ; tries += 1) {
      const planning = (tries === 1 ? first : null) ?? (await planNow(request));
      const { plan: chosen, description } = planning;
      const keys = namedBy(chosen.steps.flatMap(({ nodes }) => nodes));
      const needed = description.document.assets.filter(({ key }) => keys.has(key));
      const built = await buildPlan({ needed, checks: checksOf(planning), description, project, store });
      if (built.type !== 'changed') return { planning, built };
      if (tries === 5)
        throw new HostRefusal({
          code: 'failed',
          message: `${built.files.join(', ')} keeps changing while it is read; run again when it is still.`,
        });
    }
  }

  return { plan: planNow, build, recordedRun };
}

export function checksOf({ plan: { steps }, description }: Planning): CheckNode[] {
  const keys = new Set(steps.flatMap(({ nodes }) => nodes.map(({ key }) => key)));
  return description.document.checks.filter(({ asset }) => keys.has(asset));
}

/** What a run set out to make and did not, and what it made that a blocking check refused. */
function unmadeBy({ assets, steps, failedChecks }: RecordedRun, { assets: nodes, checks }: GraphDocument): AssetKey[] {
  const made = new Set(
    steps.flatMap(({ asset, op, status }) => (op === undefined && status === 'materialized' ? [asset] : [])),
  );
  for (const { asset, name } of failedChecks)
    if (checks.some((check) => check.asset === asset && check.name === name && check.blocking)) made.delete(asset);
  const defined = new Set(nodes.map(({ key }) => key));
  return assets.filter((key) => !made.has(key) && defined.has(key));
}
