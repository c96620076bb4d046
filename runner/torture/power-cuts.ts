// Power cuts: a store lives, is killed and lives on over a recorded disk; then states that a cut may leave are built, opened and checked.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkStore, TORN } from './check-store.ts';
import { layOver } from './disk-layer.ts';
import { recordDisk, stateAfterCut } from './disk-record.ts';
import { writeState, type DiskState } from './disk-state.ts';
import { randomOf, type Random } from './random.ts';
import { recordedLives, type RecordedLives } from './recorded-lives.ts';
import { scratchFolder } from './scratch-folder.ts';
import { roundsOf, type Finding, type Scenario } from './scenario.ts';
import { createLedger, liveStore } from './store-life.ts';

const CUTS_OF_ONE_LIFE = 25;

/** A round is one state of the disk. */
export const powerCuts: Scenario = {
  name: 'power-cuts',
  whole: { rounds: 10_000 },
  async run({ seed, budget, say }) {
    const found: Finding[] = [];
    let powerCuts = 0;
    let checked = 0;
    let life: RecordedLives | null = null;
    const scratch = scratchFolder('power');
    try {
      for (const round of roundsOf(budget)) {
        const random = randomOf(seed + round);
        const root = join(scratch, 'lived');
        if (life === null || round % CUTS_OF_ONE_LIFE === 0) {
          life = await recordedLives({ root, random });
          say(`power cuts: ${powerCuts} states, ${found.length} findings; ${life.record.calls.length} calls recorded`);
        }
        const at = random.below(life.record.now() + 1);
        let state = stateAfterCut({ root, calls: life.record.calls, at, random });
        const after = join(scratch, 'after');
        writeState(after, state);
        let cuts = 1;
        // The power goes again while the next process puts things in order.
        while (random.chance(1 / 4)) {
          state = await cutWhileOpening(after, state, random);
          writeState(after, state);
          cuts += 1;
        }
        powerCuts += cuts;
        const result = await checkStore({
          dir: join(after, '.headwater'),
          tried: life.ledger.all().filter(({ triedAt }) => triedAt <= at),
          isDue: ({ acknowledged }) => acknowledged !== null && acknowledged.at <= at,
          mayNotice: TORN,
        });
        checked += result.checked;
        for (const { kind, what } of result.found)
          found.push({ kind, what: `${what} (power cut: seed ${seed}, round ${round}, moment ${at}, cuts ${cuts})` });
      }
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
    return { powerCuts, checked, found };
  },
};

async function cutWhileOpening(root: string, before: DiskState, random: Random): Promise<DiskState> {
  const record = recordDisk();
  const layer = await layOver({ root, around: record.around });
  try {
    await layer.life(() =>
      liveStore({ dir: join(root, '.headwater'), random, name: 'none', ledger: createLedger(), steps: 0 }),
    ).done;
  } finally {
    layer.remove();
  }
  return stateAfterCut({ root, before, calls: record.calls, at: random.below(record.now() + 1), random });
}
