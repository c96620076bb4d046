// Where tables are kept: CSV on this machine, a warehouse for `--env warehouse`. No asset knows.
import { definitions, job, store } from 'headwater';
import { csvFolders } from './csv-folders.ts';
import { sfTemps } from './samples.ts';
import { dailyTemperatureHighDiffs, dailyTemperatureHighs, hottestDates, noDayIsMissing } from './temperatures.ts';

/** In any order: what depends on what is said by the assets. */
const weatherJob = job('weather', { selection: [hottestDates, dailyTemperatureHighDiffs, dailyTemperatureHighs] });

export const project = definitions({
  assets: { sfTemps, dailyTemperatureHighs, hottestDates, dailyTemperatureHighDiffs, noDayIsMissing },
  jobs: [weatherJob],
  resources: {
    samples: store.file({ dir: 'data', format: 'csv' }),
    tables: csvFolders({ dir: 'tables' }),
  },
  env: { warehouse: { resources: { tables: store.duckdb({ path: 'weather.duckdb' }) } } },
});
