// Before a run begins, records which keys its assets had: from then on the source need not say it any more.
import {
  renamedFacts,
  renamesInForce,
  type AssetKey,
  type AssetNode,
  type Rename,
  type StoredFacts,
} from '@headwater/graph';
import type { Catalogue } from '../catalogue.ts';
import { RememberedFacts } from '../store/index.ts';

/** All that a run needs of the catalogue. */
export type RunCatalogue = Pick<Catalogue, 'record' | 'facts' | 'partition' | 'partitionsOf'>;

/**
 * Not while the source is only read: what is saved half-way through a change, or on another branch, would be remembered for good.
 * Returns the catalogue as the assets of the run are called, whatever happens to the source while it goes on.
 */
export async function recordRenames(nodes: readonly AssetNode[], catalogue: Catalogue): Promise<RunCatalogue> {
  for (const { asset, from } of unrecorded(nodes, catalogue.facts()))
    await catalogue.change({ type: 'renamed', asset, from });
  const facts = catalogue.facts();
  return renamesInForce(nodes, facts) === null ? catalogue : named(renamedFacts(nodes, facts), catalogue);
}

/** Of keys that anything is known of. */
function unrecorded(nodes: readonly AssetNode[], facts: StoredFacts): Rename[] {
  const said = (renamesInForce(nodes, facts)?.renames ?? []).filter(({ seq }) => seq === Infinity);
  if (said.length === 0) return [];
  const { materializations, failures, observations } = facts;
  const known = new Set<AssetKey>([materializations, failures, observations].flatMap((each) => Object.keys(each)));
  for (const { inputs } of Object.values(materializations)) for (const key of Object.keys(inputs)) known.add(key);
  return said.filter(({ from }) => known.has(from));
}

/** Nobody else records what a run makes: its events keep the facts up to date. */
function named(start: StoredFacts, catalogue: Catalogue): RunCatalogue {
  const remembered = new RememberedFacts({
    materializations: copied(start.materializations),
    failures: copied(start.failures),
    checks: copied(Object.fromEntries(Object.entries(start.checks).map(([asset, each]) => [asset, copied(each)]))),
    observations: copied(start.observations),
    renames: [],
    dynamicPartitions: copied(start.dynamicPartitions ?? {}),
  });
  return {
    async record(run, body) {
      const event = await catalogue.record(run, body);
      remembered.take(event);
      return event;
    },
    facts: () => ({ ...start, ...remembered.facts() }),
    // What was stored under another name is, since the rename is recorded, under this one.
    partition: (asset, partition) => catalogue.partition(asset, partition),
    partitionsOf: (asset) => catalogue.partitionsOf(asset),
  };
}

/** Without a prototype: an asset may be named `constructor`. */
function copied<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.assign(Object.create(null) as Record<string, T>, record);
}
