// Stores a small value and then a large one, in each store that has files, and says what became of both.
import { writeSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { everyStore, keep, leftovers } from './every-store.fixture.ts';

const [dir = ''] = process.argv.slice(2);
const small = [{ i: 1, text: 'small' }];
// Text that nothing makes smaller: more than 4 MB in every format.
let state = 1;
const random = (): string => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0).toString(36);
const large = Array.from({ length: 30_000 }, (_, i) => ({ i, text: Array.from({ length: 40 }, random).join('') }));

const outcomes: Record<string, unknown> = {};
for (const { name, store, folder } of everyStore(dir)) {
  if (folder === null) continue;
  const { load } = await keep(store, small);
  const message = await keep(store, large).then(
    () => 'it was stored',
    (error: unknown) => (error as Error).message,
  );
  outcomes[name] = { message, before: isDeepStrictEqual(await load(), small), left: leftovers(folder) };
}
writeSync(1, JSON.stringify(outcomes));
