// Stores what bodies return and loads what they read: by the asset's own IO manager, else by the default store.
import { keySegments, type AssetKey, type Metadata } from '@headwater/graph';
import type { Log } from 'headwater/internal';
import type { DefaultStore } from '../default-store.ts';
import type { StoredAt, StoredOutput } from '../ipc.ts';
import type { LoadedRun } from './loaded-run.ts';
import type { RunResources } from './run-resources.ts';

export interface ValueKeeping {
  store(of: { readonly asset: AssetKey; readonly metadata: Metadata }, value: unknown): Promise<StoredOutput>;
  /** @throws Error naming who asks, what, and where it was to be found. */
  load(of: {
    readonly asset: AssetKey;
    readonly stored: StoredAt | undefined;
    readonly downstream?: AssetKey;
    /** How the asker calls it: `Input `orders``. */
    readonly as: string;
  }): Promise<unknown>;
}

export function valueKeeping({
  loaded,
  resources,
  fallback,
  log,
}: {
  loaded: LoadedRun;
  resources: RunResources;
  fallback: DefaultStore;
  log: Log;
}): ValueKeeping {
  return {
    async store({ asset, metadata }, value) {
      const { io } = loaded.node(asset);
      const key = keySegments(asset);
      if (io === null) return fallback.handleOutput({ asset, key }, value);
      const manager = await resources.ioManager(io);
      try {
        const info = (await manager.handleOutput({ key, metadata, log }, value)) ?? {};
        return { ...pick(info), io };
      } catch (error) {
        throw new Error(`IO manager \`${io}\` could not store \`${asset}\`: ${messageOf(error)}`, { cause: error });
      }
    },
    async load({ asset, stored, downstream, as }) {
      const node = loaded.node(asset);
      const io = stored?.io ?? node.io;
      const key = keySegments(asset);
      if (io === null) {
        if (node.type === 'external')
          throw new Error(
            `${as}: the external asset \`${asset}\` names no \`io\`, so there is nothing to load it with; give it one, or name it in deps.`,
          );
        if (stored?.path === undefined)
          throw new Error(
            `${as}: \`${asset}\` stored no value; it returns nothing, so name it in deps instead of inputs.`,
          );
        return fallback.loadInput({ asset, key, path: stored.path });
      }
      if (node.type !== 'external' && stored?.io === undefined && stored?.path === undefined)
        throw new Error(
          `${as}: \`${asset}\` stored no value; it returns nothing, so name it in deps instead of inputs.`,
        );
      const manager = await resources.ioManager(io);
      const { loadInput } = manager;
      if (typeof loadInput !== 'function')
        throw new Error(
          `${as}: IO manager \`${io}\` only writes (it has no loadInput), so the value of \`${asset}\` cannot be loaded; name it in deps, or store it with a manager that loads.`,
        );
      try {
        return await loadInput.call(manager, {
          key,
          log,
          ...(stored?.path !== undefined && { path: stored.path }),
          ...(downstream !== undefined && { downstream: keySegments(downstream) }),
        });
      } catch (error) {
        throw new Error(`${as}: IO manager \`${io}\` could not load \`${asset}\`: ${messageOf(error)}`, {
          cause: error,
        });
      }
    },
  };
}

function pick({ rows, bytes, path, dataVersion }: StoredOutput): StoredOutput {
  return {
    ...(rows !== undefined && { rows }),
    ...(bytes !== undefined && { bytes }),
    ...(path !== undefined && { path }),
    ...(dataVersion !== undefined && { dataVersion: `u1:${dataVersion}` }),
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
