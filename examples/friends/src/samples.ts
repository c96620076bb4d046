// Made-up answers in the shape of https://www.tvmaze.com/api: the show's name is real, every summary here is invented.
import type { CastMember, Episode, Show } from './tv-maze.ts';

const show: Show = { id: 431, name: 'Friends', premiered: '1994-09-22' };

const SUMMARIES: readonly (readonly [season: number, summary: string | null])[] = [
  [1, '<p>Monica repaints the café while Ross counts the chairs. Rachel arrives late.</p>'],
  [1, '<p>Joey reads for a part as a tree. Chandler holds the script.</p>'],
  [1, '<p>Rachel learns to make tea. Phoebe writes a song about it.</p>'],
  [2, '<p>Ross brings a fossil to dinner; Monica cooks around it, and Rachel keeps it.</p>'],
  [2, '<p>Chandler and Joey buy a boat by mistake. Chandler names it.</p>'],
  [2, null],
  [3, '<p>Phoebe teaches the guitar to Ross. Monica moves out for a day.</p>'],
  [3, '<p>Rachel sells a painting to Chandler, who gives it to Rachel.</p>'],
  [4, '<p>Joey forgets a birthday. Monica remembers all of them.</p>'],
  [4, '<p>Ross and Rachel lose the same train twice.</p>'],
];

const episodes = SUMMARIES.map(([season, summary], i): Episode => ({
  id: 40_000 + i,
  name: `The One That Was Made Up, part ${i + 1}`,
  season,
  number: 1 + SUMMARIES.slice(0, i).filter(([before]) => before === season).length,
  summary,
  rating: { average: summary === null ? null : 8 + (i % 5) / 10 },
}));

const cast: readonly CastMember[] = [
  'Rachel Green',
  'Ross Geller',
  'Monica Geller',
  'Chandler Bing',
  'Joey Tribbiani',
  'Phoebe Buffay',
  'Gunther',
].map((name) => ({ person: { name: `Actor of ${name}` }, character: { name } }));

/** Path to answer. */
export const SAMPLES: Readonly<Record<string, unknown>> = {
  '/search/shows': [{ score: 1, show }],
  [`/shows/${show.id}/episodes`]: episodes,
  [`/shows/${show.id}/cast`]: cast,
};
