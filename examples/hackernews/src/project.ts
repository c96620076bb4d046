// What is used where: samples on this machine unless asked for the live service; Markdown files in one folder.
import { definitions } from 'headwater';
import { liveHackerNews, sampleHackerNews } from './hacker-news.ts';
import { markdownFiles } from './markdown-files.ts';
import { hackernewsSourceData, hackernewsWordcloud } from './split.ts';
import { hackernewsScript } from './wrapped.ts';

export const project = definitions({
  assets: { hackernewsScript, hackernewsSourceData, hackernewsWordcloud },
  resources: { hackerNews: sampleHackerNews, markdownFiles: markdownFiles({ dir: 'output' }) },
  env: { live: { resources: { hackerNews: liveHackerNews } } },
});
