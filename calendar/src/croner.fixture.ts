// Croner, which knows nothing of ours, for tests to compare with, and time zones that change their clocks in every way.
import { Cron } from 'croner';

export const ZONES = [
  ...['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/Asuncion', 'Africa/Cairo'],
  ...['Asia/Kolkata', 'America/St_Johns', 'Pacific/Chatham', 'America/Havana', 'Africa/Casablanca', 'Asia/Beirut'],
  'America/Nuuk',
];

export function reference(pattern: string, timezone: string): Cron {
  return new Cron(pattern, { timezone, paused: true, mode: '5-part', fixedTimeRule: 'no-wildcard' });
}
