// When a turn begins: soon, once for many changes, and not while something moves.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Turns } from './turns.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function counted() {
  const signals: AbortSignal[] = [];
  const ends: (() => void)[] = [];
  const turns = new Turns((signal) => {
    signals.push(signal);
    return new Promise((resolve) => ends.push(resolve));
  });
  let isSettled = true;
  const watch = (): void => {
    isSettled = false;
    void turns.settled().then(() => (isSettled = true));
  };
  return { turns, signals, end: () => ends.at(-1)?.(), watch, settled: () => isSettled };
}

test('many changes are one turn, and settled is when it has ended', async () => {
  const { turns, signals, end, watch, settled } = counted();
  turns.schedule();
  turns.schedule();
  watch();
  await vi.advanceTimersByTimeAsync(100);
  expect(signals).toHaveLength(1);
  expect(settled()).toBe(false);
  end();
  await vi.advanceTimersByTimeAsync(0);
  expect(settled()).toBe(true);
});

test('a change drops the turn that runs, and the next one follows', async () => {
  const { turns, signals, end, watch, settled } = counted();
  turns.schedule();
  await vi.advanceTimersByTimeAsync(100);
  turns.schedule();
  watch();
  expect(signals[0]?.aborted).toBe(true);
  end();
  await vi.advanceTimersByTimeAsync(100);
  expect(signals).toHaveLength(2);
  expect(settled()).toBe(false);
  end();
  await vi.advanceTimersByTimeAsync(0);
  expect(settled()).toBe(true);
});

test('while something moves no turn begins, and who waits waits for what has arrived', async () => {
  const { turns, signals, end, watch, settled } = counted();
  turns.schedule();
  await vi.advanceTimersByTimeAsync(100);
  turns.hold();
  turns.schedule();
  watch();
  end();
  await vi.advanceTimersByTimeAsync(1000);
  expect(signals).toHaveLength(1);
  expect(settled()).toBe(false);
  turns.release();
  await vi.advanceTimersByTimeAsync(100);
  expect(signals).toHaveLength(2);
  end();
  await vi.advanceTimersByTimeAsync(0);
  expect(settled()).toBe(true);
});

test('a move that is never told of holds nothing up for long, and one without a change nothing at all', async () => {
  const { turns, signals, watch, settled } = counted();
  turns.hold();
  watch();
  await vi.advanceTimersByTimeAsync(0);
  expect(settled()).toBe(true);
  turns.schedule();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(signals).toHaveLength(1);
});

test('what is closed begins nothing more', async () => {
  const { turns, signals, watch, settled } = counted();
  turns.hold();
  turns.schedule();
  watch();
  turns.dispose();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(signals).toEqual([]);
  expect(settled()).toBe(true);
});
