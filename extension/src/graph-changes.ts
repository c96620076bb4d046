// What changed in each project since a commit, while a page shows it: asked again when the source, the base or the repository moves.
import { noGraphDiff, type GraphDiff } from '@headwater/graph';
import type { DiffQuestion } from '@headwater/server/protocol';
import type { Model } from './model.ts';
import { paced, type Paced } from './paced.ts';
import { Signal, type Stop } from './signal.ts';

export interface GraphChangesOptions {
  readonly model: Model;
  /** Null where there is no answer now. */
  readonly ask: (question: DiffQuestion) => Promise<GraphDiff | null>;
  /** Nobody looks at a project's changes any more. */
  readonly forget: (project: string) => void;
  /** git runs only where the folder is trusted. */
  readonly isTrusted: () => boolean;
  /** Calls back when the repository of a project was committed to, or checked out anew. */
  readonly watchRepository: (project: string, moved: () => void) => Stop;
  readonly memory: WindowMemory;
}

/** What outlives the window; an editor's own memory fits. */
export interface WindowMemory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** By project; what is not in it has the usual one. */
const BASES = 'headwater.diffBases';
/** Asked at most this often while a person types, and less often where an answer takes long. */
const PAUSE_MS = 100;

export class GraphChanges {
  /** The project whose changes are others now. */
  readonly changed = new Signal<string>();
  readonly #options: GraphChangesOptions;
  readonly #followed = new Map<string, Followed>();
  readonly #stop: Stop;

  constructor(options: GraphChangesOptions) {
    this.#options = options;
    this.#stop = options.model.changed.on((change) => {
      if (change.type === 'window') for (const each of this.#followed.values()) each.outdate();
      if (change.type === 'session' && change.change.type === 'graph')
        this.#followed.get(change.session.project)?.outdate();
    });
  }

  /** Until it is stopped, the changes of this project are kept up to date. */
  follow(project: string): Stop {
    const known = this.#followed.get(project);
    const followed = known ?? new Followed(project, { ...this.#options, base: () => this.base(project) });
    if (!known) {
      this.#followed.set(project, followed);
      followed.changed.on(() => this.changed.fire(project));
      followed.outdate();
    }
    followed.count += 1;
    let stopped = false;
    return () => {
      if (stopped) return;
      stopped = true;
      followed.count -= 1;
      if (followed.count > 0) return;
      this.#followed.delete(project);
      followed.stop();
      this.#options.forget(project);
    };
  }

  /** Null while nobody follows it, or there is no answer yet. */
  of(project: string): GraphDiff | null {
    return this.#followed.get(project)?.diff ?? null;
  }

  /** Null: where the branch left the default branch, as the server finds it. */
  base(project: string): string | null {
    const base = this.#bases()[project];
    return typeof base === 'string' ? base : null;
  }

  async setBase(project: string, base: string | null): Promise<void> {
    const { [project]: _, ...others } = this.#bases();
    await this.#options.memory.update(BASES, base === null ? others : { ...others, [project]: base });
    this.#followed.get(project)?.outdate();
  }

  dispose(): void {
    this.#stop();
    for (const [project, each] of this.#followed) {
      each.stop();
      this.#options.forget(project);
    }
    this.#followed.clear();
  }

  #bases(): Readonly<Record<string, unknown>> {
    const all = this.#options.memory.get(BASES);
    return typeof all === 'object' && all !== null ? { ...all } : {};
  }
}

type FollowedOptions = Pick<GraphChangesOptions, 'ask' | 'isTrusted' | 'watchRepository'> & {
  readonly base: () => string | null;
};

/** One project whose changes somebody looks at. */
class Followed {
  readonly changed = new Signal<void>();
  readonly #project: string;
  readonly #options: FollowedOptions;
  readonly #soon: Paced = paced(
    () => void this.#refresh(),
    () => Math.max(PAUSE_MS, this.#tookMs),
  );
  readonly #unwatch: Stop;
  count = 0;
  diff: GraphDiff | null = null;
  /** Grows with whatever makes an answer that is on its way an old one. */
  #turn = 0;
  #busy = false;
  #stopped = false;
  #tookMs = 0;

  constructor(project: string, options: FollowedOptions) {
    this.#project = project;
    this.#options = options;
    this.#unwatch = options.watchRepository(project, () => this.outdate());
  }

  outdate(): void {
    this.#turn += 1;
    this.#soon.ask();
  }

  stop(): void {
    this.#stopped = true;
    this.#unwatch();
    this.#soon.stop();
  }

  /** One question at a time. What is shown stays until there is an answer that is still true. */
  async #refresh(): Promise<void> {
    if (this.#busy) return this.#soon.ask();
    this.#busy = true;
    const turn = this.#turn;
    const start = performance.now();
    const diff = await this.#ask();
    this.#busy = false;
    this.#tookMs = performance.now() - start;
    if (this.#stopped || turn !== this.#turn || diff === null) return;
    if (JSON.stringify(diff) === JSON.stringify(this.diff)) return;
    this.diff = diff;
    this.changed.fire();
  }

  async #ask(): Promise<GraphDiff | null> {
    const { base, isTrusted, ask } = this.#options;
    const ref = base();
    if (!isTrusted()) return noGraphDiff(UNTRUSTED);
    return ask({ project: this.#project, ...(ref !== null && { base: ref }) });
  }
}

const UNTRUSTED =
  'Comparing with a commit runs git, which is not done in a folder that is not trusted. Trust it with “Workspaces: Manage Workspace Trust”.';
