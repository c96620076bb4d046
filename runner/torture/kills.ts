// Kills: a process that writes values and events is ended by SIGKILL at random moments, again and again on the same store.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bundleWriter } from './bundle-writer.ts';
import { checkStore } from './check-store.ts';
import { randomOf, type Random } from './random.ts';
import { roundsOf, type Finding, type Scenario } from './scenario.ts';
import { scratchFolder } from './scratch-folder.ts';
import { createLedger, type Ledger } from './store-life.ts';

const LANES = 2;
const KILLS_OF_ONE_STORE = 10;

/** A round is one kill. */
export const kills: Scenario = {
  name: 'kills',
  whole: { rounds: 2000 },
  async run({ seed, budget, say }) {
    const found: Finding[] = [];
    let count = 0;
    let checked = 0;
    const scratch = scratchFolder('killed');
    const writer = await bundleWriter(scratch);
    const rounds = roundsOf(budget);
    /** Several stores at once: a process that starts leaves the disk idle. */
    async function lane(): Promise<void> {
      let dir = '';
      let ledger = createLedger();
      for (let onThis = 0; ; onThis += 1) {
        const { value: round, done } = rounds.next();
        if (done) break;
        if (onThis % KILLS_OF_ONE_STORE === 0) {
          if (dir !== '') rmSync(dir, { recursive: true, force: true });
          dir = join(scratch, `store${round}`);
          ledger = createLedger();
        }
        const random = randomOf(seed + round);
        const killed = await killOne({ writer, dir, name: `life${round}`, random, ledger });
        count += 1;
        const where = `(kill: seed ${seed}, round ${round})`;
        if (!killed) found.push({ kind: 'stuck', what: `the writer ended by itself ${where}` });
        const result = await checkStore({
          dir,
          tried: ledger.all(),
          isDue: ({ acknowledged }) => acknowledged !== null,
        });
        checked += result.checked;
        for (const { kind, what } of result.found) found.push({ kind, what: `${what} ${where}` });
        if (count % 50 === 0) say(`kills: ${count}, ${found.length} findings`);
      }
    }
    await Promise.all(Array.from({ length: LANES }, lane)).finally(() => {
      rmSync(scratch, { recursive: true, force: true });
    });
    return { kills: count, checked, found };
  },
};

interface Victim {
  readonly writer: string;
  readonly dir: string;
  readonly name: string;
  readonly random: Random;
  readonly ledger: Ledger;
}

/** False when it ended by itself. */
async function killOne({ writer, dir, name, random, ledger }: Victim): Promise<boolean> {
  const child = spawn(process.execPath, [writer, dir, name, String(random.below(2 ** 31))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const kill = (within: number): void => void setTimeout(() => child.kill('SIGKILL'), random.next() * within);
  // By what it said, not by the clock alone: a busy machine gets as far as an idle one. Some die while they start or open.
  let left = random.chance(1 / 8) ? Infinity : 1 + random.below(40);
  if (left === Infinity) kill(250);
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { tried, of, seq } = JSON.parse(line) as { tried?: Parameters<Ledger['tries']>[0]; of: string; seq: number };
    if (tried) ledger.tries(tried);
    else ledger.acknowledges(of, seq);
    left -= 1;
    if (left === 0) kill(3);
  });
  const signal = await new Promise((done) => child.on('close', (_, ended) => done(ended)));
  return signal === 'SIGKILL';
}
