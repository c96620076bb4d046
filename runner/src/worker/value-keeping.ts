// Stores what bodies return and loads what they read: by the asset's own IO manager, else by the default store.
import { keySegments, type AssetKey, type Metadata } from '@headwater/graph';
import { createValueStore, showLoaded, type ShownValue, type ValueStore } from '@headwater/stores';
import { isHandedOut, type InputContext, type IoManager, type Log, type StoredInfo } from 'headwater/internal';
import type { ShowTask, StoredAt, StoredOutput } from '../ipc.ts';
import { messageOf } from '../message-of.ts';
import type { LoadedRun } from './loaded-run.ts';
import type { RunResources } from './run-resources.ts';

/** What is loaded, and for whom. */
export interface WantedValue {
  readonly asset: AssetKey;
  readonly stored: StoredAt | undefined;
  readonly downstream?: AssetKey;
  /** Name of the in-memory type; absent: the one that was stored. */
  readonly type?: string;
  /** How the asker calls it: `Input `orders``. */
  readonly as: string;
}

export interface ValueKeeping {
  store(
    of: { readonly asset: AssetKey; readonly partition?: string | undefined; readonly metadata: Metadata },
    value: unknown,
  ): Promise<StoredOutput>;
  /** @throws Error naming who asks, what, and where it was to be found. */
  load(wanted: WantedValue): Promise<unknown>;
  /** What is there, in JSON, without loading more than is shown where the manager hands out rows. */
  show(of: Pick<ShowTask, 'asset' | 'stored' | 'limit'>): Promise<ShownValue>;
  /** What forbids that an asset is loaded as a type, without loading it; null when nothing does. */
  cannotLoadAs(wanted: WantedValue & { readonly type: string }): Promise<string | null>;
}

export function valueKeeping({
  loaded,
  resources,
  fallback,
  log,
}: {
  loaded: LoadedRun;
  resources: RunResources;
  fallback: ValueStore;
  log: Log;
}): ValueKeeping {
  const managerOf = async (io: string | null): Promise<IoManager> => (io === null ? fallback : resources.ioManager(io));
  const called = (io: string | null): string => (io === null ? 'the default store' : `IO manager \`${io}\``);

  /** The manager that has it. @throws Error when there is nothing to load, or nobody to load it. */
  async function loader({ asset, stored, as }: WantedValue) {
    const node = loaded.node(asset);
    const foreign = loaded.foreign(asset);
    if (foreign != null) {
      // What is stored there was looked at when the run was planned.
      const manager = createValueStore({ dir: foreign.store });
      return { io: null, load: manager.loadInput.bind(manager), types: manager.types };
    }
    // What was stored says by whom; the asset may have been given another manager since.
    const io = stored?.path === undefined ? (stored?.io ?? node.io) : (stored.io ?? null);
    if (node.type === 'external' && io === null)
      throw new Error(
        `${as}: the external asset \`${asset}\` names no \`io\`, so there is nothing to load it with; give it one, or name it in deps.`,
      );
    const manager = await managerOf(io);
    if (typeof manager.loadInput !== 'function')
      throw new Error(
        `${as}: IO manager \`${io ?? ''}\` only writes (it has no loadInput), so the value of \`${asset}\` cannot be loaded; name it in deps, or store it with a manager that loads.`,
      );
    return { io, load: manager.loadInput.bind(manager), types: manager.types ?? [] };
  }

  function cannot(
    { asset, type, as }: WantedValue,
    { io, types }: Pick<Awaited<ReturnType<typeof loader>>, 'io' | 'types'>,
  ) {
    if (type === undefined || types.includes(type)) return null;
    const has = types.length === 0 ? 'it names no `types`' : `its types are ${types.join(', ')}`;
    return `${as}: \`${asset}\` is wanted as \`${type}\`, which ${called(io)} does not give; ${has}.`;
  }

  return {
    async store({ asset, partition, metadata }, value) {
      const { io, columns } = loaded.node(asset);
      const key = keySegments(asset);
      const manager = await managerOf(io);
      try {
        // One that knows no streams is handed the rows together.
        const given = isHandedOut(value) && manager.types?.includes('stream') !== true ? await allOf(value) : value;
        const ctx = {
          key,
          metadata,
          log,
          ...(partition !== undefined && { partition }),
          ...(columns !== null && { columns }),
        };
        const info = (await manager.handleOutput(ctx, given)) ?? {};
        return io === null ? storedOutput(info) : { ...ofUser(info), io };
      } catch (error) {
        if (io === null) throw error;
        throw new Error(`IO manager \`${io}\` could not store \`${asset}\`: ${messageOf(error)}`, { cause: error });
      }
    },
    async load(wanted) {
      const { asset, stored, downstream, type, as } = wanted;
      const { columns, type: kind } = loaded.node(asset);
      const of = stored?.partition === undefined ? `\`${asset}\`` : `\`${asset}\` of ${stored.partition}`;
      if (kind !== 'external' && stored?.path === undefined && stored?.io === undefined)
        throw new Error(`${as}: ${of} stored no value; it returns nothing, so name it in deps instead of inputs.`);
      const found = await loader(wanted);
      const problem = cannot(wanted, found);
      if (problem !== null) throw new Error(problem);
      const ctx: InputContext & Pick<StoredAt, 'bytes'> = {
        key: keySegments(stored?.storedAs ?? asset),
        log,
        ...(stored?.partition !== undefined && { partition: stored.partition }),
        ...(stored?.path !== undefined && { path: stored.path }),
        // Of a file that something else has written meanwhile, only its own manager knows what to think.
        ...(found.io === null && stored?.bytes !== undefined && { bytes: stored.bytes }),
        ...(downstream !== undefined && { downstream: keySegments(downstream) }),
        ...(type !== undefined && { type }),
        ...(columns !== null && { columns }),
      };
      try {
        return await found.load(ctx);
      } catch (error) {
        if (found.io === null) throw error;
        throw new Error(`${as}: IO manager \`${found.io}\` could not load ${of}: ${messageOf(error)}`, {
          cause: error,
        });
      }
    },
    async show({ asset, stored, limit }) {
      const wanted = { asset, stored, as: 'its value' };
      const { io, path } = stored;
      if (io !== undefined && typeof (await managerOf(io)).loadInput !== 'function')
        throw new Error(
          `IO manager \`${io}\` keeps it and only writes${path === undefined ? '' : `; look at ${path}`}.`,
        );
      const { types } = await loader(wanted);
      const value = await this.load({ ...wanted, ...(types.includes('stream') && { type: 'stream' }) }).catch(() =>
        // A stored value need not be a table.
        this.load(wanted),
      );
      return showLoaded(value, { limit, ...(stored.rows !== undefined && { rowCount: stored.rows }) });
    },
    async cannotLoadAs(wanted) {
      try {
        return cannot(wanted, await loader(wanted));
      } catch (error) {
        return messageOf(error);
      }
    },
  };
}

async function allOf(rows: AsyncIterable<unknown> | Iterable<unknown>): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

/** A version that a manager chose is never taken for one of ours. */
/** What a hand-written manager says is looked at; what else it returns is left out. */
function ofUser({ rows, bytes, path, dataVersion, columns }: StoredInfo): StoredOutput {
  const isRecord = typeof columns === 'object' && columns !== null && !Array.isArray(columns);
  if (columns !== undefined && !(isRecord && Object.values(columns).every((type) => typeof type === 'string')))
    throw new Error(`the \`columns\` it returns are an object of texts, such as { id: 'integer' }`);
  return storedOutput({
    ...(rows !== undefined && { rows }),
    ...(bytes !== undefined && { bytes }),
    ...(path !== undefined && { path }),
    ...(dataVersion !== undefined && { dataVersion: `u1:${dataVersion}` }),
    ...(columns !== undefined && { columns }),
  });
}

function storedOutput({ columns, ...info }: StoredInfo): StoredOutput {
  return {
    ...info,
    ...(columns !== undefined && { columns: Object.entries(columns).map(([name, type]) => ({ name, type })) }),
  };
}
