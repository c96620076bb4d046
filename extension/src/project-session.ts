// Everything known of one project while the window is open: its graph, statuses, runs and host, and what changed in them.
import type { AssetKey, AssetStatus, CodeParts, GraphDelta, StoredFacts } from '@headwater/graph';
import type { FreshnessAlert, MaterializeReply, MaterializeRequest } from '@headwater/runner/protocol';
import type { GraphChanged, StatusChanged } from '@headwater/server/protocol';
import type { ShownStatus } from '@headwater/webview/protocol';
import { AutomationBook } from './automation-book.ts';
import { GraphStore } from './graph-store.ts';
import type { HostNews, Reply } from './host-process.ts';
import { lensTexts } from './lens-texts.ts';
import { LivePreview } from './live-preview.ts';
import { paced } from './paced.ts';
import { RunBook, type FinishedRun } from './run-book.ts';
import type { RunnerClient } from './runner-client.ts';
import { Signal, type Stop } from './signal.ts';
import { StatusBook } from './status-book.ts';
import { StepProgressBook, type StepProgress } from '@headwater/runner/protocol';

export type SessionChange =
  | { readonly type: 'graph'; readonly delta: GraphDelta }
  | { readonly type: 'status'; readonly full: boolean; readonly statuses: readonly AssetStatus[] }
  /** What these would be once everything is saved, or that they stay as they are. */
  | { readonly type: 'preview'; readonly keys: readonly AssetKey[] }
  /** How far a running asset is. */
  | { readonly type: 'progress'; readonly key: AssetKey; readonly progress: StepProgress }
  /** A run began, moved or ended. */
  | { readonly type: 'run' }
  /** The lenses were told new words. */
  | { readonly type: 'lenses' }
  /** What runs by itself was switched, decided something, or a backfill moved. */
  | { readonly type: 'automation' }
  | { readonly type: 'host' };

export interface SessionOptions {
  readonly project: string;
  readonly name: string;
  readonly runner: RunnerClient;
  /** A delta was lost: ask the language server for the whole graph. */
  readonly askWholeGraph: () => void;
  /** What the code of some assets is made of, as it is typed now. */
  readonly askCode: (keys: readonly AssetKey[]) => Promise<CodeParts | null>;
  readonly now?: () => Date;
  /** How long a host that nobody looks at is kept. */
  readonly idleMs?: number;
}

/** While steps begin and end by the hundred, listeners hear of it at most this often… */
const NEWS_PAUSE_MS = 50;
/** …and the host is asked for statuses at most this often. */
const STATUS_PAUSE_MS = 100;

export class ProjectSession {
  readonly project: string;
  readonly runner: RunnerClient;
  readonly graph = new GraphStore();
  readonly statuses = new StatusBook();
  readonly runs = new RunBook();
  readonly progress = new StepProgressBook();
  /** What runs by itself. */
  readonly automation: AutomationBook;
  /** Something became too old, or is in time again. */
  readonly alerted = new Signal<FreshnessAlert>();
  /** What would become of statuses if what is typed were saved. */
  readonly preview: LivePreview;
  readonly changed = new Signal<SessionChange>();
  /** What the lenses are to say. */
  readonly lensTexts = new Signal<StatusChanged>();
  name: string;
  problems: GraphChanged['problems'] = { errors: 0, warnings: 0 };
  named: GraphChanged['named'];
  readonly #options: SessionOptions;
  readonly #stops: Stop[];
  readonly #started = new Set<AssetKey>();
  readonly #progressed = new Set<AssetKey>();
  readonly #news = paced(() => this.#tellNews(), NEWS_PAUSE_MS);
  readonly #lenses = paced(() => this.sendLensTexts({ force: false }), STATUS_PAUSE_MS);
  #asking: Promise<void> | null = null;
  #askAgain = false;
  #lastTexts = '';
  #idle: NodeJS.Timeout | null = null;
  #needed = false;
  #waitsForWhole = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.project = options.project;
    this.name = options.name;
    this.runner = options.runner;
    this.automation = new AutomationBook(options.runner);
    this.preview = new LivePreview({
      assets: () => this.graph.assets,
      recorded: () => this.statuses.byKey,
      askFacts: () => this.#askFacts(),
      askCode: options.askCode,
      refreshRecorded: () => this.#refreshKnown(),
      changed: (keys) => {
        this.changed.fire({ type: 'preview', keys });
        this.#lenses.ask();
      },
    });
    this.#stops = [
      this.runner.news.on((news) => this.#hear(news)),
      this.runner.changed.on(({ state }) => {
        if (state === 'ready') {
          this.preview.storedChanged();
          void this.refreshStatus();
        }
        if (state !== 'ready' && state !== 'starting') this.#interrupt();
        if (state === 'unavailable') this.#lenses.ask();
        this.changed.fire({ type: 'host' });
      }),
      this.runs.moved.on(() => this.#news.ask()),
      this.runs.finished.on(() => this.#tellNews()),
      this.automation.changed.on(() => {
        this.changed.fire({ type: 'automation' });
        this.#lenses.ask();
      }),
      () => this.automation.stop(),
      () => this.preview.stop(),
      this.#news.stop,
      this.#lenses.stop,
    ];
  }

  /** What the language server read. */
  takeGraph({ name, delta, named, problems }: GraphChanged): void {
    this.name = name;
    this.named = named;
    this.problems = problems;
    if (this.graph.apply(delta)) {
      this.#waitsForWhole = false;
      if (this.runner.state.state === 'unavailable') this.#lenses.ask();
      if (delta.upserted.some(({ automation, freshness }) => automation ?? freshness)) this.automation.ask();
      this.changed.fire({ type: 'graph', delta });
      return this.preview.follow(delta);
    }
    if (this.#waitsForWhole) return;
    this.#waitsForWhole = true;
    this.#options.askWholeGraph();
  }

  /** Someone looks at this project (an editor, the page), or nobody does any more: then its host may go after a while. */
  setNeeded(needed: boolean): void {
    if (needed === this.#needed) return;
    this.#needed = needed;
    if (this.#idle) clearTimeout(this.#idle);
    this.#idle = null;
    if (needed) void this.runner.start();
    else this.#stopWhenIdle();
  }

  /** Asks the host for the statuses. Calls while one is under way are answered by one more, a moment later. */
  refreshStatus(): Promise<void> {
    if (this.#asking) {
      this.#askAgain = true;
      return this.#asking;
    }
    this.#asking = this.#ask().finally(() => (this.#asking = null));
    return this.#asking;
  }

  /** The status texts again, because time has passed or the server has started anew. */
  sendLensTexts({ force }: { readonly force: boolean }): void {
    const statuses = lensTexts(this, this.#options.now?.() ?? new Date());
    const text = JSON.stringify(statuses);
    if (!force && text === this.#lastTexts) return;
    this.#lastTexts = text;
    this.lensTexts.fire({ project: this.project, statuses });
    this.changed.fire({ type: 'lenses' });
  }

  /** With what would become of them in place of what they are. */
  shownStatuses({
    full,
    statuses,
  }: Pick<Extract<SessionChange, { type: 'status' }>, 'full' | 'statuses'>): ShownStatus[] {
    const { shown } = this.preview;
    if (!full) return statuses.map((status) => shown.get(status.key) ?? status);
    const unknown = [...shown.values()].filter(({ key }) => this.statuses.of(key) === null);
    return [...this.statuses.all.map((status) => shown.get(status.key) ?? status), ...unknown];
  }

  /** What was to come and is not any more may have no status at all: then all are told. */
  previewNews(keys: readonly AssetKey[]): { readonly full: boolean; readonly statuses: readonly ShownStatus[] } {
    const news = keys.map((key) => this.preview.shown.get(key) ?? this.statuses.of(key));
    const statuses = news.filter((status) => status !== null);
    const full = statuses.length < news.length;
    return { full, statuses: full ? this.shownStatuses({ full, statuses }) : statuses };
  }

  materialize(request: MaterializeRequest): Promise<Reply<'materialize'>> {
    return this.runner.request('materialize', request);
  }

  /** Resolves when the run has ended and the statuses tell its result. */
  async finished({ run }: MaterializeReply): Promise<FinishedRun> {
    const ended = await this.runs.whenFinished(run);
    await this.refreshStatus();
    return ended;
  }

  async close(): Promise<void> {
    for (const stop of this.#stops) stop();
    if (this.#idle) clearTimeout(this.#idle);
    await this.runner.stop();
  }

  /** A host that does not run is not started for it. */
  async #askFacts(): Promise<StoredFacts | null> {
    if (this.runner.state.state !== 'ready') return null;
    const reply = await this.runner.request('facts', {});
    return reply.ok ? reply.result : null;
  }

  async #refreshKnown(): Promise<void> {
    if (this.runner.state.state === 'ready') await this.refreshStatus();
  }

  async #ask(): Promise<void> {
    do {
      this.#askAgain = false;
      const reply = await this.runner.request('status', {});
      if (!reply.ok) return;
      const { changed, removed } = this.statuses.replace(reply.result.assets);
      // What changes a status, and what was saved, can change what runs by itself.
      this.automation.ask();
      this.preview.recordedChanged();
      if (removed) this.changed.fire({ type: 'status', full: true, statuses: this.statuses.all });
      else if (changed.length > 0) this.changed.fire({ type: 'status', full: false, statuses: changed });
      this.#lenses.ask();
      await this.#settleLostRuns();
      if (this.#askAgain) await new Promise((resolve) => setTimeout(resolve, STATUS_PAUSE_MS));
    } while (this.#askAgain);
  }

  /** Another process that owned the project may have died in mid-run, and its last events with it: then the store says how the run ended. */
  async #settleLostRuns(): Promise<void> {
    const { state } = this.runner;
    if (state.state !== 'ready' || state.hello.owner || !this.runs.current) return;
    const reply = await this.runner.request('runs', {});
    if (!reply.ok) return;
    for (const { run, status } of reply.result.runs) if (status !== 'running') this.runs.settle(run, status);
  }

  #hear(news: HostNews): void {
    switch (news.type) {
      case 'event': {
        const { event } = news;
        if (event.type === 'step-started') for (const key of event.assets ?? [event.asset]) this.#started.add(key);
        for (const key of this.progress.hear(event)) this.#progressed.add(key);
        this.runs.hear(event);
        return this.#news.ask();
      }
      case 'status-changed':
        this.preview.storedChanged();
        return void this.refreshStatus();
      case 'automation-changed':
      case 'backfill-changed':
        return this.automation.ask();
      case 'alert':
        return this.alerted.fire(news.alert);
      case 'owner-leaving': // the client starts the next host when this one has ended
      case 'notice': // for the output channel, which listens by itself
        return;
    }
  }

  #tellNews(): void {
    const running = this.runs.runningAssets;
    const started = [...this.#started].filter((key) => running.has(key)).map((key) => this.statuses.markRunning(key));
    const progressed = [...this.#progressed].filter((key) => running.has(key));
    this.#started.clear();
    this.#progressed.clear();
    if (started.length > 0) {
      this.preview.recordedChanged();
      this.changed.fire({ type: 'status', full: false, statuses: started });
      this.#lenses.ask();
    }
    for (const key of progressed) {
      const progress = this.progress.of(key);
      if (progress) this.changed.fire({ type: 'progress', key, progress });
    }
    if (progressed.length > 0) this.#lenses.ask();
    this.changed.fire({ type: 'run' });
  }

  #interrupt(): void {
    this.runs.interruptAll('The runner host ended during the run.');
    const lost = this.statuses.interrupt();
    if (lost.length === 0) return;
    this.changed.fire({ type: 'status', full: false, statuses: lost });
    this.#lenses.ask();
  }

  #stopWhenIdle(): void {
    this.#idle = setTimeout(() => {
      if (this.runs.current || this.automation.isBusy) this.#stopWhenIdle();
      else void this.runner.stop();
    }, this.#options.idleMs ?? 600_000);
  }
}
