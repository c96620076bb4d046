// What the catalogue asks of one project: its branches, what is stored and defined no more, and the status of each asset.
import type { AssetKey, AssetNode, AssetStatus, PreviewedStatus } from '@headwater/graph';
import type { StepProgress } from '@headwater/runner/protocol';

/** What the branches are: the groups of the source, or the statuses. */
export type Arrangement = 'group' | 'status';

/** What is known of one project; its session is one. */
export interface CatalogueProject {
  readonly project: string;
  readonly name: string;
  readonly graph: { readonly known: boolean; readonly assets: ReadonlyMap<AssetKey, AssetNode> };
  readonly statuses: { readonly all: readonly AssetStatus[]; of(key: AssetKey): AssetStatus | null };
  /** How far what runs is. */
  readonly progress?: { of(key: AssetKey): StepProgress | null };
  /** What is typed and not saved: of what no disk has yet there is nothing else to tell. */
  readonly preview?: { readonly shown: ReadonlyMap<AssetKey, PreviewedStatus> };
}

export function statusOf(project: CatalogueProject | null, key: AssetKey): AssetStatus | PreviewedStatus {
  return project?.statuses.of(key) ?? project?.preview?.shown.get(key) ?? { key, status: 'unknown', causes: [] };
}

/** The sorted keys of each branch. */
export type Branches = ReadonlyMap<string, readonly AssetKey[]>;

export function branchesOf(project: CatalogueProject, by: Arrangement): Branches {
  const branches = Map.groupBy(project.graph.assets.values(), (node) => branchOf(project, node, by));
  return new Map([...branches].map(([name, nodes]) => [name, nodes.map(({ key }) => key).sort(compare)]));
}

export function branchOf(project: CatalogueProject, node: AssetNode, by: Arrangement): string {
  return by === 'group' ? node.group : statusOf(project, node.key).status;
}

/**
 * What is stored and not in the source, also where that cannot be read. The source knows at once of a definition that came back or
 * went; the host hears of it when the file is saved.
 */
export function orphansOf({ graph, statuses }: CatalogueProject): readonly AssetStatus[] {
  return statuses.all.filter(
    ({ key, status }) => (status === 'orphan' || status === 'unknown') && !graph.assets.has(key),
  );
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
