// The first step away from a script: all of it in one asset, which stores its file itself.
import { asset, meta } from 'headwater';
import { extract, load, transform } from './etl.ts';
import { liveHackerNews } from './hacker-news.ts';

const OUTPUT_FILE = 'output/script.md';

/** The whole script. To try another picture, it fetches every story again. */
export const hackernewsScript = asset(
  {
    group: 'wrapped',
    kinds: ['api', 'markdown'],
    resources: { hackerNews: liveHackerNews },
    retry: { maxRetries: 5, delay: '5s' },
  },
  async (ctx) => {
    const input = await extract(ctx.resources.hackerNews, ctx.signal);
    const output = transform(input);
    await load(output.markdown, OUTPUT_FILE);
    return ctx.materialized({
      metadata: { stories: input.length, words: output.words.length, file: meta.path(OUTPUT_FILE) },
    });
  },
);
