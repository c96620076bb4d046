// Answers what a stored value is: read from the default store here, or loaded by its IO manager in a worker of its own.
import {
  namesOf,
  renamedFacts,
  renamesInForce,
  type AssetKey,
  type AssetNode,
  type ForeignAsset,
  type Materialization,
} from '@headwater/graph';
import { showValue } from '@headwater/stores';
import type { Catalogue } from '../catalogue.ts';
import type { Describe } from '../describe.ts';
import type { HostMethods, ShowDocument } from '../protocol.ts';
import { storeOf } from './foreign-stores.ts';
import { HostRefusal } from './host-refusal.ts';
import { partitionRefusal } from './partition-refusal.ts';
import { showStored } from './show-stored.ts';

interface ShowAssetOptions {
  readonly describe: Describe;
  readonly catalogue: Catalogue;
  readonly project: string;
  readonly store: string;
  readonly workerFile: string;
  readonly defaultEnv: () => string | null;
}

/** @throws HostRefusal when there is no such asset, or nothing of it to show. */
export async function showAsset(
  { key, partition, limit = 100, env: asked }: HostMethods['show']['params'],
  { catalogue, defaultEnv, ...at }: ShowAssetOptions,
): Promise<ShowDocument> {
  const { describe, store } = at;
  const stored = await materializationOf({ key, partition }, { catalogue, describe });
  // Unless another is asked for, where it was stored: the manager of that name may be another elsewhere.
  const madeIn = stored === undefined ? undefined : catalogue.run(stored.run)?.summary.env;
  const env = asked ?? madeIn ?? defaultEnv();
  const head = stored && {
    version: 1 as const,
    key,
    ...(stored.partition !== undefined && { partition: stored.partition }),
    run: stored.run,
    time: stored.time,
    dataVersion: stored.dataVersion,
  };
  if (head && stored.io === undefined && stored.path !== undefined)
    return { ...head, ...(await showValue({ dir: store, path: stored.path, limit })) };
  if (stored && stored.io === undefined)
    throw new HostRefusal({
      code: 'failed',
      message: `\`${key}\` stores its data itself: the store has no value of it to show.`,
    });
  const node = (await describe()).document.assets.find((each) => each.key === key);
  if (node?.foreign) return showForeign(node.foreign, { ...at, node, stored: catalogue.facts().foreign?.[key], limit });
  if (head && node) return { ...head, ...(await showStored({ ...at, env, node, stored, limit })) };
  if (node?.kind === 'external') return showExternal(node, { ...at, catalogue, env, limit });
  throw notThere(key, { node, stored, partition });
}

/** As the source calls it now: read where nothing is stored under the key, or another one may have had it. */
async function materializationOf(
  { key, partition }: { readonly key: AssetKey; readonly partition: string | undefined },
  { catalogue, describe }: Pick<ShowAssetOptions, 'catalogue' | 'describe'>,
): Promise<Materialization | undefined> {
  if (partition !== undefined) {
    const nodes = (await describe()).document.assets;
    const names = namesOf(key, renamesInForce(nodes, catalogue.facts())?.renames ?? []);
    const made = names.flatMap((name) => catalogue.partition(name.key, partition) ?? []);
    return made.find(({ seq }, place) => seq > (names[place]?.since ?? 0));
  }
  const { materializations, renames = [] } = catalogue.facts();
  if (materializations[key] !== undefined && renames.length === 0) return materializations[key];
  const { assets } = (await describe()).document;
  return renamedFacts(assets, catalogue.facts()).materializations[key];
}

/** Of another project: what its default store has. */
async function showForeign(
  foreign: ForeignAsset,
  of: {
    readonly project: string;
    readonly node: AssetNode;
    readonly stored: Materialization | undefined;
    readonly limit: number;
  },
): Promise<ShowDocument> {
  const { project, node, stored, limit } = of;
  if (stored?.path === undefined || stored.io !== undefined)
    throw new HostRefusal({
      code: stored === undefined ? 'never-materialized' : 'failed',
      message: `\`${node.key}\` is made by the project \`${foreign.project}\`, whose default store has no value of it: \`headwater -C ${foreign.root} status\` says what it has.`,
    });
  const { run, time, dataVersion, path } = stored;
  const shown = await showValue({ dir: storeOf(project, foreign), path, limit });
  return { version: 1, key: node.key, run, time, dataVersion, ...shown };
}

function notThere(
  key: AssetKey,
  {
    node,
    stored,
    partition,
  }: {
    readonly node: AssetNode | undefined;
    readonly stored: Materialization | undefined;
    readonly partition: string | undefined;
  },
): HostRefusal {
  if (stored) {
    const { io = '', path } = stored;
    const place = path === undefined ? '' : ` at ${path}`;
    const message = `\`${key}\` is kept by the IO manager \`${io}\`${place}, and is no asset any more: look at it there.`;
    return new HostRefusal({ code: 'failed', message });
  }
  if (!node) return new HostRefusal({ code: 'not-found', message: `There is no asset \`${key}\` in this project.` });
  if (partition !== undefined) return partitionRefusal(node, partition);
  return new HostRefusal({
    code: 'never-materialized',
    message: `\`${key}\` has never been materialized: run \`headwater materialize --select 'key:"${key}"'\` first.`,
  });
}

type ExternalOptions = Omit<ShowAssetOptions, 'defaultEnv'> & { readonly env: string | null; readonly limit: number };

async function showExternal(node: AssetNode, { catalogue, env, limit, ...at }: ExternalOptions): Promise<ShowDocument> {
  const { key, io } = node;
  if (io === null)
    throw new HostRefusal({
      code: 'failed',
      message: `\`${key}\` is external and names no \`io\`: it is produced elsewhere, and there is nothing to load it with.`,
    });
  const observed = catalogue.facts().observations[key];
  const head = {
    version: 1 as const,
    key,
    run: '',
    time: observed?.time ?? '',
    dataVersion: observed?.dataVersion ?? '',
  };
  return { ...head, ...(await showStored({ ...at, env, node, stored: {}, limit })) };
}
