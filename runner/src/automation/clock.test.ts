// The clock of a process: shifted and faster where it is told so, woken at once by a signal.
import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

async function clockWith(text: string) {
  vi.stubEnv('HEADWATER_CLOCK', text);
  const { processClock } = await import('./clock.ts');
  return processClock();
}

test('HEADWATER_CLOCK: where it starts, how fast it runs, one for the whole process', async () => {
  const clock = await clockWith('2026-03-28T22:00:00Z x60000');
  const start = Date.parse('2026-03-28T22:00:00Z');
  expect(clock.now()).toBeGreaterThanOrEqual(start);
  // Ten minutes of this clock are ten milliseconds.
  await clock.until(start + 600_000, new AbortController().signal);
  expect(clock.now()).toBeGreaterThanOrEqual(start + 600_000);
  expect(await clockWith('2026-03-28T22:00:00Z x60000')).toBe(clock);
});

test('what is no clock is refused in a sentence', async () => {
  for (const text of [
    'yesterday',
    '2026-03-28',
    '2026-03-28T22:00:00',
    '2026-03-28T22:00:00Z x0',
    '2026-99-28T22:00:00Z',
  ])
    await expect(clockWith(text)).rejects.toThrow(`HEADWATER_CLOCK is \`${text}\`; it takes a time with its zone`);
});

test('a wait ends when its signal does', async () => {
  const clock = await clockWith('');
  const abort = new AbortController();
  const waited = clock.until(clock.now() + 3_600_000, abort.signal);
  abort.abort();
  await waited;
});
