// The catalogue as a tree: what stands below what, what each row says, and which rows no longer say what is true.
import type { AssetKey, StatusName } from '@headwater/graph';
import type { StorageDocument } from '@headwater/runner/protocol';
import type { EmptyState } from '@headwater/webview/protocol';
import { parentOf, PATH, type CatalogueElement, type ElementBody } from './catalogue-element.ts';
import { linksOf, type Link, type LinkDirection } from './catalogue-links.ts';
import {
  branchesOf,
  compare,
  orphansOf,
  statusOf,
  type Arrangement,
  type Branches,
  type CatalogueProject,
} from './catalogue-project.ts';
import {
  assetRow,
  branchRow,
  causeRow,
  linkRow,
  noticeRow,
  orphanRow,
  orphansRow,
  projectRow,
} from './catalogue-rows.ts';
import type { TreeRow } from './tree-row.ts';

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
const LINKS: readonly LinkDirection[] = ['up', 'down'];
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

  /** The row of an asset; null for what is defined no more. */
  asset(project: string, key: AssetKey): CatalogueElement | null {
    const known = this.#project(project);
    return known?.graph.assets.has(key) ? this.#element(known, { type: 'asset', key }) : null;
  }

  /** What an element stands below; null for a root. */
  parent(element: CatalogueElement): CatalogueElement | null {
    const project = this.#project(element.project);
    const inProjects = this.#shownProjects().length > 1;
    const body = project && parentOf(element, { project, inProjects, by: this.#arrangement });
    return project && body && this.#element(project, body);
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

  row(element: CatalogueElement): TreeRow {
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
      case 'orphan':
        return this.#causes(project, element.key);
      case 'asset': {
        const { key } = element;
        return [
          ...this.#causes(project, key),
          ...this.#links(project, { key, direction: 'up', path: [key] }),
          ...this.#links(project, { key, direction: 'down', path: [key] }),
        ];
      }
      case 'link': {
        const { key, direction, path } = element;
        const above = path.split(PATH);
        // A circle would go on for ever.
        return above.includes(key) ? [] : this.#links(project, { key, direction, path: [...above, key] });
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

  #shownProjects(): readonly CatalogueProject[] {
    return this.#options.projects().filter(({ graph }) => graph.known);
  }

  #roots(): readonly CatalogueElement[] {
    const projects = this.#shownProjects();
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

  #rowNow(element: CatalogueElement): TreeRow {
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
          progress: project?.progress?.of(element.key) ?? null,
          leads: project !== null && LINKS.some((each) => linksOf(project.graph.assets, element.key, each).length > 0),
          now,
        });
      case 'link':
        return this.#linkRow(project, element, now);
      case 'orphan':
        return orphanRow({ status: statusOf(project, element.key), storage, now });
      case 'cause':
        return causeRow(statusOf(project, element.key).causes[element.index] ?? null);
    }
  }

  #causes(project: CatalogueProject, key: AssetKey): readonly CatalogueElement[] {
    const causes = project.statuses.of(key)?.causes ?? [];
    return causes.map((_, index) => this.#element(project, { type: 'cause', key, index }));
  }

  #links(
    project: CatalogueProject,
    { key, direction, path }: { readonly key: AssetKey; readonly direction: LinkDirection; readonly path: string[] },
  ): readonly CatalogueElement[] {
    return linksOf(project.graph.assets, key, direction).map((link) =>
      this.#element(project, { type: 'link', key: link.key, direction, path: path.join(PATH) }),
    );
  }

  #linkRow(
    project: CatalogueProject | null,
    { key, direction, path }: Extract<CatalogueElement, { type: 'link' }>,
    now: Date,
  ): TreeRow {
    const above = path.split(PATH);
    const links = (of: AssetKey): readonly Link[] =>
      project === null ? [] : linksOf(project.graph.assets, of, direction);
    return linkRow({
      link: links(above.at(-1) ?? '').find((each) => each.key === key) ?? null,
      node: project?.graph.assets.get(key) ?? null,
      status: statusOf(project, key),
      isAbove: above.includes(key),
      leads: links(key).length > 0,
      progress: project?.progress?.of(key) ?? null,
      now,
    });
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
    const id = [of.project, ...Object.values(what).map(String)].join(PATH);
    const known = this.#elements.get(id);
    if (known) return known;
    const element = { id, project: of.project, ...what };
    this.#elements.set(id, element);
    return element;
  }
}
