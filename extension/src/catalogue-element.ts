// The elements of the catalogue's tree: what each of them stands for, and below which other it stands.
import type { AssetKey } from '@headwater/graph';
import type { LinkDirection } from './catalogue-links.ts';
import { branchOf, type Arrangement, type CatalogueProject } from './catalogue-project.ts';

export type CatalogueElement = { readonly id: string; readonly project: string } &
  /** What stands in the way of more, as the one action that helps. */
  (
    | { readonly type: 'notice' }
    | { readonly type: 'project' }
    | { readonly type: 'branch'; readonly by: Arrangement; readonly name: string }
    | { readonly type: 'orphans' }
    | { readonly type: 'asset' | 'orphan'; readonly key: AssetKey }
    /** The cause of that place in the asset's causes. */
    | { readonly type: 'cause'; readonly key: AssetKey; readonly index: number }
    /** What the asset above reads or feeds; the path are the keys above it, from the asset's own row on. */
    | { readonly type: 'link'; readonly key: AssetKey; readonly direction: LinkDirection; readonly path: string }
  );

/** What stands in an id; the same key stands in as many places as there are ways to it. */
export type ElementBody = CatalogueElement extends infer Each
  ? Each extends unknown
    ? Omit<Each, 'id' | 'project'>
    : never
  : never;

/** Between the parts of an id and the keys of a path: no key has it. */
export const PATH = '\0';

/** What an element stands below; null for a root. */
export function parentOf(
  element: CatalogueElement,
  of: { readonly project: CatalogueProject; readonly inProjects: boolean; readonly by: Arrangement },
): ElementBody | null {
  const { project, inProjects, by } = of;
  switch (element.type) {
    case 'notice':
    case 'project':
      return null;
    case 'branch':
    case 'orphans':
      return inProjects ? { type: 'project' } : null;
    case 'orphan':
      return { type: 'orphans' };
    case 'asset': {
      const node = project.graph.assets.get(element.key);
      return node ? { type: 'branch', by, name: branchOf(project, node, by) } : null;
    }
    case 'cause': {
      const { key } = element;
      return { type: project.graph.assets.has(key) ? 'asset' : 'orphan', key };
    }
    case 'link': {
      const above = element.path.split(PATH);
      const key = above.pop() ?? '';
      if (above.length === 0) return { type: 'asset', key };
      return { type: 'link', key, direction: element.direction, path: above.join(PATH) };
    }
  }
}
