// The whole job in this process, on folders of its own: rows are stored, and loaded as both types.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { materialize, type IoManager } from 'headwater';
import { csvFolders } from './csv-folders.ts';
import { dailyTemperatureHighDiffs, dailyTemperatureHighs, hottestDates } from './temperatures.ts';

test('the highs are stored once, and read by one asset as rows and by the other as an arquero table', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'weather-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const tables = csvFolders({ dir });
  const samples: IoManager = {
    handleOutput: () => undefined,
    loadInput: () => [47.4, 54.5, 46.9].map((temp, i) => ({ date: `2010-01-0${i + 1}T12:00:00-08:00`, temp })),
  };
  const { success, values } = await materialize(
    { hottestDates, dailyTemperatureHighDiffs, dailyTemperatureHighs },
    { resources: { samples, tables } },
  );
  expect(success).toBe(true);
  expect(values.hottestDates?.[0]).toEqual({ validDate: '2010-01-02', maxTemp: 54.5 });
  expect(values.dailyTemperatureHighDiffs?.array('diff')).toEqual([null, 7.1, -7.6]);
  expect((await tables.list?.())?.map(({ key }) => key.join('/')).sort()).toEqual([
    'dailyTemperatureHighDiffs',
    'dailyTemperatureHighs',
    'hottestDates',
  ]);
});
