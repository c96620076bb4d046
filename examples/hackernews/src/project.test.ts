// The pipeline as a whole in this process, with a folder of its own; and the manager that keeps the Markdown.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { asset, materialize, testContext } from 'headwater';
import { sampleHackerNews, type HackerNews } from './hacker-news.ts';
import { markdownFiles } from './markdown-files.ts';
import { hackernewsSourceData, hackernewsWordcloud } from './split.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hackernews-'));
});
afterEach(() => rm(dir, { recursive: true }));

test('from the samples to the file: the two assets, their metadata, the Markdown that the manager wrote', async () => {
  const result = await materialize(
    { hackernewsSourceData, hackernewsWordcloud },
    { resources: { hackerNews: sampleHackerNews, markdownFiles: markdownFiles({ dir }) } },
  );
  expect(result.errors).toEqual([]);
  expect(result.values.hackernewsSourceData).toHaveLength(64);
  const written = await readFile(join(dir, 'hackernewsWordcloud.md'), 'utf8');
  expect(written).toMatch(/^# Word cloud of top Hacker News stories\n\n!\[img\]\(data:image\/png;base64,/);
  expect(result.metadata['hackernewsWordcloud']).toMatchObject({
    stories: { kind: 'int', value: 64 },
    mostFrequent: { kind: 'table', value: { rows: expect.arrayContaining([['data', 9]]) } },
    wordcloud: { kind: 'md', value: written },
  });
});

test('an asset is a function of its inputs: no server, no file', async () => {
  const hackerNews: HackerNews = {
    topStories: async () => [7],
    item: async (id) => ({ id, type: 'story', time: 0, title: 'Only this' }),
  };
  const stories = await hackernewsSourceData(testContext({ resources: { hackerNews } }));
  expect(stories).toEqual([{ id: 7, title: 'Only this', by: null, score: 0, time: new Date(0) }]);
  const markdown: string = await hackernewsWordcloud({ hackernewsSourceData: stories });
  expect(markdown).toContain('](data:image/png;base64,');
});

test('what only writes cannot be read by an asset, and says so', async () => {
  const reader = asset({ inputs: { hackernewsWordcloud } }, ({ hackernewsWordcloud }) => hackernewsWordcloud.length);
  const resources = { hackerNews: sampleHackerNews, markdownFiles: markdownFiles({ dir }) };
  const result = await materialize({ hackernewsSourceData, hackernewsWordcloud, reader }, { resources });
  expect(result.errors).toMatchObject([
    {
      key: 'reader',
      message: expect.stringMatching(/hackernewsWordcloud.*markdownFiles|markdownFiles.*hackernewsWordcloud/s),
    },
  ]);
});

test('a value that is no text is refused, and the file from before stays', async () => {
  const manager = markdownFiles({ dir });
  const place = { key: ['weekly', 'report'], metadata: {}, log: testContext().log };
  expect(await manager.handleOutput(place, '# Ä\n')).toMatchObject({ path: join(dir, 'weekly/report.md'), bytes: 5 });
  await expect(manager.handleOutput(place, { text: '# B' })).rejects.toThrow('weekly/report is no text (object)');
  expect(await readFile(join(dir, 'weekly/report.md'), 'utf8')).toBe('# Ä\n');
});
