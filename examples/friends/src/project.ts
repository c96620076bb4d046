// What is used where: samples on this machine unless asked for the live service.
import { definitions, job } from 'headwater';
import { appearancesReport, characterAppearances } from './appearances.ts';
import { characters, episodes, tvShowInfo } from './show.ts';
import { liveTvMaze, sampleTvMaze } from './tv-maze.ts';

/** Only what is computed here, from what was fetched before. */
const analysis = job('analysis', { selection: 'group:"analysis"' });

export const project = definitions({
  assets: { tvShowInfo, episodes, characters, characterAppearances, appearancesReport },
  jobs: [analysis],
  resources: { tvMaze: sampleTvMaze },
  env: { live: { resources: { tvMaze: liveTvMaze } } },
});
