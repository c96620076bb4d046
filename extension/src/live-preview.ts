// Keeps the preview of statuses while documents are not saved: asks for what it takes, and lets go when disk and editor are one again.
import type { AssetKey, AssetStatus, CodeParts, GraphDelta, PreviewedStatus, StoredFacts } from '@headwater/graph';
import { paced } from './paced.ts';
import { StatusPreview, type Assets } from './status-preview.ts';

export interface LivePreviewOptions {
  /** The language server's graph: that of the texts in the editor. */
  readonly assets: () => Assets;
  /** The statuses the host told: those of the texts on the disk. */
  readonly recorded: () => ReadonlyMap<AssetKey, AssetStatus>;
  /** What is stored; null while nobody can tell. */
  readonly askFacts: () => Promise<StoredFacts | null>;
  /** Pieces of the code of some assets, as it is typed now: the graph of that text has arrived before the answer. */
  readonly askCode: (keys: readonly AssetKey[]) => Promise<CodeParts | null>;
  /** Asks for the recorded statuses; resolves when they are those of the disk as it is now. */
  readonly refreshRecorded: () => Promise<void>;
  /** The preview of these became another one, or none. */
  readonly changed: (keys: readonly AssetKey[]) => void;
}

/** Computed at most this often while a person types… */
const PAUSE_MS = 50;
/** …and what is stored is asked for at most this often while something runs. */
const FACTS_PAUSE_MS = 1_000;

interface Known {
  readonly preview: StatusPreview;
  /** When it was told what is stored. */
  readonly time: number;
}

export class LivePreview {
  readonly #options: LivePreviewOptions;
  readonly #soon = paced(() => void this.#refresh(), PAUSE_MS);
  #shown: ReadonlyMap<AssetKey, PreviewedStatus> = new Map();
  #phase: 'saved' | 'unsaved' | 'settling' = 'saved';
  /** Grows with each change of the phase, so that an earlier settling ends nothing. */
  #turn = 0;
  #changed = new Set<AssetKey>();
  #known: Known | null = null;
  /** What is stored may be another than what the last computation was told. */
  #outdated = false;
  #later: NodeJS.Timeout | null = null;
  #busy = false;

  constructor(options: LivePreviewOptions) {
    this.#options = options;
  }

  get shown(): ReadonlyMap<AssetKey, PreviewedStatus> {
    return this.#shown;
  }

  /** Whether some document that may count is not saved. */
  setUnsaved(isUnsaved: boolean): void {
    if (isUnsaved === (this.#phase === 'unsaved')) return;
    if (!isUnsaved && this.#phase !== 'unsaved') return;
    this.#turn += 1;
    this.#phase = isUnsaved ? 'unsaved' : 'settling';
    if (!isUnsaved) void this.#settle(this.#turn);
  }

  /** The graph has changed already. */
  follow({ base, upserted, removed }: GraphDelta): void {
    if (this.#phase === 'saved') return;
    if (base === null) this.#known = null;
    for (const { key } of upserted) this.#changed.add(key);
    for (const key of removed) this.#changed.add(key);
    if (this.#changed.size > 0) this.#soon.ask();
  }

  /** Something was stored, or became of a run. */
  storedChanged(): void {
    this.#outdated = true;
    if (this.#known || this.#changed.size > 0) this.#soon.ask();
  }

  /** The recorded statuses have changed already. */
  recordedChanged(): void {
    if (this.#known) this.#compare(this.#known.preview);
  }

  stop(): void {
    this.#phase = 'saved';
    this.#turn += 1;
    this.#soon.stop();
    this.#forget();
  }

  /** One at a time; what changes meanwhile asks for the next. */
  async #refresh(): Promise<void> {
    if (this.#busy) return this.#soon.ask();
    this.#busy = true;
    try {
      const known = await this.#withFacts();
      const code = known && (await this.#code(known.preview));
      if (known === null || code === null || this.#phase === 'saved') return;
      known.preview.update({ assets: this.#options.assets(), changed: this.#changed, code });
      this.#changed = new Set();
      this.#known = known;
      this.#compare(known.preview);
    } finally {
      this.#busy = false;
    }
  }

  async #withFacts(): Promise<Known | null> {
    if (this.#known && !this.#outdated) return this.#known;
    const wait = this.#known ? this.#known.time + FACTS_PAUSE_MS - performance.now() : 0;
    if (this.#known && wait > 0) {
      this.#later ??= setTimeout(() => {
        this.#later = null;
        this.#soon.ask();
      }, wait);
      return this.#known;
    }
    this.#outdated = false;
    const facts = await this.#options.askFacts();
    return facts && { preview: new StatusPreview(facts), time: performance.now() };
  }

  /** Asked again for what changed while the answer was on its way. */
  async #code(preview: StatusPreview): Promise<CodeParts | null> {
    let asked = new Set<AssetKey>();
    let code: CodeParts | null = {};
    for (;;) {
      const keys = preview.keysOfOtherCode(this.#options.assets());
      if (keys.every((key) => asked.has(key)) || code === null) return code;
      asked = new Set(keys);
      code = await this.#options.askCode(keys);
    }
  }

  /** While what is stored is not known anew, nothing is added: what was recorded meanwhile is no news of the text. */
  #compare(preview: StatusPreview): void {
    const next = preview.differing(this.#options.recorded(), this.#options.assets());
    if (this.#outdated) for (const key of next.keys()) if (!this.#shown.has(key)) next.delete(key);
    this.#show(next);
  }

  /** Saved or undone: what is shown stays until the disk's own statuses are here, and the editor's graph is that of the disk. */
  async #settle(turn: number): Promise<void> {
    await Promise.all([this.#options.refreshRecorded(), this.#options.askCode([])]);
    if (turn !== this.#turn) return;
    this.#phase = 'saved';
    this.#forget();
  }

  #forget(): void {
    if (this.#later) clearTimeout(this.#later);
    this.#later = null;
    this.#known = null;
    this.#changed = new Set();
    this.#show(new Map());
  }

  #show(next: ReadonlyMap<AssetKey, PreviewedStatus>): void {
    const before = this.#shown;
    this.#shown = next;
    const changed = [...new Set([...before.keys(), ...next.keys()])].filter(
      (key) => !isSame(before.get(key), next.get(key)),
    );
    if (changed.length > 0) this.#options.changed(changed);
  }
}

/** What a materialization left is told with the recorded status. */
function isSame(a: PreviewedStatus | undefined, b: PreviewedStatus | undefined): boolean {
  if (a === b || a === undefined || b === undefined) return a === b;
  if (a.status !== b.status || a.was !== b.was || a.lastMaterialization?.time !== b.lastMaterialization?.time)
    return false;
  return a.causes === b.causes || JSON.stringify(a.causes) === JSON.stringify(b.causes);
}
