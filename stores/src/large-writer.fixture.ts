// Stores 300 MB of rows that it makes one by one, goes through them again as a stream, and says how much memory that took at most.
import { writeSync } from 'node:fs';
import { keep } from './every-store.fixture.ts';
import { fileStore } from './file/file-store.ts';

const [dir = ''] = process.argv.slice(2);
const ROWS = 100_000;
const words = Array.from({ length: 97 }, (_, i) => `word${i * i}`.repeat(6))
  .join(' ')
  .slice(0, 3000);

function* rows(): Generator<{ readonly i: number; readonly text: string }> {
  for (let i = 0; i < ROWS; i += 1) yield { i, text: words.slice(i % 2900) + words.slice(0, i % 2900) };
}

const before = process.memoryUsage().rss;
const { info, load } = await keep(fileStore({ dir, format: 'parquet' }), rows());
let [count, letters] = [0, 0];
for await (const { i, text } of (await load('stream')) as AsyncIterable<{ i: number; text: string }>) {
  if (i !== count) throw new Error(`row ${i} comes after ${count - 1}`);
  count += 1;
  letters += text.length;
}
const grown = process.resourceUsage().maxRSS * 1024 - before;
writeSync(1, JSON.stringify({ rows: info.rows, count, letters, grown }));
