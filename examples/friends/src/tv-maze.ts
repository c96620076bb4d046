// The TVmaze API as a resource: live, or a server on this machine with made-up samples in the API's shape.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resource } from 'headwater';
import { SAMPLES } from './samples.ts';

export interface Show {
  readonly id: number;
  readonly name: string;
  readonly premiered: string;
}

export interface Episode {
  readonly id: number;
  readonly name: string;
  readonly season: number;
  readonly number: number;
  /** HTML; null for an episode nobody has summarised yet. */
  readonly summary: string | null;
  readonly rating: { readonly average: number | null };
}

export interface CastMember {
  readonly person: { readonly name: string };
  readonly character: { readonly name: string };
}

export interface TvMaze {
  search(name: string, signal: AbortSignal): Promise<readonly { readonly show: Show }[]>;
  episodes(show: number, signal: AbortSignal): Promise<readonly Episode[]>;
  cast(show: number, signal: AbortSignal): Promise<readonly CastMember[]>;
}

function client(origin: string): TvMaze {
  const get = async <Answer>(path: string, signal: AbortSignal): Promise<Answer> => {
    const response = await fetch(new URL(path, origin), { signal });
    if (!response.ok) throw new Error(`TVmaze answered ${response.status} for ${path}`);
    return (await response.json()) as Answer;
  };
  return {
    search: (name, signal) => get(`/search/shows?q=${encodeURIComponent(name)}`, signal),
    episodes: (show, signal) => get(`/shows/${show}/episodes`, signal),
    cast: (show, signal) => get(`/shows/${show}/cast`, signal),
  };
}

/** The real one: `headwater materialize --env live`. */
export const liveTvMaze = resource({ create: () => client('https://api.tvmaze.com') });

/** The same requests, answered by this machine: nothing leaves it, and nothing it says is true. */
export const sampleTvMaze = resource({
  async create() {
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      const answer = SAMPLES[pathname];
      response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? { name: 'Not Found' }));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo; // it listens on TCP
    return { ...client(`http://127.0.0.1:${port}`), server };
  },
  dispose: ({ server }) =>
    new Promise<void>((closed) => {
      server.closeAllConnections();
      server.close(() => closed());
    }),
});
