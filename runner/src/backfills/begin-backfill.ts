// What a backfill sets out to make: the chosen partitions of the chosen assets, in phases.
import {
  all,
  intersect,
  rangeText,
  readChoice,
  sizeOf,
  subtract,
  toRanges,
  union,
  type PartitionSet,
} from '@headwater/calendar';
import { computeStatus, directUpstream, type AssetKey } from '@headwater/graph';
import type { BackfillRequest } from '../automation-protocol.ts';
import type { DescribedProject } from '../describe.ts';
import { HostRefusal } from '../host/host-refusal.ts';
import { choosePartitions, type Body } from '../plan/choose-partitions.ts';
import type { PlanPartitions } from '../plan/plan-partitions.ts';
import { describeRequest, selectedBodies } from '../plan/plan.ts';
import type { StoredFacts } from '@headwater/graph';
import { backfillPhases, runsOf } from './backfill-phases.ts';
import type { BackfillRecord, PhaseRecord } from './backfill-record.ts';

export interface BeginOptions {
  readonly description: DescribedProject;
  readonly facts: StoredFacts;
  readonly partitions: PlanPartitions;
  /** Ranges of an asset that are not fresh. */
  readonly notFresh: (asset: AssetKey) => Promise<readonly string[]>;
}

export interface Begun {
  readonly selection: string;
  readonly phases: readonly PhaseRecord[];
  /** How many runs it takes. */
  readonly runs: number;
}

/** @throws HostRefusal when nothing is selected, or the partitions cannot be read. */
export async function beginBackfill(request: BackfillRequest, options: BeginOptions): Promise<Begun> {
  const { description, facts, partitions } = options;
  const { slicing, stored } = partitions;
  const graph = description.document;
  const statuses = computeStatus(graph.assets, facts, description.code);
  const { select, keys, partitions: texts } = request;
  const asked = { ...(select !== undefined && { select }), ...(keys && { keys }), ...(texts && { partitions: texts }) };
  const bodies = selectedBodies({ request: asked, graph, statuses });
  if ('code' in bodies) throw new HostRefusal(bodies);
  if (!bodies.some(([first]) => slicing.of(first.key) !== null))
    throw new HostRefusal({
      code: 'bad-request',
      message: 'Nothing of what is selected is made in partitions: `headwater materialize` makes it in one run.',
    });
  const chosen = texts
    ? choosePartitions({ bodies, texts, slicing, stored })
    : new Map(
        bodies.flatMap(([{ key, step }]): [string, PartitionSet][] => {
          const opened = slicing.of(key);
          return opened ? [[step, all(opened)]] : [];
        }),
      );
  if ('code' in chosen) throw new HostRefusal(chosen);
  const sets = new Map<string, PartitionSet>();
  const kept: Body[] = [];
  for (const body of bodies) {
    const set = chosen.get(body[0].step);
    const wanted = set && (await wantedOf(body, { set, request, options }));
    // What is made whole of slices that come first is looked at again when they are there.
    const follows = request.staleOnly === true && kept.some((above) => isReadBy(above, body));
    if (wanted ? wanted.length === 0 : !follows && isLeftOut(body, { request, facts, statuses })) continue;
    if (wanted) sets.set(body[0].step, wanted);
    kept.push(body);
  }
  const { maxPartitionsPerRun } = request;
  const phases = backfillPhases({ bodies: kept, sets, slicing, maxPartitionsPerRun });
  return {
    selection: describeRequest({ ...asked, ...(request.staleOnly && { staleOnly: true }) }),
    runs: phases.reduce((sum, phase) => sum + runsOf(phase), 0),
    phases: phases.map(({ keys: of, set, maxPartitionsPerRun: most }) => ({
      keys: of,
      maxPartitionsPerRun: most,
      sliced: set !== null,
      total: set === null ? 1 : sizeOf(set),
      made: 0,
      left: set === null ? WHOLE : textsOf(set, { asset: of[0] ?? '', partitions }),
      failed: [],
    })),
  };
}

/** What stands for an asset that is made whole. */
export const WHOLE: readonly string[] = ['*'];

function textsOf(
  set: PartitionSet,
  {
    asset,
    partitions: { slicing },
  }: { readonly asset: AssetKey; readonly partitions: Pick<PlanPartitions, 'slicing'> },
): string[] {
  const opened = slicing.of(asset);
  return opened ? toRanges(set, opened).map(rangeText) : [];
}

/** What an earlier one did not make. */
export function goOnFrom({ phases, selection }: BackfillRecord): Omit<Begun, 'runs'> {
  const left = phases.map((phase): PhaseRecord => {
    const count = phase.total - phase.made;
    const texts = [...phase.left, ...phase.failed.map(rangeText)];
    return { ...phase, total: count, made: 0, failed: [], left: phase.sliced ? texts : count > 0 ? WHOLE : [] };
  });
  return { selection, phases: left.filter(({ total }) => total > 0) };
}

async function wantedOf(
  body: Body,
  of: { readonly set: PartitionSet; readonly request: BackfillRequest; readonly options: BeginOptions },
): Promise<PartitionSet> {
  const { set, request, options } = of;
  const { slicing, stored } = options.partitions;
  if (request.missingOnly) return union(...body.map(({ key }) => subtract(set, stored(key))));
  if (!request.staleOnly) return set;
  const opened = slicing.of(body[0].key);
  if (!opened) return set;
  const stale: PartitionSet[] = [];
  for (const { key } of body) {
    const read = readChoice(await options.notFresh(key), opened);
    stale.push(read.ok ? read.set : set);
  }
  return intersect(set, union(...stale));
}

const isReadBy = (above: Body, body: Body): boolean =>
  body.some((node) => directUpstream(node).some((key) => above.some((each) => each.key === key)));

function isLeftOut(
  body: Body,
  of: {
    readonly request: BackfillRequest;
    readonly facts: StoredFacts;
    readonly statuses: ReturnType<typeof computeStatus>;
  },
): boolean {
  const { request, facts, statuses } = of;
  if (request.missingOnly) return body.every(({ key }) => Object.hasOwn(facts.materializations, key));
  if (!request.staleOnly) return false;
  return body.every(({ key }) => statuses.find((each) => each.key === key)?.status === 'fresh');
}
