// The status of a partitioned asset: each group of its partitions judged alone, then counted, and told in ranges.
import { directCauses, incomparable } from './direct-causes.ts';
import type { AssetKey, AssetNode, CodeParts } from './model.ts';
import type { PartitionFacts, PartitionGroup, PartitionSpan, PlacedRange } from './partition-facts.ts';
import type { PartitionCounts } from './partition-model.ts';
import type { Cause, StatusName } from './status-model.ts';
import { begin, firstTrouble, placeIn, upstreamCauses, type Trouble } from './trouble.ts';

export interface JudgedGroup {
  readonly state: 'fresh' | 'stale' | 'failed';
  /** The asset's own word, were this all there is of it. */
  readonly status: StatusName;
  readonly causes: readonly Cause[];
  readonly trouble: Trouble | null;
}

interface JudgedPartitions {
  readonly status: StatusName;
  readonly causes: readonly Cause[];
  readonly trouble: Trouble | null;
  readonly counts: PartitionCounts;
  /** In the order of the facts. */
  readonly groups: readonly JudgedGroup[];
}

interface Case {
  readonly node: AssetNode;
  readonly upstream: readonly AssetKey[];
  readonly facts: PartitionFacts;
  readonly code: CodeParts;
  readonly troubles: ReadonlyMap<AssetKey, Trouble>;
  /** What is wrong with what was stored last, whatever partition that is of. */
  readonly drift: readonly Cause[];
}

export function judgePartitions(given: Case): JudgedPartitions {
  const { node, facts, drift } = given;
  const groups = facts.groups.map((group) => judgeGroup(group, given));
  const counts = countStates(facts, groups);
  const isMade = facts.groups.some(({ made }) => made);
  const status = worst({ groups, drift, isMade, missing: facts.missing.count });
  const causes = status === 'never' ? [] : tellAll(groups, { facts, drift });
  return { status, causes, trouble: troubleOf(node, { status, drift, groups }), counts, groups };
}

function judgeGroup(group: PartitionGroup, { node, upstream, code, troubles }: Case): JudgedGroup {
  const input = (key: AssetKey) => (Object.hasOwn(group.inputs, key) ? group.inputs[key] : undefined);
  const changedBy = (key: AssetKey): string | null => input(key)?.changedBy ?? null;
  const above = { upstream, troubles, reads: (key: AssetKey) => input(key)?.from };
  const direct = group.made ? directCauses({ node, upstream, code, made: group, changedBy }) : [];
  const further = group.made ? [...upstreamCauses(above), ...incomparable(node, group)] : [];
  const causes = [...direct, ...further];
  if (group.failure !== undefined) {
    const { message, run } = group.failure;
    const cause: Cause = { kind: 'failed', message, run, ...placeIn(group.failure) };
    const trouble = begin(node, { ...cause, message: 'its last run failed' });
    return { state: 'failed', status: 'failed', causes: [cause, ...causes], trouble };
  }
  const [first] = direct;
  if (first !== undefined) return { state: 'stale', status: 'stale', causes, trouble: begin(node, first) };
  const trouble = firstTrouble(above);
  if (trouble !== null) return { state: 'stale', status: 'upstream-stale', causes, trouble };
  return { state: 'fresh', status: 'fresh', causes, trouble: null };
}

function countStates({ groups, missing, total }: PartitionFacts, judged: readonly JudgedGroup[]): PartitionCounts {
  const count = (state: JudgedGroup['state']): number =>
    judged.reduce((sum, each, place) => (each.state === state ? sum + (groups[place]?.count ?? 0) : sum), 0);
  return { total, fresh: count('fresh'), stale: count('stale'), missing: missing.count, failed: count('failed') };
}

interface Standing {
  readonly groups: readonly JudgedGroup[];
  readonly drift: readonly Cause[];
  readonly isMade: boolean;
  readonly missing: number;
}

/** A few partitions that were never made are no worse than stale ones: what was made can be read. */
function worst({ groups, drift, isMade, missing }: Standing): StatusName {
  const has = (status: StatusName): boolean => groups.some((group) => group.status === status);
  if (has('failed')) return 'failed';
  if (!isMade) return 'never';
  if (drift.length > 0) return 'drift';
  if (has('stale') || missing > 0) return 'stale';
  return has('upstream-stale') ? 'upstream-stale' : 'fresh';
}

/** Whoever reads other partitions is not touched; a partition that is missing is for whoever asks for it. */
function troubleOf(
  node: AssetNode,
  { status, drift, groups }: Pick<Standing, 'drift' | 'groups'> & { readonly status: StatusName },
): Trouble | null {
  const { file, line, column } = node;
  if (status === 'never') return begin(node, { message: 'it was never materialized', file, line, column });
  const each = groups.map(({ trouble }) => trouble);
  const [differs] = drift;
  const first = groups.find((group) => group.status === status)?.trouble ?? each.find((trouble) => trouble !== null);
  const whole = differs === undefined ? first : begin(node, differs);
  return whole == null ? null : { ...whole, groups: each };
}

function tellAll(
  judged: readonly JudgedGroup[],
  { facts, drift }: { readonly facts: PartitionFacts; readonly drift: readonly Cause[] },
): Cause[] {
  const told = new Map<string, Told>();
  for (const [place, { causes }] of judged.entries()) {
    const group = facts.groups[place];
    for (const cause of group === undefined ? [] : causes) {
      const id = `${cause.kind}\n${cause.asset ?? ''}\n${cause.message}`;
      const before = told.get(id);
      if (before) before.spans.push(group as PartitionSpan);
      else told.set(id, { cause, spans: [group as PartitionSpan] });
    }
  }
  const all = [...told.values()].map((each) => tell(each, facts.total));
  const isOf = (kinds: readonly Cause['kind'][]): Cause[] => all.filter(({ kind }) => kinds.includes(kind));
  return [
    ...isOf(['failed']),
    ...drift,
    ...isOf(['code', 'deps', 'data']),
    ...missingCauses(facts),
    ...isOf(['upstream', 'unknown']),
  ];
}

interface Told {
  readonly cause: Cause;
  readonly spans: PartitionSpan[];
}

function missingCauses({ missing, total }: PartitionFacts): Cause[] {
  if (missing.count === 0) return [];
  const which = `${formatCount(missing.count)} of ${partitionsInWords(total)} ${missing.count === 1 ? 'is' : 'are'} missing`;
  return [{ kind: 'missing', message: `${which}: ${rangesInWords(missing)}`, partitions: plainRanges(missing.ranges) }];
}

function tell({ cause, spans }: Told, total: number): Cause {
  const span = { count: spans.reduce((sum, { count }) => sum + count, 0), ranges: joined(spans) };
  const what = cause.kind === 'failed' ? 'failed' : span.count === 1 ? 'is stale' : 'are stale';
  const isNote = cause.kind === 'unknown';
  const which =
    span.count === total && total > 1
      ? `all ${partitionsInWords(total)}${isNote ? '' : ` ${what}`}`
      : span.count === 1
        ? `partition ${rangesInWords(span)}${isNote ? '' : ` ${what}`}`
        : `${partitionsInWords(span.count)}${isNote ? '' : ` ${what}`}: ${rangesInWords(span)}`;
  return { ...cause, message: `${which}: ${cause.message}`, partitions: plainRanges(span.ranges) };
}

/** Of a sentence; the picker has them all. */
const TOLD_RANGES = 3;
const KEPT_RANGES = 20;

function rangesInWords({ count, ranges }: PartitionSpan): string {
  const told = ranges.slice(0, TOLD_RANGES);
  const rest = count - told.reduce((sum, range) => sum + range.count, 0);
  const words = told.map(({ from, to }) => (from === to ? from : `${from}..${to}`)).join(', ');
  return rest === 0 ? words : `${words} and ${formatCount(rest)} more`;
}

const plainRanges = (ranges: readonly PlacedRange[]) =>
  ranges.slice(0, KEPT_RANGES).map(({ from, to, count }) => ({ from, to, count }));

const formatCount = (count: number): string => count.toLocaleString('en-US');
const partitionsInWords = (count: number): string => `${formatCount(count)} partition${count === 1 ? '' : 's'}`;

/** In order, neighbours as one. */
function joined(spans: readonly PartitionSpan[]): PlacedRange[] {
  const ranges: PlacedRange[] = [];
  for (const range of spans.flatMap((span) => span.ranges).toSorted((a, b) => a.at - b.at)) {
    const before = ranges.at(-1);
    if (before !== undefined && before.at + before.count === range.at)
      ranges[ranges.length - 1] = { ...before, to: range.to, count: before.count + range.count };
    else ranges.push(range);
  }
  return ranges;
}
