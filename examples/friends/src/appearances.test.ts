// Assets are functions, and a whole pipeline is one call: no server of ours, no file of the store.
import { expect, test } from 'vitest';
import { testContext } from 'headwater';
import { characterAppearances } from './appearances.ts';
import { tvShowInfo } from './show.ts';
import type { TvMaze } from './tv-maze.ts';

const episode = { id: 1, name: 'One', season: 1, number: 1, rating: 8 };

test('every mention counts, also several in one summary', async () => {
  const ctx = testContext();
  const counts = await characterAppearances(
    {
      episodes: [
        { ...episode, summary: 'Ross meets Ross.' },
        { ...episode, summary: 'Monica does not.' },
      ],
      characters: ['Ross', 'Monica', 'Gunther'],
    },
    ctx,
  );
  expect(counts).toEqual([
    { character: 'Ross', appearances: 2 },
    { character: 'Monica', appearances: 1 },
    { character: 'Gunther', appearances: 0 },
  ]);
  expect(ctx.metadata).toMatchObject({ mentions: { kind: 'int', value: 3 } });
});

test('a show that nobody knows is an error that says so', async () => {
  const tvMaze: TvMaze = {
    search: () => Promise.resolve([]),
    episodes: () => Promise.resolve([]),
    cast: () => Promise.resolve([]),
  };
  await expect(tvShowInfo(testContext({ resources: { tvMaze } }))).rejects.toThrow(
    'knows no show by the name of friends',
  );
});
