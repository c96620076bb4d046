// Answers what an asset's materializations were: a page of them, under all the names it had.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { namesOf, renamesInForce, type Materialization } from '@headwater/graph';
import type { Catalogue } from '../catalogue.ts';
import type { Describe } from '../describe.ts';
import type { HistoryDocument, HostMethods } from '../protocol.ts';
import { HostRefusal } from './host-refusal.ts';
import { partitionRefusal } from './partition-refusal.ts';

interface AssetHistoryOptions {
  readonly describe: Describe;
  readonly catalogue: Catalogue;
  readonly store: string;
}

const LIMIT = 50;

/** @throws HostRefusal when there is no such asset, and never was, or nothing of the partition. */
export async function assetHistory(
  { key, limit = LIMIT, before, partition }: HostMethods['history']['params'],
  { describe, catalogue, store }: AssetHistoryOptions,
): Promise<HistoryDocument> {
  const nodes = (await describe()).document.assets;
  const facts = catalogue.facts();
  const renames = renamesInForce(nodes, facts)?.renames ?? [];
  const names = namesOf(key, renames);
  const { entries, next, folded, forgotten } = catalogue.history({
    names,
    limit,
    ...(before !== undefined && { before }),
    ...(partition !== undefined && { partition }),
  });
  const node = nodes.find((each) => each.key === key);
  if (entries.length === 0 && before === undefined && node && partition !== undefined)
    throw partitionRefusal(node, partition);
  if (entries.length === 0 && folded === null && !node) {
    const heir = renames.findLast(({ from }) => from === key);
    const instead = heir && `: \`${heir.asset}\` was called so, and its history tells of it.`;
    throw new HostRefusal({
      code: 'not-found',
      message: `There is no asset \`${key}\` in this project${instead ?? ', and nothing is told of one.'}`,
    });
  }
  /** What other managers keep under one name is the newest. */
  const latest = new Set(names.map((name) => facts.materializations[name.key]?.seq));
  const isLatest = ({ asset, partition: of, seq }: Materialization): boolean =>
    of === undefined ? latest.has(seq) : catalogue.partition(asset, of)?.seq === seq;
  const isKept = (told: Materialization): boolean =>
    told.io !== undefined
      ? isLatest(told)
      : told.path !== undefined && statSync(join(store, told.path), { throwIfNoEntry: false }) !== undefined;
  return {
    version: 1,
    key,
    materializations: entries.map(({ materialization: { code: _, ...materialization }, checks }) => ({
      ...materialization,
      asset: key,
      ...(materialization.asset !== key && { storedAs: materialization.asset }),
      checks,
      kept: isKept(materialization),
    })),
    next,
    folded,
    ...(forgotten !== null && { forgotten }),
  };
}
