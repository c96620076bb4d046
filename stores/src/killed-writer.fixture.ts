// Stores one value after another in several stores at once, and says which are stored, until somebody kills it.
import { writeSync } from 'node:fs';
import { everyStore, keep } from './every-store.fixture.ts';
import { killedStores, rowsOf } from './killed-rows.fixture.ts';

const [dir = '', first = '0'] = process.argv.slice(2);
const stores = everyStore(dir).filter(({ name }) => killedStores.includes(name));

async function writeOn({ name, store }: (typeof stores)[number]): Promise<void> {
  for (let n = Number(first); ; n += 1) {
    // Half of them row by row.
    await keep(store, n % 2 === 0 ? rowsOf(n) : rowsOf(n).values());
    writeSync(1, `${n} ${name}\n`);
  }
}
await Promise.all(stores.map(writeOn));
