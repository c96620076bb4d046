// The window's one model: its projects, which of them is looked at, and everything that changes in any of them.
import { relative, sep } from 'node:path';
import type { AssetKey } from '@headwater/graph';
import type { GraphChanged, ProjectsChanged } from '@headwater/server/protocol';
import type { Situation } from './empty-state.ts';
import type { ProjectSession, SessionChange } from './project-session.ts';
import { Signal } from './signal.ts';

export type ModelChange =
  | { readonly type: 'session'; readonly session: ProjectSession; readonly change: SessionChange }
  /** Projects came or went, or another one is looked at. */
  | { readonly type: 'projects' }
  /** The language server, the trust or the folders of the window changed. */
  | { readonly type: 'window' }
  /** An asset was selected, in a page or in a tree: the other selects it too. */
  | ({ readonly type: 'select' } & Selection)
  | ({ readonly type: 'focus' } & Focus);

/** The asset a person is at; `reveal` brings it into the picture, else it is only highlighted. */
export interface Focus {
  readonly session: ProjectSession;
  readonly key: AssetKey;
  readonly reveal: boolean;
  /** It is where it was before the window was loaded anew: nobody went there now. */
  readonly again?: boolean;
}

export interface Selection {
  readonly session: ProjectSession;
  readonly key: AssetKey;
  readonly by: 'page' | 'tree';
}

export interface WindowFacts {
  readonly hasFolder: boolean;
  readonly trusted: boolean;
}

export class Model {
  readonly changed = new Signal<ModelChange>();
  readonly #sessions = new Map<string, ProjectSession>();
  readonly #makeSession: (project: string, name: string) => ProjectSession;
  readonly #facts: () => WindowFacts;
  #server: Situation['server'] = 'not-needed';
  #current: string | null = null;
  #focus: Focus | null = null;
  #at: Pick<Focus, 'session' | 'key'> | null = null;
  /** Pages that stay where they are whatever the cursor does. */
  readonly #pins = new Set<object>();

  constructor({
    makeSession,
    facts,
    lookedAt = null,
  }: {
    makeSession: (project: string, name: string) => ProjectSession;
    facts: () => WindowFacts;
    /** The project looked at when the window was closed last. */
    lookedAt?: string | null;
  }) {
    this.#makeSession = makeSession;
    this.#facts = facts;
    this.#current = lookedAt;
  }

  get sessions(): readonly ProjectSession[] {
    return [...this.#sessions.values()];
  }

  /** The project looked at: the one chosen, by hand or by the cursor; before there is one the first with assets. */
  get current(): ProjectSession | null {
    const chosen = this.#current === null ? undefined : this.#sessions.get(this.#current);
    return chosen ?? this.sessions.find(({ graph }) => graph.assets.size > 0) ?? this.sessions[0] ?? null;
  }

  /** What was chosen to be looked at, for the next time the window is opened. */
  get lookedAt(): string | null {
    return this.#current;
  }

  /** The asset that was selected or come to last. */
  get at(): Pick<Focus, 'session' | 'key'> | null {
    return this.#at;
  }

  /** The asset a person was at last, in the current project. */
  get focus(): Focus | null {
    return this.#focus && this.#focus.session === this.current ? this.#focus : null;
  }

  session(project: string): ProjectSession | null {
    return this.#sessions.get(project) ?? null;
  }

  /** The project a file lies in, the innermost where they are nested. */
  sessionOfFile(file: string): ProjectSession | null {
    const around = this.sessions.filter(({ project }) => projectFile(project, file) !== null);
    return around.sort((a, b) => b.project.length - a.project.length)[0] ?? null;
  }

  situation(): Situation {
    const { current } = this;
    const project = current && {
      name: current.name,
      assets: current.graph.known ? current.graph.assets.size : null,
      errors: current.problems.errors,
      host: current.runner.state,
    };
    return { ...this.#facts(), server: this.#server, project };
  }

  setServer(server: Situation['server']): void {
    this.#server = server;
    this.changed.fire({ type: 'window' });
  }

  windowChanged(): void {
    this.changed.fire({ type: 'window' });
  }

  takeProjects({ projects }: ProjectsChanged): void {
    const wanted = new Set(projects.map(({ project }) => project));
    const gone = this.sessions.filter(({ project }) => !wanted.has(project));
    for (const session of gone) {
      this.#sessions.delete(session.project);
      void session.close();
    }
    for (const { project, name } of projects) this.#ensure(project, name);
    this.changed.fire({ type: 'projects' });
  }

  takeGraph(message: GraphChanged): void {
    const isNew = !this.#sessions.has(message.project);
    const session = this.#ensure(message.project, message.name);
    const before = this.current;
    session.takeGraph(message);
    if (isNew || before !== this.current) this.changed.fire({ type: 'projects' });
  }

  /** Shown from now on, until the cursor comes to an asset of another project. */
  lookAt(session: ProjectSession): void {
    if (this.#current === session.project) return;
    this.#current = session.project;
    this.changed.fire({ type: 'projects' });
  }

  /** The cursor came into a file of this project. */
  cursorIn(session: ProjectSession): void {
    if (this.#pins.size === 0) this.lookAt(session);
  }

  /** A person is at this asset, because they asked for it or by the cursor, which takes no pinned page to another project. */
  setFocus(focus: Focus, { byCursor = false }: { readonly byCursor?: boolean } = {}): void {
    if (byCursor && focus.again !== true) this.cursorIn(focus.session);
    else if (!byCursor) this.lookAt(focus.session);
    this.#focus = this.#at = focus;
    this.changed.fire({ type: 'focus', ...focus });
  }

  select(selection: Selection): void {
    this.#at = selection;
    this.changed.fire({ type: 'select', ...selection });
  }

  setPinned(page: object, pinned: boolean): void {
    if (pinned) this.#pins.add(page);
    else this.#pins.delete(page);
  }

  async close(): Promise<void> {
    await Promise.all(this.sessions.map((session) => session.close()));
  }

  #ensure(project: string, name: string): ProjectSession {
    const known = this.#sessions.get(project);
    if (known) return known;
    const session = this.#makeSession(project, name);
    this.#sessions.set(project, session);
    session.changed.on((change) => this.changed.fire({ type: 'session', session, change }));
    return session;
  }
}

/** A file as the graph names it: relative to the project, with `/`; null when it lies elsewhere. */
export function projectFile(project: string, file: string): string | null {
  const inside = relative(project, file);
  return inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || /^[a-z]:/i.test(inside)
    ? null
    : inside.split(sep).join('/');
}
