// The catalogue while it is open: events go to the journal one by one and into the tables together, facts stay in memory.
import type { AssetKey, Materialization, StoredFacts } from '@headwater/graph';
import type {
  AssetHistory,
  Catalogue,
  KeptValue,
  MadeBy,
  PartitionColumns,
  RecordedRun,
  Retained,
} from '../catalogue.ts';
import type { RunSummary } from '../protocol.ts';
import { isDurable, type RunEvent, type RunEventBody, type StoreChange, type StoredEvent } from '../run-event.ts';
import { keepAside } from './kept-aside.ts';
import { applyEvents } from './apply-events.ts';
import { lastSeq, readFacts, readPartition } from './read-catalogue.ts';
import { readPartitions } from './partition-columns.ts';
import {
  countSteps,
  readFailedChecks,
  readOpResults,
  readRunAssets,
  readRunIds,
  readRuns,
  readSteps,
} from './read-runs.ts';
import { journalLine, type Journal } from './journal.ts';
import type { Database } from '@headwater/stores';
import { RememberedFacts } from './remembered-facts.ts';
import { readHistory, type HistoryPage } from './read-history.ts';
import { KEEP, type Keep } from './keep.ts';
import { foldHistory, foldedSinceGc, retainHistory, type FoldOptions } from './retention.ts';
import { reusable } from './reusable.ts';
import { writeSnapshot } from './snapshot.ts';
import { wantedMaterializations } from './wanted-values.ts';

const FOLD_EVENTS = 10_000;
const FOLD_BYTES = 8 * 1024 * 1024;
/** A large snapshot is written again only for a journal that is worth it: a start reads the one as well as the other. */
const SMALL_SNAPSHOT = 4 * 1024 * 1024;
const WORTH_IT = 1 / 64;
/** So many folded rows are worth a look at everything that is kept beside the tables. */
const LEFTOVERS = 1000;

export interface SqliteCatalogueOptions {
  readonly dir: string;
  readonly database: Database;
  /** Null when nothing can be recorded; `readOnly` says why. */
  readonly journal: Journal | null;
  /** Asked before the snapshot is replaced, as the journal does before it is appended to. */
  readonly held: () => boolean;
  /** What the journal holds. What the snapshot has already is passed over: a crash may come between it and the emptied journal. */
  readonly events: readonly StoredEvent[];
  readonly now: () => Date;
  readonly keep: Keep | undefined;
  readonly notices: readonly string[];
  readonly readOnly: string | null;
}

export class SqliteCatalogue implements Catalogue {
  readonly notices: string[];
  readonly readOnly: string | null;
  readonly #dir: string;
  readonly #database: Database;
  readonly #journal: Journal | null;
  readonly #held: () => boolean;
  readonly #now: () => Date;
  readonly #keep: Keep;
  readonly #remembered: RememberedFacts;
  /** Of the journal, and not in the tables yet. */
  #waiting: StoredEvent[];
  /** Materialized since the history was folded. */
  readonly #grown = new Set<AssetKey>();
  /** Of the journal, and of no shape the tables take. */
  #refused: StoredEvent[] = [];
  #seq: number;
  /** The last event, however it ends. */
  #told: Promise<unknown> = Promise.resolve();
  /** How many of the journal's events are in the tables, wait for them or are refused by them. */
  #seen: number;
  #folding: Promise<void> = Promise.resolve();
  #nextFold: Promise<void> | null = null;
  #foldAt = { events: FOLD_EVENTS, bytes: FOLD_BYTES };

  constructor({ dir, database, journal, held, events, now, keep = KEEP, notices, readOnly }: SqliteCatalogueOptions) {
    this.notices = [...notices];
    this.readOnly = readOnly;
    this.#dir = dir;
    this.#database = database;
    this.#journal = journal;
    this.#held = held;
    this.#now = now;
    this.#keep = keep;
    const folded = lastSeq(database);
    this.#waiting = events.filter(({ seq }) => seq > folded);
    this.#settle();
    this.#remembered = new RememberedFacts(readFacts(database), (asset) => {
      this.#settle();
      return readPartitions(database, asset);
    });
    this.#seq = events.reduce((last, { seq }) => Math.max(last, seq), folded);
    this.#seen = events.length;
  }

  record(run: string, body: RunEventBody): Promise<RunEvent> {
    return this.#record(run, body) as Promise<RunEvent>;
  }

  async change(change: StoreChange): Promise<void> {
    await this.#record('', change);
  }

  #record(run: string, body: RunEventBody | StoreChange): Promise<StoredEvent> {
    if (!this.#journal) return Promise.reject(new Error(this.readOnly ?? 'The store is closed.'));
    this.#seq += 1;
    const event = { version: 1, seq: this.#seq, time: this.#now().toISOString(), run, ...body } as StoredEvent;
    const durable = isDurable(body);
    // Told in the order of the numbers: a log line waits for the events before it that are on their way to the disk.
    const told = Promise.all([this.#told, durable ? this.#journal.append(event) : undefined]).then(() => {
      if (durable) this.#take(event);
      return event;
    });
    this.#told = told.catch(() => undefined);
    return told;
  }

  #take(event: StoredEvent): void {
    this.#waiting.push(event);
    this.#seen += 1;
    this.#remembered.take(event);
    const { events = 0, bytes = 0 } = this.#journal ?? {};
    if (events > this.#foldAt.events || bytes > this.#foldAt.bytes) void this.checkpoint().catch(() => undefined);
  }

  /** The tables lag behind the journal until somebody asks them. */
  #settle(): void {
    const events = this.#waiting;
    this.#waiting = [];
    const refused = applyEvents(this.#database, events);
    this.#refused.push(...refused);
    for (const event of events)
      if (event.type === 'materialized' && !refused.includes(event)) this.#grown.add(event.asset);
  }

  facts(): StoredFacts {
    return this.#remembered.facts();
  }

  partition(asset: AssetKey, partition: string): Materialization | undefined {
    this.#settle();
    return readPartition(this.#database, { asset, partition });
  }

  partitionsOf(asset: AssetKey): PartitionColumns {
    return this.#remembered.partitionsOf(asset);
  }

  dynamicPartitions(): Readonly<Record<string, readonly string[]>> {
    return this.#remembered.dynamicPartitions();
  }

  /** A run without an end that is not under way here is one whose process is gone. */
  runs(limit: number, before?: string): readonly RunSummary[] {
    this.#settle();
    return readRuns(this.#database, { limit, ...(before !== undefined && { before }) }).map((run) =>
      run.status === 'running' && !this.#remembered.runsUnderWay.has(run.run) ? { ...run, status: 'interrupted' } : run,
    );
  }

  run(id: string): RecordedRun | null {
    this.#settle();
    const [found] = readRuns(this.#database, { limit: 1, run: id });
    if (!found) return this.#shortlyNamed(id);
    const gone = found.status === 'running' && !this.#remembered.runsUnderWay.has(id);
    return {
      summary: gone ? { ...found, status: 'interrupted' } : found,
      ...readRunAssets(this.#database, id),
      steps: readSteps(this.#database, id),
      failedChecks: readFailedChecks(this.#database, id),
      opResults: readOpResults(this.#database, id),
    };
  }

  /** By the end of its id, as sentences name runs; null also where several end so. */
  #shortlyNamed(end: string): RecordedRun | null {
    const ids = end.includes('-') ? [] : readRunIds(this.#database, { end });
    const [only] = ids;
    return only !== undefined && ids.length === 1 ? this.run(only) : null;
  }

  /** For a process that is the only owner there is, before it records anything else. */
  async endInterruptedRuns(): Promise<void> {
    for (const { run } of readRuns(this.#database, { limit: 1_000_000, unfinished: true })) {
      const { materialized = 0, failed = 0, skipped = 0, cancelled = 0 } = countSteps(this.#database, run);
      await this.record(run, {
        type: 'run-finished',
        status: 'interrupted',
        counts: { materialized, failed, skipped, cancelled },
        message: 'the process that ran it ended before it was done',
      });
    }
  }

  reusable(asset: AssetKey, by: MadeBy): readonly KeptValue[] {
    this.#settle();
    return reusable(this.#database, { asset, by });
  }

  wantedValues(asset: AssetKey, partition?: string): ReadonlySet<string> {
    this.#settle();
    const of = partition === undefined ? { asset } : { asset, partition };
    return new Set(wantedMaterializations(this.#database, { ...of, keep: this.#keep, now: this.#now() }).values());
  }

  history(page: HistoryPage): AssetHistory {
    this.#settle();
    return readHistory(this.#database, page);
  }

  hasLeftovers(): boolean {
    return foldedSinceGc(this.#database) >= LEFTOVERS;
  }

  async retain({ dryRun }: { readonly dryRun: boolean }): Promise<Retained> {
    this.#settle();
    const retained = retainHistory(this.#database, { ...this.#foldOptions(), dryRun });
    if (!dryRun) await this.#inTurn(() => this.#fold());
    return retained;
  }

  #foldOptions(): FoldOptions {
    return { keep: this.#keep, now: this.#now(), named: this.#remembered.namedRuns() };
  }

  /** One at a time, and one for all that wait; an event that comes meanwhile is in the snapshot or stays in the journal. */
  checkpoint(): Promise<void> {
    this.#nextFold ??= this.#inTurn(async () => {
      this.#nextFold = null;
      if (!this.#isWorthIt()) return;
      this.#settle();
      foldHistory(this.#database, { ...this.#foldOptions(), grown: this.#grown });
      this.#grown.clear();
      await this.#fold();
    });
    return this.#nextFold;
  }

  #inTurn(fold: () => Promise<void>): Promise<void> {
    this.#folding = this.#folding.catch(() => undefined).then(fold);
    return this.#folding;
  }

  #isWorthIt(): boolean {
    const { events = 0, bytes = 0 } = this.#journal ?? {};
    const size = this.#database.exec('SELECT page_count * page_size FROM pragma_page_count, pragma_page_size');
    const snapshot = Number(size[0]?.values[0]?.[0]);
    if (snapshot >= SMALL_SNAPSHOT && bytes < snapshot * WORTH_IT) return events > this.#foldAt.events;
    return events > 0;
  }

  async #fold(): Promise<void> {
    const journal = this.#journal;
    if (!journal || !this.#held()) return;
    this.#settle();
    const seen = this.#seen;
    const snapshot = this.#database.export();
    try {
      await this.#keepRefused();
      await writeSnapshot(this.#dir, snapshot);
      // With events beyond the snapshot the journal stays whole; replay skips what the snapshot has.
      if (await journal.reset(seen)) this.#seen -= seen;
    } finally {
      // Then, or when the disk would not take it, the next one is worth its while only after as many again.
      this.#foldAt = { events: journal.events + FOLD_EVENTS, bytes: journal.bytes + FOLD_BYTES };
    }
  }

  /** The journal is about to be emptied, and the tables do not have these. */
  async #keepRefused(): Promise<void> {
    const refused = this.#refused;
    if (refused.length === 0) return;
    const lines = Buffer.from(refused.map(journalLine).join(''));
    const name = await keepAside({ dir: this.#dir, start: 'journal.bad', end: 'ndjson', now: this.#now(), lines });
    this.#refused = this.#refused.slice(refused.length);
    this.notices.push(
      `${refused.length === 1 ? 'One event' : `${refused.length} events`} of the journal had a shape the catalogue does not take, kept aside as .headwater/${name}.`,
    );
  }

  async close(): Promise<void> {
    if (this.#journal) {
      // Without a snapshot the journal has it all: the next start replays it.
      await this.checkpoint().catch(() => undefined);
      await this.#journal.close();
    }
    this.#database.close();
  }
}
