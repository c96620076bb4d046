// The functions of the script, on stories of our own and on the samples.
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadImage } from '@napi-rs/canvas';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { countWords } from './count-words.ts';
import { extract, load, transform, type Story } from './etl.ts';
import { hackerNewsAt, type HackerNews, type Item } from './hacker-news.ts';
import { serveSamples } from './sample-server.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hackernews-'));
});
afterEach(() => rm(dir, { recursive: true }));

const { signal } = new AbortController();

test('words are counted whatever their case; those that say nothing, numbers and single letters are not', () => {
  const counted = countWords(['Show HN: The Café’s SQL, in 2026', 'Ask HN: is sql a language?', 'SQL and C']);
  expect(counted).toEqual([
    { word: 'SQL', count: 3 },
    { word: 'Café', count: 1 },
    { word: 'language', count: 1 },
  ]);
});

test('what is gone is left out, and the order of the list stays', async () => {
  const item = (id: number): Item => ({ id, type: 'story', time: 1_768_478_400, title: `Story ${id}`, score: id });
  const known = new Map<number, Item | null>([
    [3, item(3)],
    [1, null],
    [4, { id: 4, type: 'story', deleted: true, time: 0 }],
    [2, item(2)],
  ]);
  const hackerNews: HackerNews = {
    topStories: async () => [...known.keys()],
    item: async (id) => known.get(id) ?? null,
  };
  expect(await extract(hackerNews, signal)).toEqual([
    { id: 3, title: 'Story 3', by: null, score: 3, time: new Date('2026-01-15T12:00:00Z') },
    { id: 2, title: 'Story 2', by: null, score: 2, time: new Date('2026-01-15T12:00:00Z') },
  ]);
});

test('500 stories are asked for, never more than 20 at once', async () => {
  let [underWay, most] = [0, 0];
  const hackerNews: HackerNews = {
    topStories: async () => Array.from({ length: 500 }, (_, id) => id),
    async item(id) {
      underWay += 1;
      most = Math.max(most, underWay);
      await Promise.resolve();
      underWay -= 1;
      return { id, type: 'story', time: 0, title: 'x' };
    },
  };
  expect(await extract(hackerNews, signal)).toHaveLength(500);
  expect(most).toBe(20);
});

test('a cancelled run asks for no more', async () => {
  const cancel = new AbortController();
  let asked = 0;
  const hackerNews: HackerNews = {
    topStories: async () => Array.from({ length: 500 }, (_, id) => id),
    async item(id, signal) {
      asked += 1;
      if (asked === 30) cancel.abort(new Error('cancelled'));
      signal.throwIfAborted();
      return { id, type: 'story', time: 0, title: 'x' };
    },
  };
  await expect(extract(hackerNews, cancel.signal)).rejects.toThrow('cancelled');
  expect(asked).toBe(40);
});

test('the same stories give the same Markdown, with a picture that is one', async () => {
  const samples = await serveSamples();
  const stories = await extract(hackerNewsAt(samples.origin), signal).finally(samples.close);
  expect(stories).toHaveLength(64);
  const { words, markdown } = transform(stories);
  expect(words[0]).toEqual({ word: 'data', count: 9 });
  expect(transform(structuredClone(stories)).markdown).toBe(markdown);
  expect(transform(stories.slice(1)).markdown).not.toBe(markdown);
  const [, picture = ''] = /^# .+\n\n!\[img\]\(data:image\/png;base64,(.+)\)\n$/.exec(markdown) ?? [];
  const image = await loadImage(Buffer.from(picture, 'base64'));
  expect([image.width, image.height]).toEqual([480, 320]);
});

test('without a word the picture is empty, and no error', () => {
  const story: Story = { id: 1, title: '2026', by: null, score: 1, time: new Date(0) };
  expect(transform([story])).toMatchObject({ words: [], markdown: expect.stringContaining('data:image/png') });
});

test('the file is replaced, and nothing else is left beside it', async () => {
  const file = join(dir, 'some/where/output.md');
  await load('# One\n', file);
  await load('# Two\n', file);
  expect(await readFile(file, 'utf8')).toBe('# Two\n');
  expect(await readdir(join(dir, 'some/where'))).toEqual(['output.md']);
});
