// The catalogue as a tree: what stands below what, what each row says, and which rows no longer say what is true.
import type { AssetKey, AssetNode, AssetStatus, PreviewedStatus, StatusName } from '@headwater/graph';
import type { StorageDocument } from '@headwater/runner/protocol';
import type { EmptyState } from '@headwater/webview/protocol';
import {
  assetRow,
  branchRow,
  causeRow,
  noticeRow,
  orphanRow,
  orphansRow,
  projectRow,
  type CatalogueRow,
} from './catalogue-rows.ts';

/** What the branches are: the groups of the source, or the statuses. */
export type Arrangement = 'group' | 'status';

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
  );

/** What is known of one project; its session is one. */
export interface CatalogueProject {
  readonly project: string;
  readonly name: string;
  readonly graph: { readonly known: boolean; readonly assets: ReadonlyMap<AssetKey, AssetNode> };
  readonly statuses: { readonly all: readonly AssetStatus[]; of(key: AssetKey): AssetStatus | null };
  /** What is typed and not saved: of what no disk has yet there is nothing else to tell. */
  readonly preview?: { readonly shown: ReadonlyMap<AssetKey, PreviewedStatus> };
}

export interface CatalogueOptions {
  readonly projects: () => readonly CatalogueProject[];
  /** What the stores hold, where it is known. */
  readonly storage: (project: string) => StorageDocument | null;
  /** Why there is nothing to show, or nothing can run. */
  readonly notice?: () => EmptyState | null;
  readonly now?: () => Date;
}

/** What needs a person comes first. */
const STATUS_ORDER: readonly StatusName[] = [
  'running',
  'failed',
  'drift',
  'stale',
  'upstream-stale',
  'never',
  'unknown',
  'fresh',
  'external',
];
/** A project with more rows starts with its branches closed. */
const OPEN_AT_FIRST = 24;

/** Elements keep their identity by id. It is a class for what it remembers: what it said of each element last. */
export class Catalogue {
  readonly #options: CatalogueOptions;
  readonly #elements = new Map<string, CatalogueElement>();
  /** Id to what the row said, and to the ids below it; the root's id is empty. */
  readonly #saidRow = new Map<string, string>();
  readonly #saidChildren = new Map<string, readonly CatalogueElement[]>();
  /** By project, as of the last look at what is outdated. */
  readonly #branchesOf = new Map<string, Branches>();
  #arrangement: Arrangement;

  constructor(options: CatalogueOptions, arrangement: Arrangement) {
    this.#options = options;
    this.#arrangement = arrangement;
  }

  get arrangement(): Arrangement {
    return this.#arrangement;
  }

  arrange(by: Arrangement): void {
    this.#arrangement = by;
    this.#branchesOf.clear();
  }

  /** One that was given before. */
  element(id: string): CatalogueElement | null {
    return this.#elements.get(id) ?? null;
  }

  /** What stands below an element, or at the root. */
  children(element?: CatalogueElement): readonly CatalogueElement[] {
    const children = this.#childrenNow(element);
    this.#saidChildren.set(element?.id ?? '', children);
    return children;
  }

  row(element: CatalogueElement): CatalogueRow {
    const row = this.#rowNow(element);
    this.#saidRow.set(element.id, JSON.stringify(row));
    return row;
  }

  /** The elements that would be told otherwise now than they were, with all that is below them; `all` when the roots differ. */
  outdated(): readonly CatalogueElement[] | 'all' {
    this.#branchesOf.clear();
    const found: CatalogueElement[] = [];
    const sameChildren = (element?: CatalogueElement): boolean => {
      const said = this.#saidChildren.get(element?.id ?? '');
      if (said === undefined) return true;
      const now = this.#childrenNow(element);
      return said.length === now.length && said.every((each, index) => each === now[index]);
    };
    const visit = (element: CatalogueElement): void => {
      const row = this.#saidRow.get(element.id);
      if (row === undefined) return;
      if (row !== JSON.stringify(this.#rowNow(element)) || !sameChildren(element)) {
        found.push(element);
        // Whoever shows them asks again; what is closed meanwhile would be told of each time.
        this.#saidChildren.delete(element.id);
      } else this.#saidChildren.get(element.id)?.forEach(visit);
    };
    if (!sameChildren()) return 'all';
    this.#saidChildren.get('')?.forEach(visit);
    return found;
  }

  #childrenNow(element?: CatalogueElement): readonly CatalogueElement[] {
    if (element === undefined) return [...this.#notices(), ...this.#roots()];
    const project = this.#project(element.project);
    if (project === null) return [];
    switch (element.type) {
      case 'project':
        return this.#branches(project);
      case 'branch':
        return this.#members(project, element.name).map((key) => this.#element(project, { type: 'asset', key }));
      case 'orphans':
        return orphansOf(project).map(({ key }) => this.#element(project, { type: 'orphan', key }));
      case 'asset':
      case 'orphan': {
        const { key } = element;
        const causes = project.statuses.of(key)?.causes ?? [];
        return causes.map((_, index) => this.#element(project, { type: 'cause', key, index }));
      }
      case 'notice':
      case 'cause':
        return [];
    }
  }

  #notices(): readonly CatalogueElement[] {
    const action = this.#options.notice?.()?.action;
    return action === undefined ? [] : [this.#element({ project: '' }, { type: 'notice' })];
  }

  #roots(): readonly CatalogueElement[] {
    const projects = this.#options.projects().filter(({ graph }) => graph.known);
    const [only] = projects;
    if (only !== undefined && projects.length === 1) return this.#branches(only);
    return [...projects]
      .sort((a, b) => compare(a.name, b.name) || compare(a.project, b.project))
      .map((project) => this.#element(project, { type: 'project' }));
  }

  #branches(project: CatalogueProject): readonly CatalogueElement[] {
    const by = this.#arrangement;
    const names = this.#layout(project);
    const sorted =
      by === 'group' ? [...names.keys()].sort(compare) : STATUS_ORDER.filter((status) => names.has(status));
    const branches = sorted.map((name) => this.#element(project, { type: 'branch', by, name }));
    return orphansOf(project).length === 0 ? branches : [...branches, this.#element(project, { type: 'orphans' })];
  }

  #rowNow(element: CatalogueElement): CatalogueRow {
    const project = this.#project(element.project);
    const now = this.#options.now?.() ?? new Date();
    const storage = this.#options.storage(element.project);
    const open = (project?.graph.assets.size ?? 0) <= OPEN_AT_FIRST;
    switch (element.type) {
      case 'notice':
        return noticeRow(this.#options.notice?.() ?? null);
      case 'project':
        return projectRow({ name: project?.name ?? '', statuses: project?.statuses.all ?? [], storage });
      case 'branch': {
        const keys = project === null ? [] : this.#members(project, element.name);
        return branchRow({ ...element, statuses: keys.map((key) => statusOf(project, key)), open });
      }
      case 'orphans':
        return orphansRow({ orphans: project === null ? [] : orphansOf(project), storage });
      case 'asset':
        return assetRow({
          node: project?.graph.assets.get(element.key) ?? null,
          status: statusOf(project, element.key),
          by: this.#arrangement,
          now,
        });
      case 'orphan':
        return orphanRow({ status: statusOf(project, element.key), storage, now });
      case 'cause':
        return causeRow(statusOf(project, element.key).causes[element.index] ?? null);
    }
  }

  #members(project: CatalogueProject, branch: string): readonly AssetKey[] {
    return this.#layout(project).get(branch) ?? [];
  }

  #layout(project: CatalogueProject): Branches {
    const known = this.#branchesOf.get(project.project);
    if (known) return known;
    const branches = branchesOf(project, this.#arrangement);
    this.#branchesOf.set(project.project, branches);
    return branches;
  }

  #project(project: string): CatalogueProject | null {
    return this.#options.projects().find((each) => each.project === project) ?? null;
  }

  #element(of: { readonly project: string }, what: ElementBody): CatalogueElement {
    const id = [of.project, ...Object.values(what).map(String)].join('\0');
    const known = this.#elements.get(id);
    if (known) return known;
    const element = { id, project: of.project, ...what };
    this.#elements.set(id, element);
    return element;
  }
}

type ElementBody = CatalogueElement extends infer Each
  ? Each extends unknown
    ? Omit<Each, 'id' | 'project'>
    : never
  : never;

function statusOf(project: CatalogueProject | null, key: AssetKey): AssetStatus | PreviewedStatus {
  return project?.statuses.of(key) ?? project?.preview?.shown.get(key) ?? { key, status: 'unknown', causes: [] };
}

/** The sorted keys of each branch. */
type Branches = ReadonlyMap<string, readonly AssetKey[]>;

function branchesOf(project: CatalogueProject, by: Arrangement): Branches {
  const branches = Map.groupBy(project.graph.assets.values(), (node) =>
    by === 'group' ? node.group : statusOf(project, node.key).status,
  );
  return new Map([...branches].map(([name, nodes]) => [name, nodes.map(({ key }) => key).sort(compare)]));
}

/**
 * What is stored and not in the source, also where that cannot be read. The source knows at once of a definition that came back or
 * went; the host hears of it when the file is saved.
 */
function orphansOf({ graph, statuses }: CatalogueProject): readonly AssetStatus[] {
  return statuses.all.filter(
    ({ key, status }) => (status === 'orphan' || status === 'unknown') && !graph.assets.has(key),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
