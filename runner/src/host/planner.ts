// Plans requests on the project as it is on disk now, and builds what a plan runs.
import { computeStatus, renamedFacts, type CheckNode, type StoredFacts } from '@headwater/graph';
import type { Catalogue, RecordedRun } from '../catalogue.ts';
import type { Describe, DescribedProject } from '../describe.ts';
import { createPartitionBook, type PartitionBook } from '../partitions/partition-facts.ts';
import { plan, type Plan } from '../plan/plan.ts';
import type { MaterializeRequest } from '../protocol.ts';
import type { OpResult } from '../run-event.ts';
import { buildPlan, type BuiltPlan } from './built-plan.ts';
import { HostRefusal } from './host-refusal.ts';
import { planPartitions } from './partitions-now.ts';
import { createReuse, type Reuse } from './reuse.ts';
import { namedBy } from './run-tasks.ts';
import { stepConfigs, type StepConfigs } from './step-configs.ts';
import { unmadeBy } from './unmade-by.ts';

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
  /** Milliseconds: which windows of time have ended. */
  readonly now?: () => number;
  /** What is known of partitions, where it is kept between questions. */
  readonly book?: PartitionBook;
}

export function createPlanner(options: PlannerOptions): Planner {
  const { describe, catalogue, project, store, envOf, now = Date.now } = options;
  const { book = createPartitionBook(catalogue) } = options;

  async function planNow(request: MaterializeRequest): Promise<Planning> {
    const description = await describe();
    const { assets } = description.document;
    const facts = renamedFacts(assets, book.look({ assets, facts: catalogue.facts(), now: now() }).facts);
    const parent = request.fromFailure === undefined ? null : recordedRun(request.fromFailure);
    const partitions = planPartitions({ assets, facts, catalogue, now: now() });
    const result = plan({
      request,
      graph: description.document,
      statuses: computeStatus(assets, facts, description.code),
      facts,
      partitions,
      ...(parent && { resume: unmadeBy(parent, { graph: description.document, slicing: partitions.slicing }) }),
    });
    if (!result.ok) throw new HostRefusal(result.error);
    const configs = stepConfigs(assets, request.config ?? {});
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
