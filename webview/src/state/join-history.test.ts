// Pages of a history become one list without holes, whatever order they come in.
import { expect, test } from 'vitest';
import type { History, HistoryEntry } from '../protocol.ts';
import { joinHistory } from './join-history.ts';

const entry = (seq: number): HistoryEntry => ({
  seq,
  run: `run-${seq}`,
  time: '2026-03-01T12:00:00.000Z',
  durationMs: 1,
  kept: true,
  checks: 0,
  failedChecks: [],
  numbers: {},
});
const page = (seqs: readonly number[], next: number | null): History => ({
  entries: seqs.map(entry),
  next,
  folded: null,
});
const told = (history: History | null) =>
  history && { seqs: history.entries.map(({ seq }) => seq), next: history.next };

test('the newest stand alone, older ones follow them', () => {
  const first = joinHistory(null, page([9, 7], 7), null);
  expect(told(first)).toEqual({ seqs: [9, 7], next: 7 });
  expect(told(joinHistory(first, page([5, 2], null), 7))).toEqual({ seqs: [9, 7, 5, 2], next: null });
});

test('an answer to a question of before is passed over', () => {
  expect(joinHistory(page([9, 7], 7), page([3], null), 5)).toBeNull();
  expect(joinHistory(null, page([3], null), 5)).toBeNull();
});

test('what was known stays below the newest, unless there would be a hole', () => {
  const known = page([9, 7, 5, 2], null);
  expect(told(joinHistory(known, page([11, 9], 9), null))).toEqual({ seqs: [11, 9, 7, 5, 2], next: null });
  expect(told(joinHistory(known, page([15, 13], 13), null))).toEqual({ seqs: [15, 13], next: 13 });
  expect(told(joinHistory(known, page([], null), null))).toEqual({ seqs: [], next: null });
});
