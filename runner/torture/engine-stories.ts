// Stories: random histories of random graphs, by the engine and by a naive reference; wherever the two do not agree is a finding.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { emptyTally, playStory } from '../src/host/engine-story.fixture.ts';
import { story } from '../src/host/engine-world.fixture.ts';
import { roundsOf, type Finding, type Scenario } from './scenario.ts';
import { scratchFolder } from './scratch-folder.ts';

/** Drawn at once: later ones of a draw are larger. */
const DRAWN = 100;

/** A round is one story, of some ten runs. */
export const engineStories: Scenario = {
  name: 'engine',
  whole: { rounds: 3000 },
  async run({ seed, budget, say }) {
    const tally = emptyTally();
    const found: Finding[] = [];
    const scratch = scratchFolder('engine');
    let drawn = fc.sample(story, { seed, numRuns: DRAWN });
    try {
      for (const round of roundsOf(budget)) {
        if (round > 0 && round % DRAWN === 0) {
          drawn = fc.sample(story, { seed: seed + round, numRuns: DRAWN });
          say(`engine: ${round} stories, ${tally.runs} runs, ${tally.reused} values reused`);
        }
        const each = drawn[round % DRAWN];
        if (!each) continue;
        const project = mkdtempSync(join(scratch, 'project-'));
        await playStory(each, { project, tally }).catch((error: unknown) => {
          const why = error instanceof Error ? error.message : String(error);
          found.push({ kind: 'wrong', what: `story ${round} of seed ${seed}: ${why}` });
        });
        rmSync(project, { recursive: true, force: true });
      }
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
    return { runs: tally.runs, checked: tally.checked, found };
  },
};
