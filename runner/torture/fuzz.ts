// Fuzz: journals and snapshots that were damaged; the store opens, has every event whose line is whole, and keeps aside all else.
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openCatalogue } from '../src/store/open-catalogue.ts';
import { checkStore } from './check-store.ts';
import { readState, writeState, type DiskState } from './disk-state.ts';
import { linesOf, mutateJournal, mutateSnapshot } from './mutations.ts';
import { randomOf } from './random.ts';
import { recordedLives, type RecordedLives } from './recorded-lives.ts';
import { roundsOf, type Finding, type Scenario } from './scenario.ts';
import { scratchFolder } from './scratch-folder.ts';
import type { Tried } from './store-life.ts';

const JOURNAL = '.headwater/journal.ndjson';
const SNAPSHOT = '.headwater/catalog.sqlite';
const CASES_OF_ONE_LIFE = 40;

/** A round is one damaged store. */
export const fuzz: Scenario = {
  name: 'fuzz',
  whole: { rounds: 10_000 },
  async run({ seed, budget, say }) {
    const found: Finding[] = [];
    let fuzzCases = 0;
    let checked = 0;
    let base: { readonly lives: RecordedLives; readonly state: DiskState; readonly folded: number } | null = null;
    const scratch = scratchFolder('fuzz');
    try {
      for (const round of roundsOf(budget)) {
        const random = randomOf(seed + round);
        if (base === null || round % CASES_OF_ONE_LIFE === 0) {
          const root = join(scratch, 'lived');
          const lives = await recordedLives({ root, random, endsKilled: true });
          base = { lives, state: readState(root), folded: lastSeqOf(join(root, SNAPSHOT)) };
          say(`fuzz: ${fuzzCases} cases, ${found.length} findings`);
        }
        const { lives, folded } = base;
        const tried = lives.ledger.all();
        const state = new Map(base.state);
        const before = bytesOf(state, JOURNAL);
        const snapshot = bytesOf(state, SNAPSHOT);
        const hurtsSnapshot = snapshot.length > 0 && random.chance(2 / 5);
        const journal = hurtsSnapshot && random.chance(2 / 3) ? before : mutateJournal(before, random);
        state.set(JOURNAL, journal);
        if (hurtsSnapshot) state.set(SNAPSHOT, mutateSnapshot(snapshot, random));
        fuzzCases += 1;

        const root = join(scratch, 'hurt');
        writeState(root, state);
        const good = new Set(linesOf(before).map((line) => line.toString('latin1')));
        const now = linesOf(journal);
        const whole = new Set(now.map((line) => line.toString('latin1')).filter((line) => good.has(line)));
        const seqs = new Set([...whole].map(seqOf));
        const isHurt = hurtsSnapshot && !bytesOf(state, SNAPSHOT).equals(snapshot);
        const report = (kind: Finding['kind'], what: string): void =>
          void found.push({ kind, what: `${what} (fuzz: seed ${seed}, round ${round}${isHurt ? ', snapshot' : ''})` });

        const isThere = ({ acknowledged }: Tried): boolean =>
          acknowledged !== null && (seqs.has(acknowledged.seq) || (!isHurt && acknowledged.seq <= folded));
        // The end of a run whose start is lost ends nothing.
        const started = new Set(
          tried.filter((each) => each.body.type === 'run-started' && isThere(each)).map(({ run }) => run),
        );
        const dir = join(root, '.headwater');
        const result = await checkStore({
          dir,
          tried,
          isDue: (each) => isThere(each) && (each.body.type !== 'run-finished' || started.has(each.run)),
          mayNotice: /./,
        });
        checked += result.checked;
        // What a changed snapshot says of the events that are there only is what it says.
        const byItself = /^(nobody|the value of)/;
        for (const { kind, what } of result.found) if (!isHurt || !byItself.test(what)) report(kind, what);

        // What is no event is kept, byte by byte, and said. A torn last line is what every crash leaves.
        const kept = keptAside(dir);
        const bad = now.filter((line) => line.at(-1) === 0x0a && !good.has(line.toString('latin1')));
        for (const line of bad)
          if (!kept.some((bytes) => bytes.includes(line)))
            report('lost', `dropped in silence: ${line.toString('latin1')}`);
        if (bad.length > 0 && result.notices.length === 0) report('corrupt', 'bad lines, and nothing is said');
        if (isHurt && result.notices.length === 0) report('corrupt', 'a damaged snapshot, and nothing is said');
        if (isHurt && !kept.some((bytes) => bytes.equals(bytesOf(state, SNAPSHOT))))
          report('lost', 'the damaged snapshot is not kept');

        const again = await openCatalogue({ dir });
        for (const notice of again.notices) report('stuck', `said again: ${notice}`);
        await again.close();
      }
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
    return { fuzzCases, checked, found };
  },
};

const bytesOf = (state: DiskState, path: string): Buffer => Buffer.from(state.get(path) ?? []);
const seqOf = (line: string): number => Number(/"seq":(\d+)/.exec(line)?.[1]);

function lastSeqOf(file: string): number {
  if (!existsSync(file)) return 0;
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return Number(database.prepare("SELECT value FROM store WHERE name = 'last_seq'").get()?.['value']);
  } finally {
    database.close();
  }
}

const keptAside = (dir: string): Buffer[] =>
  readdirSync(dir)
    .filter((name) => /^(journal\.bad|catalog\.damaged)/.test(name))
    .map((name) => readFileSync(join(dir, name)));
