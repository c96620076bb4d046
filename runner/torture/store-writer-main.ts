// The process that is killed: it lives on a store without end, and says each thing it is about to record and each that was acknowledged.
import { writeSync } from 'node:fs';
import { randomOf } from './random.ts';
import { liveStore } from './store-life.ts';

const [dir = '', name = '', seed = '0'] = process.argv.slice(2);
const say = (line: object): void => void writeSync(1, `${JSON.stringify(line)}\n`);

await liveStore({
  dir,
  random: randomOf(Number(seed)),
  name,
  ledger: { tries: (tried) => void say({ tried }), acknowledges: (of, seq) => void say({ of, seq }) },
  steps: Infinity,
});
