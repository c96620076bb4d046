// The base table: hourly temperatures, which somebody else puts there.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { externalAsset } from 'headwater';

interface Sample {
  /** With the hour and the offset from UTC: `2010-01-01T01:00:00-08:00`. */
  readonly date: string;
  /** In degrees Fahrenheit. */
  readonly temp: number;
}

/**
 * Hourly temperatures at San Francisco International Airport: averages of 30 years, written on the hours of 2010.
 *
 * Nothing here makes it; another content of the file is another data version, and makes stale what was computed from it.
 */
export const sfTemps = externalAsset<Sample[]>({
  key: 'sf-temps',
  group: 'source',
  kinds: ['csv'],
  io: 'samples',
  columns: { date: 'text', temp: 'real' },
  observe: async () =>
    createHash('sha256')
      .update(await readFile('data/sf-temps.csv'))
      .digest('hex'),
});
