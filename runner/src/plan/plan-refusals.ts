// What forbids a plan before anything has run: a broken definition, an upstream that is not there.
import { rangeText, subtract, toRanges, type PartitionSet } from '@headwater/calendar';
import {
  directUpstream,
  type AssetKey,
  type AssetNode,
  type ForeignAsset,
  type GraphDocument,
  type PartitionRange,
  type StoredFacts,
} from '@headwater/graph';
import type { HostError } from '../protocol.ts';
import type { Slicing } from './slicing.ts';

export interface Planned {
  /** What is to run, upstream first. */
  readonly nodes: readonly AssetNode[];
  /** Of those that are made in partitions, which are to run. */
  readonly sets: ReadonlyMap<AssetKey, PartitionSet>;
  readonly graph: GraphDocument;
  readonly byKey: ReadonlyMap<AssetKey, AssetNode>;
  readonly facts: StoredFacts;
  readonly slicing: Slicing;
  readonly stored: (asset: AssetKey) => PartitionSet;
}

export function refusePlan(planned: Planned): HostError | null {
  const { nodes, graph, byKey, facts } = planned;
  const running = new Set(nodes.map(({ key }) => key));
  const blocking = graph.problems.find(
    (problem) =>
      problem.severity === 'error' &&
      // With two of them it is not known which resources and environments stand.
      (problem.code === 'two-definitions' ||
        nodes.some(
          (node) =>
            node.file === problem.file && problem.line >= node.range.startLine && problem.line <= node.range.endLine,
        )),
  );
  if (blocking) return { code: 'problems', message: `${blocking.file}:${blocking.line}: ${blocking.message}` };
  for (const node of nodes) {
    for (const key of directUpstream(node)) {
      const upstream = byKey.get(key);
      const foreign = upstream?.foreign;
      const unloadable =
        foreign && Object.values(node.inputs).includes(key) && cannotLoad({ key, foreign, node, facts });
      if (unloadable) return unloadable;
      if (upstream?.kind === 'external') continue;
      if (planned.slicing.of(key)) {
        const missing = missingPartitions(node, key, planned);
        if (missing) return missing;
        continue;
      }
      if (running.has(key) || facts.materializations[key]) continue;
      return {
        code: 'never-materialized',
        missing: { asset: key, neededBy: node.key },
        message: `\`${key}\` has never been materialized, and \`${node.key}\` needs it: materialize it first, or select it too with \`+key:"${node.key}"\`.`,
      };
    }
  }
  return null;
}

/** Ranges at most in a sentence. */
const TOLD = 3;

function missingPartitions(node: AssetNode, key: AssetKey, planned: Planned): HostError | null {
  const { slicing, sets, stored } = planned;
  const partitions = slicing.of(key);
  const needed = slicing.needed(node, sets.get(node.key) ?? null, key) ?? [];
  const missing = subtract(subtract(needed, sets.get(key) ?? []), stored(key));
  if (!partitions || missing.length === 0) return null;
  const ranges = toRanges(missing, partitions);
  const arg = ranges[0] && rangeText(ranges[0]);
  return {
    code: 'never-materialized',
    missing: { asset: key, neededBy: node.key, partitions: ranges },
    message: `\`${node.key}\` needs ${rangeWords(ranges)} of \`${key}\`, never materialized: \`headwater materialize --select 'key:"${key}"' --partition '${arg ?? ''}'\` makes ${ranges.length === 1 ? 'what is missing' : 'the first of them'}, and \`headwater backfill --select 'key:"${key}"' --missing\` everything.`,
  };
}

/** `2026-08-01..2026-08-07 (7 partitions)`. */
export function rangeWords(ranges: readonly PartitionRange[]): string {
  const told = ranges.slice(0, TOLD).map(rangeText);
  const count = ranges.reduce((sum, range) => sum + range.count, 0);
  const more = ranges.length > TOLD ? ', …' : '';
  return `${told.join(', ')}${more} (${count === 1 ? '1 partition' : `${String(count)} partitions`})`;
}

/** What another project makes is loaded from its default store, once it is there. */
function cannotLoad(of: {
  readonly key: AssetKey;
  readonly foreign: ForeignAsset;
  readonly node: AssetNode;
  readonly facts: StoredFacts;
}): HostError | null {
  const { key, foreign, node, facts } = of;
  const there = `the project \`${foreign.project}\` (${foreign.root})`;
  const stored = facts.foreign?.[key];
  if (foreign.kind === 'external')
    return {
      code: 'failed',
      message: `\`${node.key}\` reads \`${key}\`, which is external in ${there}, too: nothing of it is stored there. Declare it with externalAsset in this project, with an \`io\` that loads it.`,
    };
  if (stored === undefined)
    return {
      code: 'never-materialized',
      missing: { asset: key, neededBy: node.key },
      message: `\`${key}\` has never been materialized in ${there}, and \`${node.key}\` needs it: run \`headwater -C ${foreign.root} materialize --select 'key:"${foreign.key}"'\` first.`,
    };
  if (stored.io !== undefined)
    return {
      code: 'failed',
      message: `\`${node.key}\` reads \`${key}\`, which the IO manager \`${stored.io}\` of ${there} keeps: only what is in the default store of another project can be loaded. Store it there without \`io\`, or declare it with externalAsset in this project.`,
    };
  if (stored.path === undefined)
    return {
      code: 'failed',
      message: `\`${node.key}\` reads \`${key}\`, which stored no value in ${there}: name it in deps instead of inputs.`,
    };
  return null;
}
