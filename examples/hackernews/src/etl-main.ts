// The script as it was before there were assets: `npm run script`. Nobody runs it again when it fails, or knows what it made.
import { extract, load, transform } from './etl.ts';
import { hackerNewsAt } from './hacker-news.ts';
import { serveSamples } from './sample-server.ts';

const samples = await serveSamples();
try {
  const input = await extract(hackerNewsAt(samples.origin), new AbortController().signal);
  const output = transform(input);
  await load(output.markdown, 'output/etl.md');
} finally {
  await samples.close();
}
