// What other projects have stored of the assets of theirs that this project reads. Their stores are only ever read.
import { join } from 'node:path';
import type {
  AssetKey,
  AssetNode,
  ForeignAsset,
  GraphDocument,
  LostValue,
  Materialization,
  Observation,
} from '@headwater/graph';
import type { Catalogue } from '../catalogue.ts';
import type { Describe } from '../describe.ts';
import { readStored, type Stored } from '../store/index.ts';
import { lostValues } from './lost-values.ts';

export interface ForeignStoresOptions {
  readonly project: string;
  readonly describe: Describe;
  readonly catalogue: Catalogue;
}

export function storeOf(project: string, { root }: Pick<ForeignAsset, 'root'>): string {
  return join(project, root, '.headwater');
}

/** Each description looks at the other stores again, and for this one's values; the facts then have what was found there. */
export function withForeignStores(options: ForeignStoresOptions): Pick<ForeignStoresOptions, 'describe' | 'catalogue'> {
  const { project, catalogue } = options;
  let foreign: Readonly<Record<AssetKey, Materialization>> = {};
  let lost: Readonly<Record<number, LostValue>> = {};
  const known = new Map<string, Stored>();

  /** Of a graph, which is asked about again and again, those of other projects. */
  const others = new WeakMap<GraphDocument, readonly AssetNode[]>();

  async function look(document: GraphDocument): Promise<void> {
    const nodes = others.get(document) ?? document.assets.filter(({ foreign: of }) => of !== undefined);
    others.set(document, nodes);
    const found: Record<AssetKey, Materialization> = {};
    for (const { key, foreign: of, renamedFrom = [] } of nodes) {
      if (of === undefined) continue;
      const dir = storeOf(project, of);
      const stored = await readStored(dir, known.get(dir) ?? null);
      known.set(dir, stored);
      // Its own project records a rename with its next run.
      const names = [of.key, ...renamedFrom.map((former) => former.slice(key.length - of.key.length))];
      const name = names.find((each) => Object.hasOwn(stored.materializations, each));
      const materialization = name === undefined ? undefined : stored.materializations[name];
      if (materialization) found[key] = { ...materialization, asset: key };
    }
    foreign = found;
  }

  return {
    async describe(asked) {
      const description = await options.describe(asked);
      await look(description.document);
      lost = await lostValues(join(project, '.headwater'), catalogue.facts());
      return description;
    },
    catalogue: {
      notices: catalogue.notices,
      readOnly: catalogue.readOnly,
      facts() {
        const facts = { ...catalogue.facts(), lost };
        const versions = Object.entries(foreign).map(([key, { dataVersion, run, time }]): [AssetKey, Observation] => [
          key,
          { dataVersion, run, time },
        ]);
        if (versions.length === 0) return facts;
        const observations = Object.assign(Object.create(null) as typeof facts.observations, facts.observations);
        return { ...facts, foreign, observations: Object.assign(observations, Object.fromEntries(versions)) };
      },
      record: (run, body) => catalogue.record(run, body),
      change: (change) => catalogue.change(change),
      partition: (asset, partition) => catalogue.partition(asset, partition),
      partitionsOf: (asset) => catalogue.partitionsOf(asset),
      dynamicPartitions: () => catalogue.dynamicPartitions(),
      runs: (limit, before) => catalogue.runs(limit, before),
      history: (page) => catalogue.history(page),
      run: (id) => catalogue.run(id),
      reusable: (asset, by) => catalogue.reusable(asset, by),
      wantedValues: (asset, partition) => catalogue.wantedValues(asset, partition),
      checkpoint: () => catalogue.checkpoint(),
      retain: (options) => catalogue.retain(options),
      hasLeftovers: () => catalogue.hasLeftovers(),
      close: () => catalogue.close(),
    },
  };
}
