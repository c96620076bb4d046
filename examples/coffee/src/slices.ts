// The slices that assets are made in: a day, a week, a country.
import { partitions } from 'headwater';

// Days begin at midnight in Berlin, weeks on a Monday as `start` is one. Without `end` another day would join each night.
const open = { start: '2026-03-23', end: '2026-04-06', timezone: 'Europe/Berlin' } as const;

export const days = partitions.daily(open);

export const weeks = partitions.weekly(open);

export const COUNTRIES = ['de', 'fr', 'jp'] as const;

export const countries = partitions.static(COUNTRIES);
