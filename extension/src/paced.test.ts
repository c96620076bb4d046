// A flood becomes a trickle that never misses its end.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { paced } from './paced.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('paced', () => {
  test('the first asking acts at once, a flood acts once more, quiet acts not at all', () => {
    let acted = 0;
    const { ask } = paced(() => (acted += 1), 50);
    ask();
    expect(acted).toBe(1);
    for (let count = 0; count < 1_000; count += 1) ask();
    expect(acted).toBe(1);
    vi.advanceTimersByTime(50);
    expect(acted).toBe(2);
    vi.advanceTimersByTime(500);
    expect(acted).toBe(2);
    ask();
    expect(acted).toBe(3);
  });

  test('asked from within its own act, it acts again later', () => {
    let acted = 0;
    const one = paced(() => {
      acted += 1;
      if (acted < 3) one.ask();
    }, 50);
    one.ask();
    expect(acted).toBe(1);
    vi.advanceTimersByTime(50);
    vi.advanceTimersByTime(50);
    expect(acted).toBe(3);
  });

  test('stopped, it does not act any more', () => {
    let acted = 0;
    const { ask, stop } = paced(() => (acted += 1), 50);
    ask();
    ask();
    stop();
    vi.advanceTimersByTime(500);
    expect(acted).toBe(1);
  });
});
