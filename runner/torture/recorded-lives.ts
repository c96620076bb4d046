// Lives of a store over a recorded disk: one process after another, each but the last killed between two calls or inside of one.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { layOver } from './disk-layer.ts';
import { recordDisk, type DiskRecord } from './disk-record.ts';
import type { Random } from './random.ts';
import { createLedger, liveStore, type Ledger } from './store-life.ts';

export interface RecordedLives {
  readonly record: DiskRecord;
  readonly ledger: Ledger;
}

export interface LivesOptions {
  /** A folder for the project; emptied. */
  readonly root: string;
  readonly random: Random;
  /** The last one is killed too: its journal stays as it is. */
  readonly endsKilled?: boolean;
}

export async function recordedLives({ root, random, endsKilled = false }: LivesOptions): Promise<RecordedLives> {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root);
  const record = recordDisk();
  const ledger = createLedger(record.now);
  let killAt = Infinity;
  let kill = (): unknown => undefined;
  const layer = await layOver({
    root,
    around: (call, go) => {
      if (record.calls.length >= killAt) {
        killAt = Infinity;
        setImmediate(kill);
      }
      return record.around(call, go);
    },
  });
  try {
    const lives = 1 + random.below(3);
    for (let n = 1; n <= lives; n += 1) {
      const dir = join(root, '.headwater');
      const life = layer.life(() => liveStore({ dir, random, name: `life${n}`, ledger, steps: 14 }));
      kill = () => life.kill();
      killAt = n < lives || endsKilled ? record.calls.length + random.below(220) : Infinity;
      await life.done;
    }
  } finally {
    layer.remove();
  }
  return { record, ledger };
}
