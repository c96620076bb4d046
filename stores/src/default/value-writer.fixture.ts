// Stores one value after another and says which are stored, until somebody kills it.
import { writeSync } from 'node:fs';
import { createValueStore } from './value-store.ts';

const [dir = '', first = '0'] = process.argv.slice(2);
const store = createValueStore({ dir });
writeSync(1, 'open\n');
for (let n = Number(first); ; n += 1) {
  const rows = Array.from({ length: 3000 }, (_, i) => ({ n, i, text: `row ${i} of ${n}`.repeat(8) }));
  const { path = '' } = await store.handleOutput({ key: ['a'] }, rows);
  writeSync(1, `${n} ${path}\n`);
}
