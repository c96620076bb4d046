// What TVmaze knows of the show.
import { asset, assetCheck, automation } from 'headwater';
import { liveTvMaze, type TvMaze } from './tv-maze.ts';

const TV_SHOW_FOR_ANALYSIS = 'friends';

const resources = { tvMaze: liveTvMaze };
const retry = { maxRetries: 5, delay: '1s', backoff: 'exponential', jitter: 'full' } as const;

/** The first show that [TVmaze](https://www.tvmaze.com/api) finds under the name. */
export const tvShowInfo = asset(
  {
    group: 'source',
    kinds: ['api'],
    resources,
    retry,
    // Once a day: what hangs on it follows.
    automation: automation.eager().or(automation.onCron('0 0 * * *')),
  },
  async (ctx) => {
    const [top] = await (ctx.resources.tvMaze satisfies TvMaze).search(TV_SHOW_FOR_ANALYSIS, ctx.signal);
    if (!top) throw new Error(`TVmaze knows no show by the name of ${TV_SHOW_FOR_ANALYSIS}.`);
    ctx.addOutputMetadata({ name: top.show.name, premiered: top.show.premiered });
    return top.show;
  },
);

/** Every episode, with the summary of its plot. */
export const episodes = asset(
  {
    inputs: { tvShowInfo },
    group: 'source',
    kinds: ['api', 'table'],
    resources,
    retry,
    automation: automation.eager(),
  },
  async ({ tvShowInfo }, ctx) => {
    const all = await ctx.resources.tvMaze.episodes(tvShowInfo.id, ctx.signal);
    const rows = all.map(({ id, name, season, number, summary, rating }) => ({
      id,
      name,
      season,
      number,
      summary: summary ?? '',
      rating: rating.average,
    }));
    ctx.addOutputMetadata({ episodes: rows.length, seasons: new Set(rows.map(({ season }) => season)).size });
    return rows;
  },
);

/** First names of the main characters. */
export const characters = asset(
  { inputs: { tvShowInfo }, group: 'source', kinds: ['api'], resources, retry, automation: automation.eager() },
  async ({ tvShowInfo }, ctx) => {
    const cast = await ctx.resources.tvMaze.cast(tvShowInfo.id, ctx.signal);
    return cast.map(({ character }) => character.name.split(' ')[0] ?? character.name);
  },
);

/** An episode without a summary counts for nobody: worth knowing, no reason to stop. */
export const summariesAreComplete = assetCheck(episodes, { severity: 'warn' }, (rows) => {
  const missing = rows.filter(({ summary }) => summary === '');
  return {
    passed: missing.length === 0,
    metadata: { missing: missing.length, examples: missing.map(({ name }) => name).join(', ') || 'none' },
  };
});

/** Without names there is nothing to count. */
export const someoneIsCast = assetCheck(characters, { blocking: true }, (names) => names.length > 0);
