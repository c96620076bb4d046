// Extract, transform, load: the three functions of the script, which know nothing of assets.
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { countWords, type WordCount } from './count-words.ts';
import type { HackerNews } from './hacker-news.ts';
import { wordCloud } from './word-cloud.ts';

export interface Story {
  readonly id: number;
  readonly title: string;
  readonly by: string | null;
  readonly score: number;
  readonly time: Date;
}

export interface Wordcloud {
  /** Most frequent first. */
  readonly words: readonly WordCount[];
  /** A heading and the picture, as a `data:` address. */
  readonly markdown: string;
}

const REQUESTS_AT_ONCE = 20;

/** The top stories, best first, without those that are gone. */
export async function extract(hackerNews: HackerNews, signal: AbortSignal): Promise<Story[]> {
  const ids = await hackerNews.topStories(signal);
  const stories: Story[] = [];
  for (let from = 0; from < ids.length; from += REQUESTS_AT_ONCE) {
    const asked = ids.slice(from, from + REQUESTS_AT_ONCE);
    const items = await Promise.all(asked.map((id) => hackerNews.item(id, signal)));
    for (const item of items) {
      if (item?.title === undefined) continue;
      const { id, title, by = null, score = 0, time } = item;
      stories.push({ id, title, by, score, time: new Date(time * 1_000) });
    }
  }
  return stories;
}

/** A word cloud of their titles. */
export function transform(stories: readonly Story[]): Wordcloud {
  const words = countWords(stories.map(({ title }) => title));
  const picture = wordCloud(words).toString('base64');
  return { words, markdown: `# Word cloud of top Hacker News stories\n\n![img](data:image/png;base64,${picture})\n` };
}

/** Writes the Markdown file; whoever looks meanwhile finds the one before. */
export async function load(markdown: string, file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const unfinished = `${file}.unfinished`;
  await writeFile(unfinished, markdown, { flush: true });
  await rename(unfinished, file);
}
