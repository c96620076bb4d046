// One asset in all projects of the workspace: the one that declares it, and those that read it under a key of their own.
import { posix } from 'node:path';
import type { AssetKey } from '@headwater/graph';
import type { FeatureHost } from './feature.ts';
import type { ProjectSession } from './project-session.ts';

export interface AssetInProject {
  readonly session: ProjectSession;
  /** As this project calls it. */
  readonly key: AssetKey;
}

/** Where it is declared; null where that project is not open here. */
export async function ownerOf(host: FeatureHost, { session, key }: AssetInProject): Promise<AssetInProject | null> {
  const foreign = session.node(key)?.node.foreign;
  if (foreign === undefined) return { session, key };
  const root = posix.resolve(session.root, foreign.root);
  const owner = (await host.sessions()).find((each) => each.root === root);
  return owner === undefined ? null : { session: owner, key: foreign.key };
}

/** The project that declares it comes first. */
export async function inAllProjects(host: FeatureHost, asset: AssetInProject): Promise<readonly AssetInProject[]> {
  const owner = await ownerOf(host, asset);
  if (owner === null) return [asset];
  const readers = (await host.sessions()).flatMap((session) =>
    session.assets.flatMap(({ key, foreign }): AssetInProject[] =>
      foreign?.key === owner.key && posix.resolve(session.root, foreign.root) === owner.session.root
        ? [{ session, key }]
        : [],
    ),
  );
  return [owner, ...readers];
}
