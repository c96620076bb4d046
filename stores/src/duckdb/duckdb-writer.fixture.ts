// Stores tables in a DuckDB file that others write too, as often as it is told.
import { keep } from '../every-store.fixture.ts';
import { duckdbStore } from './duckdb-store.ts';

const [path = '', name = '', times = '0'] = process.argv.slice(2);
const store = duckdbStore({ path });
for (let n = 0; n < Number(times); n += 1) {
  await keep(
    store,
    Array.from({ length: 500 }, (_, i) => ({ n, i })),
    { key: ['both', name] },
  );
  await keep(store, [{ n }], { key: [`${name}-${n}`] });
}
