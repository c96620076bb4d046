// What runs by itself in one project, as its host last told: asked for when something of it changed, and kept for lenses, status bar and tree.
import type { AssetKey } from '@headwater/graph';
import type { AutomatedAsset, AutomationDocument, BackfillState, CatchUp } from '@headwater/runner/protocol';
import type { Reply } from './host-process.ts';
import { paced } from './paced.ts';
import type { RunnerClient } from './runner-client.ts';
import { Signal, type Stop } from './signal.ts';

/** While steps end by the hundred, the host is asked at most this often. */
const PAUSE_MS = 500;

export class AutomationBook {
  /** Another state, decision or backfill is known. */
  readonly changed = new Signal<void>();
  readonly #runner: RunnerClient;
  readonly #stopFollowing: Stop;
  readonly #ask = paced(() => void this.refresh(), PAUSE_MS);
  #document: AutomationDocument | null = null;
  #backfills: readonly BackfillState[] = [];
  #known = '';
  #assets: ReadonlyMap<AssetKey, AutomatedAsset> = new Map();

  constructor(runner: RunnerClient) {
    this.#runner = runner;
    this.#stopFollowing = runner.changed.on(({ state }) => {
      // Nothing runs by itself where no host can.
      if (state === 'unavailable') this.#take({ document: null, backfills: [] });
    });
  }

  /** Null until a host has told it, and where none can run. */
  get document(): AutomationDocument | null {
    return this.#document;
  }

  /** Newest first. */
  get backfills(): readonly BackfillState[] {
    return this.#backfills;
  }

  of(key: AssetKey): AutomatedAsset | null {
    return this.#assets.get(key) ?? null;
  }

  /** Something of the project runs by itself once it is switched on. */
  get hasAny(): boolean {
    const { assets = [], schedules = [], sensors = [] } = this.#document ?? {};
    return assets.length + schedules.length + sensors.length > 0;
  }

  /** A backfill goes on, or automation is on: its host has work to do though nobody looks. */
  get isBusy(): boolean {
    return (this.hasAny && this.#document?.on === true) || this.#backfills.some(({ status }) => status === 'running');
  }

  /** Asks soon. */
  ask(): void {
    this.#ask.ask();
  }

  /** A host that does not run is not started for it. */
  async refresh(): Promise<void> {
    if (this.#runner.state.state !== 'ready') return;
    const [automation, backfills] = await Promise.all([
      this.#runner.request('automation', {}),
      this.#runner.request('backfills', { limit: 20 }),
    ]);
    this.#take({
      ...(automation.ok && { document: automation.result }),
      ...(backfills.ok && { backfills: backfills.result.backfills }),
    });
  }

  /** The last evaluation of an asset; where there was none, what one would say now. */
  async why(key: AssetKey): Promise<Reply<'why'>> {
    const told = await this.#runner.request('why', { key });
    return told.ok && told.result.evaluation === null ? this.#runner.request('why', { key, dryRun: true }) : told;
  }

  /** What the host refused, in its words; null when it is switched. */
  async switchTo(on: boolean, { name, catchUp }: { readonly name?: string; readonly catchUp?: CatchUp } = {}) {
    const reply = await this.#runner.request('setAutomation', {
      on,
      ...(name !== undefined && { name }),
      ...(catchUp !== undefined && { catchUp }),
    });
    if (!reply.ok) return reply.error.message;
    this.#take({ document: reply.result });
    return null;
  }

  stop(): void {
    this.#stopFollowing();
    this.#ask.stop();
  }

  /** Told only when it is something else than before. */
  #take({ document = this.#document, backfills = this.#backfills }: Partial<Known>): void {
    const known = wordsOf({ document, backfills });
    if (known === this.#known) return;
    this.#known = known;
    this.#document = document;
    this.#backfills = backfills;
    this.#assets = new Map(document?.assets.map((asset) => [asset.key, asset]));
    this.changed.fire();
  }
}

interface Known {
  readonly document: AutomationDocument | null;
  readonly backfills: readonly BackfillState[];
}

/** That the host looked again, or what time it has, is no news. */
const wordsOf = ({ document, backfills }: Known): string =>
  JSON.stringify([document && { ...document, now: null, lastTick: null }, backfills]);
