// The Hacker News API as a resource: live, or answered by this machine with made-up samples in the API's shape.
import { resource } from 'headwater';
import { serveSamples } from './sample-server.ts';

/** A story, a job, a poll; of a deleted one little is left. */
export interface Item {
  readonly id: number;
  readonly type: 'story' | 'job' | 'poll' | 'comment' | 'pollopt';
  readonly deleted?: boolean;
  readonly by?: string;
  /** Seconds since 1970. */
  readonly time: number;
  readonly title?: string;
  readonly score?: number;
  readonly url?: string;
}

export interface HackerNews {
  /** Ids of the top stories, at most 500, best first. */
  topStories(signal: AbortSignal): Promise<readonly number[]>;
  /** Null: there is none of that id any more. */
  item(id: number, signal: AbortSignal): Promise<Item | null>;
}

export function hackerNewsAt(origin: string): HackerNews {
  const get = async <Answer>(path: string, signal: AbortSignal): Promise<Answer> => {
    const response = await fetch(new URL(path, origin), { signal });
    if (!response.ok) throw new Error(`Hacker News answered ${response.status} for ${path}`);
    return (await response.json()) as Answer;
  };
  return {
    topStories: (signal) => get('/v0/topstories.json', signal),
    item: (id, signal) => get(`/v0/item/${id}.json`, signal),
  };
}

/** The real one: `headwater materialize --env live`. */
export const liveHackerNews = resource({ create: () => hackerNewsAt('https://hacker-news.firebaseio.com') });

/** The same requests, answered by this machine: nothing leaves it, and nothing it says is true. */
export const sampleHackerNews = resource({
  async create() {
    const samples = await serveSamples();
    return { ...hackerNewsAt(samples.origin), close: samples.close };
  },
  dispose: ({ close }) => close(),
});
