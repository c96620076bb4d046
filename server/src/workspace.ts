// The projects of all workspace folders, and which of them a file belongs to.
import { posix } from 'node:path';
import type * as analyzer from '@headwater/analyzer';
import type { Project } from '@headwater/analyzer';
import { isInside } from './file-uri.ts';
import { ProjectDiffs } from './project-diffs.ts';
import { ProjectSession } from './project-session.ts';
import type { SessionHost } from './session-host.ts';
import type { CodeParts, CodeQuestion, DiffBases, DiffQuestion, GraphDiff, ProjectsChanged } from './protocol.ts';

/** The analyzer's door, loaded when it is first needed. */
export type AnalyzerDoor = Pick<
  typeof analyzer,
  'createAnalyzer' | 'createBaseReader' | 'createTypeService' | 'findProject' | 'findProjects' | 'indexCacheIn'
>;

export interface WorkspaceHost extends SessionHost {
  projectsChanged(message: ProjectsChanged): void;
  /** Where what was read of projects outlives this process; null: nowhere. */
  indexFolder(): string | null;
}

export class Workspace {
  readonly #door: AnalyzerDoor;
  readonly #host: WorkspaceHost;
  readonly #sessions = new Map<string, ProjectSession>();
  readonly #diffs = new ProjectDiffs({
    session: (project) => this.#sessions.get(project) ?? null,
    createReader: ({ analyzer: { project } }) =>
      this.#door.createBaseReader({ project, indexFolder: this.#host.indexFolder() }),
  });
  #folders: readonly string[] = [];
  #told: string | null = null;
  #looking: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: { readonly door: AnalyzerDoor; readonly host: WorkspaceHost }) {
    this.#door = options.door;
    this.#host = options.host;
  }

  get sessions(): readonly ProjectSession[] {
    return [...this.#sessions.values()];
  }

  setFolders(folders: readonly string[]): void {
    this.#folders = folders;
    this.lookForProjects();
  }

  /** One look after another; what was asked for meanwhile is found by the next. */
  lookForProjects(): void {
    this.#looking = this.#looking
      .then(() => this.#look())
      .catch((error: unknown) => this.#host.failed(`Projects could not be looked for: ${String(error)}`));
  }

  sendGraphs(): void {
    this.#tell();
    for (const session of this.sessions) session.sendGraph();
  }

  setText(path: string, text: string | null): void {
    // A project may read a file of another.
    for (const session of this.sessions) session.setText(path, text);
  }

  /** A file from outside the folders may bring a project along. */
  opened(path: string): void {
    if (this.#sessionOf(path) === null && !this.#folders.some((folder) => isInside(folder, path)))
      this.lookForProjects();
  }

  changed(all: readonly string[]): void {
    // An installation changes thousands of files, none of them the user's.
    const paths = all.filter((path) => !path.includes('/node_modules/'));
    if (paths.some((path) => posix.basename(path) === 'package.json')) this.lookForProjects();
    for (const session of this.sessions) session.invalidate(paths);
  }

  /** Files are about to move: no graph is told of without them. */
  moving(): void {
    for (const session of this.sessions) session.hold();
  }

  moved(paths: readonly string[]): void {
    this.changed(paths);
    for (const session of this.sessions) session.release();
  }

  setStatuses(project: string, statuses: Parameters<ProjectSession['setStatuses']>[0]): void {
    this.#sessions.get(project)?.setStatuses(statuses);
  }

  async codeOf({ project, keys }: CodeQuestion): Promise<CodeParts | null> {
    await this.#looking;
    return (await this.#sessions.get(project)?.codeOf(keys)) ?? null;
  }

  async diff(question: DiffQuestion, signal: AbortSignal): Promise<GraphDiff> {
    await this.#looking;
    return this.#diffs.diff(question, signal);
  }

  async diffBases(project: string, signal: AbortSignal): Promise<DiffBases> {
    await this.#looking;
    return this.#diffs.bases(project, signal);
  }

  closeDiff(project: string): void {
    this.#diffs.close(this.#sessions.get(project) ?? null);
  }

  /** The session a file belongs to, once its answers are those of the source as it is. */
  async settled(path: string): Promise<ProjectSession | null> {
    await this.#looking;
    const session = this.#sessionOf(path);
    await session?.settled();
    return session;
  }

  /** Every session, once its answers are those of the source as it is. */
  async allSettled(): Promise<readonly ProjectSession[]> {
    await this.#looking;
    await Promise.all(this.sessions.map((session) => session.settled()));
    return this.sessions;
  }

  dispose(): void {
    this.#isClosed = true;
    for (const session of this.sessions) this.#close(session);
    this.#sessions.clear();
  }

  async #look(): Promise<void> {
    const inFolders = await Promise.all(this.#folders.map((folder) => this.#door.findProjects(folder)));
    // A file opened from elsewhere brings its project along.
    const ofFiles = await Promise.all(
      [...this.#host.openPaths()]
        .filter((path) => !this.#folders.some((folder) => isInside(folder, path)))
        .map((path) => this.#door.findProject(posix.dirname(path))),
    );
    if (this.#isClosed) return;
    const found = new Map(
      [...inFolders.flat(), ...ofFiles.filter((project) => project !== null)].map((project) => [project.root, project]),
    );
    for (const [root, session] of this.#sessions) {
      if (found.get(root)?.name === session.analyzer.project.name) continue;
      this.#close(session);
      this.#sessions.delete(root);
    }
    const fresh = [...found.values()]
      .filter(({ root }) => !this.#sessions.has(root))
      .map((project) => this.#open(project));
    // A project inside another one takes its files with it, so texts are handed out again when any project is new.
    if (fresh.length > 0)
      for (const path of this.#host.openPaths()) this.setText(path, this.#host.openText(path) ?? null);
    this.#tell(found);
  }

  #open(project: Project): ProjectSession {
    const folder = this.#host.indexFolder();
    const cache = folder === null ? null : this.#door.indexCacheIn(folder, project.root);
    const session = new ProjectSession({
      analyzer: this.#door.createAnalyzer({ project, ...(cache && { cache }) }),
      types: this.#door.createTypeService({ project }),
      host: this.#host,
    });
    this.#sessions.set(project.root, session);
    for (const other of this.sessions)
      if (other !== session && isInside(other.root, project.root))
        other.invalidate([posix.join(project.root, 'package.json')]);
    session.schedule();
    return session;
  }

  #close(session: ProjectSession): void {
    this.#diffs.close(session);
    session.dispose();
  }

  /** Also when there are none: an empty view has to say so. */
  #tell(found?: ReadonlyMap<string, Project>): void {
    const projects = this.sessions
      .map(({ analyzer: { project } }) => ({ project: project.root, name: project.name }))
      .sort((a, b) => (a.project < b.project ? -1 : 1));
    const text = JSON.stringify(projects);
    if (found !== undefined && text === this.#told) return;
    if (found === undefined && this.#told === null) return;
    this.#told = text;
    this.#host.projectsChanged({ projects });
  }

  /** The innermost project around a file. */
  #sessionOf(path: string): ProjectSession | null {
    const around = this.sessions.filter(({ root }) => isInside(root, path));
    return around.reduce<ProjectSession | null>(
      (best, each) => (best === null || each.root.length > best.root.length ? each : best),
      null,
    );
  }
}
