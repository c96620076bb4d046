// Answers which partitions of an asset are in which state: ranges and a page, never one object for each.
import {
  has,
  intersect,
  partitionKeyProblem,
  rangeText,
  readChoice,
  sizeOf,
  union,
  type PartitionSet,
  type Partitions,
} from '@headwater/calendar';
import {
  judgeGroups,
  type AssetKey,
  type AssetNode,
  type JudgedGroup,
  type PartitionCounts,
  type PartitionsDefinition,
} from '@headwater/graph';
import type { Catalogue } from '../catalogue.ts';
import type { Describe } from '../describe.ts';
import type { AssetPartitions, PartitionBook } from '../partitions/partition-facts.ts';
import type {
  HostMethods,
  PartitionEntry,
  PartitionsDocument,
  PartitionsRequest,
  PartitionState,
  PartitionStateRange,
} from '../protocol.ts';
import { HostRefusal } from './host-refusal.ts';
import { pageOfSet } from './page-of-set.ts';

interface PartitionsOptions {
  readonly describe: Describe;
  readonly catalogue: Catalogue;
  readonly book: PartitionBook;
  readonly now: () => Date;
}

const RANGES = { usual: 100, most: 10_000 };
const PAGE = { usual: 100, most: 1_000 };
const DIMENSION_KEYS = 1_000;

interface Slice {
  readonly state: PartitionState;
  readonly set: PartitionSet;
  readonly causes: readonly string[];
}

/** @throws HostRefusal when there is no such asset, it has no partitions, or the choice cannot be read. */
export async function assetPartitions(
  request: PartitionsRequest,
  { describe, catalogue, book, now }: PartitionsOptions,
): Promise<PartitionsDocument> {
  const { key, states, choice, from } = request;
  const { document, code = {} } = await describe();
  const look = book.look({ assets: document.assets, facts: catalogue.facts(), now: now().getTime() });
  const found = look.assets.get(key);
  const node = document.assets.find((each) => each.key === key);
  if (found === undefined || node?.partitions === undefined)
    throw refused(node === undefined ? 'not-found' : 'bad-request', whyNone(key, node));
  const { partitions } = found;
  const judged = judgeGroups(document.assets, { facts: look.facts, code }).get(key) ?? [];
  const reading = choice === undefined ? null : readChoice(choice, partitions);
  if (reading?.ok === false) throw refused('bad-request', reading.message);
  const slices = slicesOf(found, judged).filter(({ state }) => states?.includes(state) ?? true);
  const chosen = slices.map((each) => (reading ? { ...each, set: intersect(each.set, reading.set) } : each));
  const start = from === undefined || from === 'last' ? (from ?? 0) : partitions.indexOf(from);
  if (start === null) throw refused('bad-request', `\`${key}\` has no partition \`${from ?? ''}\` now.`);
  const limit = atMost(request.limit, PAGE);
  const page = pageOfSet(union(...chosen.map(({ set }) => set)), { start, limit });
  const ranges = rangesOf(chosen, partitions);
  const keyOf = (place: number | null): string | null => (place === null ? null : partitions.keyAt(place));
  return {
    version: 1,
    key,
    partitions: node.partitions,
    counts: countStates(found, judged),
    first: keyOf(partitions.count === 0 ? null : 0),
    last: keyOf(partitions.count === 0 ? null : partitions.count - 1),
    ...(partitions.dimensions !== null && {
      dimensions: partitions.dimensions.map(({ name, partitions: of }) => ({
        name,
        count: of.count,
        keys: of.count > DIMENSION_KEYS ? [] : Array.from({ length: of.count }, (_, place) => of.keyAt(place)),
      })),
    }),
    ranges: ranges.slice(0, atMost(request.rangeLimit, RANGES)).map((range) => range()),
    moreRanges: ranges.length > atMost(request.rangeLimit, RANGES),
    page: page.places.map((place) => entryOf(place, { found, slices: chosen, catalogue })),
    next: keyOf(page.next),
    previous: keyOf(page.previous),
  };
}

/** Ranges `from..to` of what is stale, missing or failed. */
export async function notFreshRanges(key: AssetKey, options: PartitionsOptions): Promise<string[]> {
  const states = ['stale', 'missing', 'failed'] as const;
  const { ranges, moreRanges } = await assetPartitions({ key, states, limit: 1, rangeLimit: RANGES.most }, options);
  // So many pieces that what is fresh between them is looked at when its turn comes.
  return moreRanges ? ['*'] : ranges.map(rangeText);
}

/** @throws HostRefusal when a key cannot be one. */
export async function changePartitions(
  { name, add = [], remove = [] }: HostMethods['changePartitions']['params'],
  { describe, catalogue }: Pick<PartitionsOptions, 'describe' | 'catalogue'>,
): Promise<HostMethods['changePartitions']['result']> {
  const { document } = await describe();
  const names = [...new Set(document.assets.flatMap((node) => dynamicNames(node.partitions)))];
  if (!names.includes(name)) {
    throw refused(
      'not-found',
      names.length === 0
        ? `No asset has dynamic partitions: write \`partitions.dynamic('${name}')\` where one is defined.`
        : `No asset has dynamic partitions named \`${name}\`: there are ${names.map(quoted).join(', ')}.`,
    );
  }
  for (const key of add) {
    const problem = partitionKeyProblem(key);
    if (problem !== null) throw refused('bad-request', problem);
  }
  const there = new Set(catalogue.dynamicPartitions()[name]);
  const added = [...new Set(add)].filter((key) => !there.has(key));
  const removed = [...new Set(remove)].filter((key) => there.has(key));
  if (added.length > 0) await catalogue.change({ type: 'partitions-added', name, keys: added });
  if (removed.length > 0) await catalogue.change({ type: 'partitions-removed', name, keys: removed });
  return { version: 1, name, keys: catalogue.dynamicPartitions()[name] ?? [] };
}

const quoted = (name: string): string => `\`${name}\``;

function dynamicNames(definition: PartitionsDefinition | undefined): string[] {
  if (definition === undefined) return [];
  const each = definition.is === 'multi' ? Object.values(definition.dimensions) : [definition];
  return each.flatMap((one) => (one.is === 'dynamic' ? [one.name] : []));
}

function slicesOf({ groups, missing }: AssetPartitions, judged: readonly JudgedGroup[]): Slice[] {
  const made = judged.flatMap(({ state, causes }, place): Slice[] => {
    const set = groups[place]?.set;
    return set === undefined ? [] : [{ state, set, causes: causes.map(({ message }) => message) }];
  });
  return [...made, { state: 'missing', set: missing, causes: [] }];
}

function countStates(found: AssetPartitions, judged: readonly JudgedGroup[]): PartitionCounts {
  const counts = { total: found.partitions.count, fresh: 0, stale: 0, missing: 0, failed: 0 };
  for (const { state, set } of slicesOf(found, judged)) counts[state] += sizeOf(set);
  return counts;
}

/** In order, neighbours in the same state as one; each says its keys only when it is told. */
function rangesOf(slices: readonly Slice[], partitions: Partitions): (() => PartitionStateRange)[] {
  const byState = Map.groupBy(slices, ({ state }) => state);
  const ranges = [...byState].flatMap(([state, of]) =>
    union(...of.map(({ set }) => set)).map(([first, last]) => ({ state, first, last })),
  );
  return ranges
    .sort((a, b) => a.first - b.first)
    .map(({ state, first, last }) => () => ({
      state,
      from: partitions.keyAt(first),
      to: partitions.keyAt(last),
      count: last - first + 1,
    }));
}

interface Entries {
  readonly found: AssetPartitions;
  readonly slices: readonly Slice[];
  readonly catalogue: Pick<Catalogue, 'partition'>;
}

function entryOf(place: number, { found: { partitions, placed }, slices, catalogue }: Entries): PartitionEntry {
  const key = partitions.keyAt(place);
  const slice = slices.find(({ set }) => has(set, place));
  const made = slice?.state === 'missing' ? undefined : catalogue.partition(placed.columns.asset, key);
  const window = partitions.windowOf(place);
  return {
    key,
    state: slice?.state ?? 'missing',
    causes: slice?.causes ?? [],
    ...(made !== undefined && { run: made.run, time: made.time }),
    ...(window !== null && {
      window: { start: new Date(window.start).toISOString(), end: new Date(window.end).toISOString() },
    }),
  };
}

const atMost = (asked: number | undefined, { usual, most }: { usual: number; most: number }): number =>
  Math.max(0, Math.min(asked ?? usual, most));

function whyNone(key: AssetKey, node: AssetNode | undefined): string {
  if (node === undefined) return `There is no asset \`${key}\` in this project: \`headwater graph\` lists them.`;
  return node.partitions === undefined
    ? `\`${key}\` has no partitions: it is made whole.`
    : `The partitions of \`${key}\` cannot be read: \`headwater check\` says why.`;
}

const refused = (code: 'bad-request' | 'not-found', message: string): HostRefusal => new HostRefusal({ code, message });
