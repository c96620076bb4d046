// Which mapping there is where nothing is said, and which cannot be.
import type { PartitionMapping, PartitionsDefinition } from '@headwater/graph';
import { describe, expect, it } from 'vitest';
import { defaultMapping } from './default-mapping.ts';
import { COUNTRIES, opened, timePartitions } from './definitions.fixture.ts';
import { mappingProblem } from './mapping-problem.ts';

const days = timePartitions('day');
const hours = timePartitions('hour');
const regions: PartitionsDefinition = { is: 'static', keys: ['north', 'south'] };
const dayAndCountry: PartitionsDefinition = { is: 'multi', dimensions: { day: days, country: COUNTRIES } };
const countryAndDay: PartitionsDefinition = { is: 'multi', dimensions: { country: COUNTRIES, day: days } };
const hourAndCountry: PartitionsDefinition = { is: 'multi', dimensions: { day: hours, country: COUNTRIES } };

describe('where nothing is said', () => {
  it.each<[string, PartitionsDefinition | undefined, PartitionsDefinition | undefined, PartitionMapping]>([
    ['the same definition', days, { ...days }, { is: 'identity' }],
    ['the same two dimensions', dayAndCountry, structuredClone(dayAndCountry), { is: 'identity' }],
    ['the same two dimensions in the other order', countryAndDay, dayAndCountry, { is: 'identity' }],
    ['two dimensions of which one is other time', dayAndCountry, hourAndCountry, { is: 'all' }],
    ['time on both sides', days, hours, { is: 'window', startOffset: 0, endOffset: 0 }],
    ['days of two zones', days, { ...days, timezone: 'Europe/Berlin' }, { is: 'window', startOffset: 0, endOffset: 0 }],
    ['two dimensions and one of them', dayAndCountry, COUNTRIES, { is: 'dimension', name: 'country' }],
    ['one of two dimensions', days, dayAndCountry, { is: 'dimension', name: 'day' }],
    ['two dimensions and something else', dayAndCountry, regions, { is: 'all' }],
    ['different names', COUNTRIES, regions, { is: 'all' }],
    ['other names added at run time', { is: 'dynamic', name: 'a' }, { is: 'dynamic', name: 'b' }, { is: 'all' }],
    ['an asset that is made whole', undefined, days, { is: 'all' }],
    ['an input that is made whole', days, undefined, { is: 'all' }],
  ])('%s', (_, downstream, upstream, expected) => {
    expect(defaultMapping(downstream, upstream)).toEqual(expected);
    expect(mappingProblem(expected, { downstream, upstream })).toBeNull();
  });
});

describe('mappings that cannot be', () => {
  it.each<[PartitionMapping, PartitionsDefinition | undefined, PartitionsDefinition | undefined, string]>([
    [
      { is: 'identity' },
      days,
      hours,
      'mapping.identity needs the same partitions on both sides, and this asset has daily partitions (from 2026-01-01, UTC) and its input hourly partitions (from 2026-01-01, UTC): mapping.window() takes the windows that overlap.',
    ],
    [{ is: 'identity' }, COUNTRIES, regions, 'mapping.static({…}) says which key needs which.'],
    [{ is: 'identity' }, dayAndCountry, days, 'mapping.dimension(name) takes one dimension of two.'],
    [
      { is: 'identity' },
      dayAndCountry,
      { is: 'multi', dimensions: { day: days, region: regions } },
      'the same dimensions on both sides',
    ],
    [
      { is: 'identity' },
      dayAndCountry,
      { is: 'multi', dimensions: { day: days, country: regions } },
      'cannot be laid beside',
    ],
    [{ is: 'identity' }, undefined, days, 'this asset is made whole. Use mapping.all() or mapping.last().'],
    [{ is: 'last' }, days, undefined, 'this one is made whole. Leave the mapping out.'],
    [{ is: 'window', startOffset: 0, endOffset: 0 }, days, COUNTRIES, 'its input has the partitions us, de, fr.'],
    [{ is: 'window', startOffset: 0, endOffset: 0 }, COUNTRIES, days, 'this asset has the partitions us, de, fr.'],
    [{ is: 'window', startOffset: 1, endOffset: 0 }, days, days, 'startOffset 1 is more than endOffset 0.'],
    [
      { is: 'window', startOffset: 0.5, endOffset: 1 },
      days,
      days,
      'startOffset of mapping.window is 0.5: use a whole number.',
    ],
    [
      { is: 'window', startOffset: 0, endOffset: 0 },
      days,
      { ...hours, start: '2025-01-01', end: '2025-06-01' },
      'No partition of the input is ever needed: they end before 2025-06-01 00:00 (UTC), and the first window here begins at 2026-01-01 00:00 (UTC).',
    ],
    [
      { is: 'window', startOffset: 0, endOffset: 0 },
      { ...days, end: '2026-02-01' },
      { ...hours, start: '2026-02-01' },
      'they begin at 2026-02-01 00:00 (UTC), and those here end before 2026-02-01 00:00 (UTC).',
    ],
    [
      { is: 'static', keys: { uss: ['north'] } },
      COUNTRIES,
      regions,
      'names "uss", and this asset has no such partition. Did you mean "us"?',
    ],
    [
      { is: 'static', keys: { us: ['west'] } },
      COUNTRIES,
      regions,
      'names "west", and its input has no such partition. They are north, south.',
    ],
    [
      { is: 'static', keys: {} },
      COUNTRIES,
      days,
      'mapping.static goes from key to keys, and its input has daily partitions',
    ],
    [{ is: 'dimension', name: 'dya' }, dayAndCountry, days, 'there is no such dimension. Did you mean "day"?'],
    [{ is: 'dimension', name: 'day' }, days, hours, 'and here neither has two.'],
    [{ is: 'dimension', name: 'day' }, dayAndCountry, dayAndCountry, 'both have two'],
    [{ is: 'dimension', name: 'country' }, dayAndCountry, regions, 'cannot be laid beside'],
  ])('%j', (mapping, downstream, upstream, expected) => {
    expect(mappingProblem(mapping, { downstream, upstream })).toContain(expected);
  });

  it('what ends in some thousand years is not counted to its end', () => {
    const sides = {
      downstream: { ...days, end: '9999-12-31' },
      upstream: { ...hours, start: '2026-06-01', end: '9999-12-31' },
    };
    expect(mappingProblem({ is: 'window', startOffset: -1, endOffset: -1 }, sides)).toBeNull();
    expect(opened(sides.downstream, '2026-01-11T00:00Z').count).toBe(10);
    expect(opened({ ...days, start: '9999-01-01', timezone: 'Europe/Berlin' }).count).toBe(0);
  });

  it('windows that only touch by their offsets are fine', () => {
    const january = { ...hours, end: '2026-02-01' };
    const february = { ...days, start: '2026-02-01' };
    expect(
      mappingProblem({ is: 'window', startOffset: -1, endOffset: 0 }, { downstream: february, upstream: january }),
    ).toBeNull();
    expect(
      mappingProblem({ is: 'window', startOffset: 0, endOffset: 0 }, { downstream: february, upstream: january }),
    ).not.toBeNull();
  });
});
