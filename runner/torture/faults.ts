// Faults: calls of the disk fail, once or for a while, with the errors of full, broken and forbidden disks, or take only a part; then the power may go as well.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkStore, TORN } from './check-store.ts';
import { layOver, type Around, type DiskCall } from './disk-layer.ts';
import { recordDisk, stateAfterCut } from './disk-record.ts';
import { writeState } from './disk-state.ts';
import { randomOf, type Random } from './random.ts';
import { roundsOf, type Finding, type Scenario } from './scenario.ts';
import { scratchFolder } from './scratch-folder.ts';
import { createLedger, liveStore } from './store-life.ts';

const CODES = ['ENOSPC', 'EDQUOT', 'EIO', 'EACCES', 'EPERM', 'EROFS', 'EMFILE'];
const KINDS: readonly (readonly DiskCall['type'][])[] = [
  ['write'],
  ['write'],
  ['sync'],
  ['rename'],
  ['truncate'],
  ['open', 'mkdir'],
  ['open', 'write', 'truncate', 'sync', 'rename', 'link', 'remove', 'mkdir'],
];
/** What a person reads: which thing could not be written, why, and what to do. */
const CLEAR = /(could not|cannot) be written \([A-Z]+.*\): \w+/;
const LONGEST = 30_000;

/** A round is one life of a store with one fault. */
export const faults: Scenario = {
  name: 'faults',
  whole: { rounds: 5000 },
  async run({ seed, budget, say }) {
    const found: Finding[] = [];
    const total = { faults: 0, powerCuts: 0, checked: 0 };
    const scratch = scratchFolder('faults');
    try {
      for (const round of roundsOf(budget)) {
        const random = randomOf(seed + round);
        const root = join(scratch, `lived${round}`);
        const where = (kind: string): string => `(${kind}: seed ${seed}, round ${round})`;
        writeState(root, new Map());
        const { failed, record, ledger, refusals, ended } = await faultyLife(root, random);
        total.faults += failed;
        if (!ended) found.push({ kind: 'stuck', what: `it never ended ${where('fault')}` });
        for (const said of refusals)
          if (!CLEAR.test(said)) found.push({ kind: 'corrupt', what: `no clear sentence: ${said} ${where('fault')}` });
        const isCut = random.chance(1 / 2);
        const at = record.now();
        if (isCut) {
          total.powerCuts += 1;
          writeState(root, stateAfterCut({ root, calls: record.calls, at, random }));
        }
        const result = await checkStore({
          dir: join(root, '.headwater'),
          tried: ledger.all(),
          isDue: ({ acknowledged }) => acknowledged !== null,
          mayNotice: TORN,
        });
        total.checked += result.checked;
        for (const { kind, what } of result.found)
          found.push({ kind, what: `${what} ${where(isCut ? 'fault and power cut' : 'fault')}` });
        rmSync(root, { recursive: true, force: true });
        if (round % 100 === 99) say(`faults: ${total.faults}, ${found.length} findings`);
      }
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
    return { ...total, found };
  },
};

async function faultyLife(root: string, random: Random) {
  const record = recordDisk();
  const ledger = createLedger(record.now);
  const refusals: string[] = [];
  const injector = failSometimes(random);
  const layer = await layOver({
    root,
    around: (call, go) => injector.around(call, (bytes) => record.around(partOf(call, bytes), () => go(bytes))),
  });
  let giveUp: NodeJS.Timeout | undefined;
  try {
    const life = layer.life(() =>
      liveStore({
        dir: join(root, '.headwater'),
        random,
        name: 'life',
        ledger,
        steps: 14,
        refused: (error) => void refusals.push(error instanceof Error ? error.message : String(error)),
      }).catch((error: unknown) => void refusals.push(`it threw: ${String(error)}`)),
    );
    const tooLong = new Promise<'stuck'>((done) => (giveUp = setTimeout(done, LONGEST, 'stuck')));
    const ended = (await Promise.race([life.done, tooLong])) !== 'stuck';
    if (!ended) await life.kill();
    return { failed: injector.failed(), record, ledger, refusals, ended };
  } finally {
    clearTimeout(giveUp);
    layer.remove();
  }
}

const partOf = (call: DiskCall, bytes?: number): DiskCall =>
  call.type === 'write' && bytes !== undefined ? { ...call, bytes: call.bytes.subarray(0, bytes) } : call;

function failSometimes(random: Random): { readonly around: Around; failed(): number } {
  const kinds = random.pick(KINDS);
  const code = random.pick(CODES);
  let before = random.below(kinds.length > 1 ? 200 : 60);
  let times = random.pick([1, 1, 2, 5, 40, Infinity]);
  let failed = 0;
  return {
    failed: () => failed,
    async around(call, go) {
      if (!kinds.includes(call.type)) return go();
      before -= 1;
      if (before >= 0 || times === 0) return go();
      times -= 1;
      failed += 1;
      const error = Object.assign(new Error(`${code}: injected, ${call.type}`), { code });
      if (call.type === 'write' && random.chance(1 / 2)) {
        // A part is taken. Who asks for the count hears of it, who does not gets the error of the next part.
        const taken = (await go(random.below(call.bytes.length + 1))) as { bytesWritten?: number } | undefined;
        if (taken?.bytesWritten) return taken;
      }
      throw error;
    },
  };
}
