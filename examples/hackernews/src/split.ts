// The second step: what is slow and what is tried again and again are two assets, and neither knows where its value is kept.
import { asset, automation, freshness, meta } from 'headwater';
import { extract, transform } from './etl.ts';
import { liveHackerNews } from './hacker-news.ts';

/** The top stories of [Hacker News](https://news.ycombinator.com/), best first: some 500 requests. */
export const hackernewsSourceData = asset(
  {
    group: 'split',
    kinds: ['api', 'table'],
    resources: { hackerNews: liveHackerNews },
    retry: { maxRetries: 5, delay: '5s' },
  },
  async (ctx) => {
    const stories = await extract(ctx.resources.hackerNews, ctx.signal);
    ctx.addOutputMetadata({ stories: stories.length });
    return stories;
  },
);

/** A word cloud of their titles, as Markdown. Materialized alone, it works with the stories that were fetched before. */
export const hackernewsWordcloud = asset(
  {
    inputs: { hackernewsSourceData },
    group: 'split',
    kinds: ['markdown'],
    io: 'markdownFiles',
    retry: { maxRetries: 5, delay: '5s' },
    // No older than half an hour, its stories included: then both are made again.
    freshness: freshness.maxLag('30m'),
    automation: automation.onFreshness(),
  },
  ({ hackernewsSourceData }, ctx) => {
    const { words, markdown } = transform(hackernewsSourceData);
    ctx.addOutputMetadata({
      stories: hackernewsSourceData.length,
      words: words.length,
      mostFrequent: meta.table(words.slice(0, 10).map(({ word, count }) => ({ word, count }))),
      wordcloud: meta.md(markdown),
    });
    return markdown;
  },
);
