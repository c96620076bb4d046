// The life of a store in one process: runs with steps, values, checks and failures, several at once; a ledger says what was tried and what was acknowledged.
import { createValueStore } from '@headwater/stores';
import type { RunEventBody } from '../src/run-event.ts';
import { openCatalogue } from '../src/store/open-catalogue.ts';
import type { Random } from './random.ts';

/** One event that was handed in. Its name is of no other. */
export interface Tried {
  readonly name: string;
  readonly run: string;
  readonly body: RunEventBody;
  /** From the clock of whoever looks on. */
  readonly triedAt: number;
  /** Null: nobody heard that it is on the disk. */
  acknowledged: { readonly at: number; readonly seq: number } | null;
}

export interface Ledger {
  tries(what: Pick<Tried, 'name' | 'run' | 'body'>): void;
  acknowledges(name: string, seq: number): void;
  all(): readonly Tried[];
}

export function createLedger(clock: () => number = () => 0): Ledger {
  const ledger = new Map<string, Tried>();
  return {
    tries: (what) => void ledger.set(what.name, { ...what, triedAt: clock(), acknowledged: null }),
    acknowledges(name, seq) {
      const tried = ledger.get(name);
      if (!tried) throw new Error(`Acknowledged and never tried: ${name}`);
      tried.acknowledged = { at: clock(), seq };
    },
    all: () => [...ledger.values()],
  };
}

export interface StoreLife {
  readonly dir: string;
  readonly random: Random;
  /** Of no other life of the same store. */
  readonly name: string;
  readonly ledger: Omit<Ledger, 'all'>;
  /** How many assets are made before it ends by itself. */
  readonly steps: number;
  /** Called with each refusal; without it, a refusal ends the life. */
  readonly refused?: (error: unknown) => void;
}

/** What the store is given as the value number `n`: of each shape that it keeps in another way, some of them again and again. */
export function valueOf(n: number): unknown {
  const rows = (count: number): unknown =>
    Array.from({ length: count }, (_, i) => ({ n, i, text: `row ${i} of ${n}` }));
  switch (n % 6) {
    case 0:
      return rows(1 + (n % 40));
    case 1:
      return { n, nested: { list: [n, 'two', null], when: new Date(n * 1000) } };
    case 2:
      return `text ${n} `.repeat(1 + (n % 300));
    case 3:
      return Buffer.alloc(1 + (n % 5000), n);
    case 4:
      return rows(600);
    default:
      return 'always the same';
  }
}

const PARTITIONS = [undefined, undefined, 'one', 'Two'];

/** Resolves when all is done and closed. */
export async function liveStore({ dir, random, name, ledger, steps, refused }: StoreLife): Promise<void> {
  const catalogue = await openCatalogue({ dir });
  const values = createValueStore({ dir });
  let made = 0;

  async function record(run: string, body: RunEventBody): Promise<void> {
    const asset = 'asset' in body ? body.asset : '';
    const name = `${body.type} ${run} ${asset}`;
    ledger.tries({ name, run, body });
    const { seq } = await catalogue.record(run, body);
    ledger.acknowledges(name, seq);
  }

  async function step(run: string, asset: string): Promise<void> {
    const of = { step: asset, asset, attempt: 1 };
    await record(run, { type: 'step-started', ...of });
    if (random.chance(1 / 8)) return record(run, { type: 'step-failed', ...of, error: { message: `no ${asset}` } });
    const n = random.below(2000);
    const partition = random.pick(PARTITIONS);
    // Few places, so that values of one place meet.
    const key = random.pick([['a'], ['a', 'b'], ['Deep', 'er', 'still'], [`of-${run}`]] as const);
    const stored = await values.handleOutput({ key, ...(partition !== undefined && { partition }) }, valueOf(n));
    await record(run, {
      type: 'materialized',
      ...of,
      codeVersion: `c1:${n}`,
      dataVersion: stored.dataVersion ?? '',
      inputs: { upstream: { dataVersion: `v1:${n}`, run } },
      ...(stored.path !== undefined && { path: stored.path }),
      durationMs: 1,
      metadata: { n: { kind: 'int', value: n } },
    });
    if (random.chance(1 / 4))
      await record(run, { type: 'check', ...of, check: 'whole', passed: n % 2 === 0, severity: 'error', metadata: {} });
  }

  async function run(id: string): Promise<void> {
    await record(id, { type: 'run-started', selection: '*', assets: [] });
    const counts = { materialized: 0, failed: 0, skipped: 0, cancelled: 0 };
    const width = 1 + random.below(4);
    const lane = async (of: number): Promise<void> => {
      for (let i = 0; i < 1 + random.below(4) && made < steps; i += 1) {
        made += 1;
        await step(id, `${id}.${of}.${i}`).catch(onRefusal);
      }
    };
    await Promise.all(Array.from({ length: width }, (_, of) => lane(of)));
    await record(id, { type: 'run-finished', status: 'success', counts });
    // As the host does: without a snapshot the journal has it all.
    if (random.chance(2 / 3)) await catalogue.checkpoint().catch(() => undefined);
  }

  function onRefusal(error: unknown): void {
    if (!refused) throw error;
    refused(error);
  }

  for (let i = 0; made < steps; i += 1) {
    made += 1;
    await run(`${name}-${i}`).catch(onRefusal);
  }
  await catalogue.close();
}
