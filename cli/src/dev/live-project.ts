// What a page is shown of the project: its graph as the disk has it, statuses, runs and what runs by itself, kept current and told to every page.
import { diffGraph, type AssetKey, type AssetStatus, type GraphDelta, type GraphDocument } from '@headwater/graph';
import type { LastingClient } from '@headwater/runner';
import {
  RunTally,
  StepProgressBook,
  type AutomationDocument,
  type HostMessage,
  type RunEvent,
} from '@headwater/runner/protocol';
import { automationFact, type ToPage } from '@headwater/webview/protocol';
import { sentenceOf } from '../sentence-of.ts';
import type { Target } from '../target.ts';
import { inTurns } from './in-turns.ts';

export interface LiveProjectOptions {
  readonly target: Pick<Target, 'project' | 'name' | 'describe'>;
  readonly client: Pick<LastingClient, 'request' | 'listen'>;
  /** The asset every page that comes is shown first. */
  readonly focus: (document: GraphDocument) => AssetKey | null;
  /** The source is another one than before. */
  readonly read: (document: GraphDocument, unparsed: readonly string[]) => void;
  /** What went wrong and stands in no answer. */
  readonly notice: (message: string) => void;
}

type Send = (message: ToPage) => void;

/** The host is asked for statuses at most this often, */
const STATUS_PAUSE_MS = 100;
/** the disk is read at most this often, */
const READ_PAUSE_MS = 50;
/** and of a run that makes many steps at once a page hears at most this often. */
const NEWS_PAUSE_MS = 50;

export class LiveProject {
  readonly #options: LiveProjectOptions;
  readonly #pages = new Set<Send>();
  readonly #stops: (() => void)[] = [];
  #document: GraphDocument | null = null;
  #unparsed: readonly string[] = [];
  #revision = 0;
  #statuses: ReadonlyMap<AssetKey, AssetStatus> = new Map();
  #statusesKnown = false;
  #automation: AutomationDocument | null = null;
  /** Why nothing can run. */
  #obstacle: string | null = null;
  readonly #runs = new Map<string, RunTally>();
  readonly #progress = new StepProgressBook();
  readonly #progressed = new Set<AssetKey>();
  #lastProject = '';
  readonly #reading = inTurns(() => this.#read(), READ_PAUSE_MS);
  readonly #asking = inTurns(() => this.#ask(), STATUS_PAUSE_MS);
  readonly #askingAutomation = inTurns(() => this.#askAutomation(), STATUS_PAUSE_MS);
  readonly #telling = inTurns(async () => this.#tellNews(), NEWS_PAUSE_MS);

  constructor(options: LiveProjectOptions) {
    this.#options = options;
    this.#stops.push(
      options.client.listen((message) => this.#hear(message)),
      ...[this.#reading, this.#asking, this.#askingAutomation, this.#telling].map(({ stop }) => stop),
    );
  }

  get document(): GraphDocument | null {
    return this.#document;
  }

  /** Files that do not parse right now. */
  get unparsed(): readonly string[] {
    return this.#unparsed;
  }

  get automation(): AutomationDocument | null {
    return this.#automation;
  }

  statusOf(key: AssetKey): AssetStatus | undefined {
    return this.#statuses.get(key);
  }

  /** Files were saved. */
  reread(): Promise<void> {
    return this.#reading.ask();
  }

  refreshAutomation(): Promise<void> {
    return this.#askingAutomation.ask();
  }

  /** Tells a page everything, and from then on what changes, until it is told to stop. */
  follow(send: Send): () => void {
    this.#pages.add(send);
    this.tellAll(send);
    return () => this.#pages.delete(send);
  }

  tellAll(send: Send): void {
    const { project } = this.#options.target;
    send(this.#projectMessage());
    if (this.#document === null || this.#document.assets.length === 0) return;
    send({ type: 'graph', project, delta: diffGraph(null, this.#document, this.#revision) });
    if (this.#statusesKnown) send({ type: 'status', project, full: true, statuses: [...this.#statuses.values()] });
    send(this.#runMessage());
    const automation = this.#automationMessage();
    if (automation) send(automation);
    for (const tally of this.#runs.values())
      for (const key of tally.progress().running) {
        const progress = this.#progress.of(key);
        if (progress) send({ type: 'progress', project, key, ...progress });
      }
    const focus = this.#options.focus(this.#document);
    if (focus !== null) send({ type: 'focus', project, key: focus, reveal: true, again: true });
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  async #read(): Promise<void> {
    const { target, notice, read } = this.#options;
    const before = this.#document;
    const described = await target.describe().catch((error: unknown) => {
      notice(`The source of the project could not be read: ${sentenceOf(error)}`);
      return null;
    });
    if (described === null) return;
    const { document, unparsed } = described;
    // A file that was never read well changes no graph.
    if (document === before && unparsed.join('\n') === this.#unparsed.join('\n')) return;
    this.#unparsed = unparsed;
    const delta = diffGraph(before, document, this.#revision + 1);
    this.#document = document;
    read(document, unparsed);
    if (before === null || isChange(delta)) this.#revision += 1;
    // A page that had nothing to draw has no graph yet.
    if (before === null || before.assets.length === 0 || document.assets.length === 0) {
      this.#lastProject = JSON.stringify(this.#projectMessage());
      for (const page of this.#pages) this.tellAll(page);
    } else {
      this.#tellProject();
      if (isChange(delta)) this.#tell({ type: 'graph', project: target.project, delta });
    }
    void this.#asking.ask();
    void this.#askingAutomation.ask();
  }

  async #ask(): Promise<void> {
    const { client, target } = this.#options;
    const answer = await client.request('status', {}).catch((error: unknown) => sentenceOf(error));
    this.#obstacle = typeof answer === 'string' ? answer : null;
    this.#tellProject();
    if (typeof answer === 'string') return;
    const before = this.#statuses;
    this.#statuses = new Map(answer.assets.map((status) => [status.key, status]));
    const isGone = !this.#statusesKnown || [...before.keys()].some((key) => !this.#statuses.has(key));
    const changed = answer.assets.filter((status) => JSON.stringify(before.get(status.key)) !== JSON.stringify(status));
    this.#statusesKnown = true;
    if (isGone || changed.length > 0)
      this.#tell({ type: 'status', project: target.project, full: isGone, statuses: isGone ? answer.assets : changed });
  }

  async #askAutomation(): Promise<void> {
    const answer = await this.#options.client.request('automation', {}).catch(() => null);
    if (answer === null) return;
    this.#automation = answer;
    const message = this.#automationMessage();
    if (message) this.#tell(message);
  }

  #hear(message: HostMessage): void {
    if (!('type' in message)) return;
    if (message.type === 'event') this.#hearEvent(message.event);
    if (message.type === 'status-changed') void this.#asking.ask();
    if (message.type === 'automation-changed' || message.type === 'alert') void this.#askingAutomation.ask();
  }

  #hearEvent(event: RunEvent): void {
    for (const key of this.#progress.hear(event)) this.#progressed.add(key);
    if (event.type === 'run-finished') this.#runs.delete(event.run);
    else if (event.type !== 'log' && event.type !== 'metadata' && event.type !== 'progress') {
      const tally = this.#runs.get(event.run) ?? new RunTally(event.run);
      this.#runs.set(event.run, tally);
      tally.hear(event);
    }
    void this.#telling.ask();
  }

  #tellNews(): void {
    const { project } = this.#options.target;
    const running = new Set([...this.#runs.values()].flatMap((tally) => tally.progress().running));
    for (const key of this.#progressed) {
      const progress = running.has(key) ? this.#progress.of(key) : null;
      if (progress) this.#tell({ type: 'progress', project, key, ...progress });
    }
    this.#progressed.clear();
    this.#tell(this.#runMessage());
  }

  #tell(message: ToPage): void {
    for (const page of this.#pages) page(message);
  }

  #tellProject(): void {
    const message = this.#projectMessage();
    const text = JSON.stringify(message);
    if (text === this.#lastProject) return;
    this.#lastProject = text;
    this.#tell(message);
  }

  #projectMessage(): Extract<ToPage, { type: 'project' }> {
    const { project, name } = this.#options.target;
    const document = this.#document;
    const problems = document?.problems.filter(({ severity }) => severity === 'error') ?? [];
    const errors = problems.length + this.#unparsed.length;
    const nothing = emptyState(name, document, errors);
    const obstacle = this.#obstacle === null ? null : { title: 'Nothing can run', message: this.#obstacle };
    return {
      type: 'project',
      project: nothing ? null : project,
      name,
      empty: nothing ?? obstacle,
      runnable: nothing === null && obstacle === null,
      cursor: false,
      ...(errors > 0 && { errors }),
      ...(document !== null &&
        document.jobs.length > 0 && {
          jobs: document.jobs.map(({ name: job, selection }) => ({ name: job, selection })),
        }),
    };
  }

  #runMessage(): ToPage {
    const tally = [...this.#runs.values()].at(-1)?.progress();
    const { project } = this.#options.target;
    return { type: 'run', project, run: tally ? { id: tally.id, done: tally.done, total: tally.total } : null };
  }

  #automationMessage(): ToPage | null {
    if (this.#automation === null) return null;
    const { on, assets } = this.#automation;
    return { type: 'automation', project: this.#options.target.project, on, assets: assets.map(automationFact) };
  }
}

/** Why there is nothing to draw; the actions are those of `PAGE_COMMANDS`. */
function emptyState(
  name: string,
  document: GraphDocument | null,
  errors: number,
): Extract<ToPage, { type: 'project' }>['empty'] {
  if (document === null)
    return { title: 'Reading your code', message: 'The graph appears as soon as the first reading is done.' };
  if (document.assets.length > 0) return null;
  if (errors > 0)
    return {
      title: `${name} has no assets that can be read`,
      message: `${errors === 1 ? 'One problem stands' : `${String(errors)} problems stand`} in the way; each says what to do.`,
      action: { label: 'Show Problems', command: 'headwater.showProblems' },
    };
  return {
    title: `${name} has no assets yet`,
    message: 'An asset is an exported const made by asset(…): save one in a file here, and it appears.',
    action: { label: 'Open Folder in VS Code', command: 'headwater.openFolder' },
  };
}

/** What a page may ask for by name. */
export const PAGE_COMMANDS: ReadonlySet<string> = new Set(['headwater.showProblems', 'headwater.openFolder']);

const isChange = ({ upserted, removed }: GraphDelta): boolean => upserted.length > 0 || removed.length > 0;
