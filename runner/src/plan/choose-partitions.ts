// Which partitions of the chosen assets a request makes: those it names, and those of the others that these lead to.
import { readChoice, subtract, toRanges, union, type PartitionSet } from '@headwater/calendar';
import { directUpstream, type AssetKey, type AssetNode } from '@headwater/graph';
import type { HostError } from '../protocol.ts';
import type { Slicing } from './slicing.ts';

/** What one body makes of what was chosen. */
export type Body = readonly [AssetNode, ...AssetNode[]];

export interface PartitionChoice {
  /** Upstream first. */
  readonly bodies: readonly Body[];
  /** Keys or ranges `from..to`; absent: none were named. */
  readonly texts: readonly string[] | undefined;
  readonly slicing: Slicing;
  /** Partitions that are stored. */
  readonly stored: (asset: AssetKey) => PartitionSet;
}

/** Partitions of each body that is made in some, by its step. */
export type ChosenPartitions = ReadonlyMap<string, PartitionSet>;

/**
 * The keys are read once, as partitions of the chosen assets furthest downstream that have such ones. Upstream of these, what
 * they need is made, and downstream what needs them; of what is partitioned as they are, only what was named and what else is
 * needed and was never made.
 */
export function choosePartitions(choice: PartitionChoice): ChosenPartitions | HostError {
  const { bodies, texts, slicing } = choice;
  const sliced = bodies.filter(([first]) => slicing.of(first.key) !== null);
  if (texts === undefined || texts.length === 0) return sliced[0] ? noneNamed(sliced[0][0]) : new Map();
  const named = readNamed({ ...choice, texts, sliced });
  if ('code' in named) return named;
  const sets = new Map<string, PartitionSet>();
  const stepOf = new Map(bodies.flatMap((nodes) => nodes.map(({ key, step }) => [key, step] as const)));
  const add = (step: string, set: PartitionSet): void => {
    if (set.length > 0) sets.set(step, union(sets.get(step) ?? [], set));
  };
  const isNamed = (node: AssetNode): boolean => definitionOf(node) === named.definition;
  for (const [first] of sliced) if (isNamed(first)) add(first.step, named.set);
  // Downstream of those, what needs them.
  for (const [first] of sliced) {
    if (isNamed(first)) continue;
    for (const upstream of directUpstream(first)) {
      const above = sets.get(stepOf.get(upstream) ?? '');
      if (above) add(first.step, slicing.needing(first, upstream, above));
    }
  }
  // Upstream, what they need.
  for (const [first] of sliced.toReversed()) {
    const own = sets.get(first.step);
    if (!own) continue;
    for (const upstream of directUpstream(first)) {
      const body = sliced.find((nodes) => nodes.some(({ key }) => key === upstream));
      const needed = body && slicing.needed(first, own, upstream);
      if (needed) add(body[0].step, isNamed(body[0]) ? subtract(needed, choice.stored(upstream)) : needed);
    }
  }
  const without = sliced.find(([first]) => !sets.has(first.step));
  return without ? unrelated(without[0], { texts, slicing }) : sets;
}

interface Named {
  readonly set: PartitionSet;
  readonly definition: string;
}

function readNamed(of: {
  readonly sliced: readonly Body[];
  readonly texts: readonly string[];
  readonly slicing: Slicing;
}): Named | HostError {
  const { sliced, texts, slicing } = of;
  let refusal: HostError | null = null;
  for (const [first] of sliced.toReversed()) {
    const partitions = slicing.of(first.key);
    if (!partitions) continue;
    const read = readChoice(texts, partitions);
    if (read.ok) return { set: read.set, definition: definitionOf(first) };
    refusal ??= { code: 'bad-request', message: `\`${first.key}\`: ${read.message}` };
  }
  return (
    refusal ?? {
      code: 'bad-request',
      message: `Nothing of what is selected is made in partitions, and \`${texts.join(', ')}\` names some: leave --partition out, or select an asset with partitions.`,
    }
  );
}

const definitionOf = ({ partitions }: AssetNode): string => JSON.stringify(partitions ?? null);

function noneNamed({ key }: AssetNode): HostError {
  return {
    code: 'no-partition',
    message: `\`${key}\` is made in partitions: say which with --partition KEY or --partition FROM..TO, or make all of them with \`headwater backfill --select 'key:"${key}"'\`.`,
  };
}

function unrelated(
  { key }: AssetNode,
  { texts, slicing }: Pick<PartitionChoice, 'slicing'> & { texts: readonly string[] },
) {
  const partitions = slicing.of(key);
  const [example] = partitions && partitions.count > 0 ? toRanges([[0, 0]], partitions) : [];
  const such = example ? ` (they are such as \`${example.from}\`)` : '';
  return {
    code: 'bad-request' as const,
    message: `None of the partitions of \`${key}\`${such} is \`${texts.join('`, `')}\`, or goes with it: select it in a run of its own.`,
  };
}
