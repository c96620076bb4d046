// The questions before stored data is deleted: they name what goes, what stays, and nothing is asked when nothing would go.
import { expect, test } from 'vitest';
import { forgetDone, forgetQuestion, gcDone, gcQuestion } from './store-words.ts';

test('forgetting an asset names how much goes and what another store keeps', () => {
  const document = { version: 1, key: 'old', values: 3, bytes: 24_000, left: ['old.parquet in the bucket'] } as const;
  expect(forgetQuestion(document)).toEqual({
    message: 'Delete the stored data of old?',
    detail: '3 values, 24 kB. This cannot be undone.\nNot deleted: old.parquet in the bucket\nIts history is kept.',
    action: 'Delete',
  });
  expect(forgetDone(document)).toBe('Deleted 3 values, 24 kB of old.');
});

test('an orphan without a stored value says so', () => {
  const document = { version: 1, key: 'old', values: 0, bytes: 0, left: [] } as const;
  expect(forgetQuestion(document).detail).toBe(
    'Nothing of it is stored here any more: it is only taken off the list.\nIts history is kept.',
  );
  expect(forgetDone(document)).toBe('old is forgotten.');
});

test('freeing space tells each kind of what goes, and asks nothing when that is nothing', () => {
  const none = { count: 0, bytes: 0 };
  const document = {
    version: 1,
    values: { count: 12, bytes: 1_000_000 },
    leftovers: { count: 1, bytes: 500_000 },
    folded: { materializations: 40, runs: 2 },
  } as const;
  expect(gcQuestion(document, 'shop')).toEqual({
    message: 'Free 1.5 MB in the store of shop?',
    detail: [
      '12 values, 1 MB, that newer ones have taken the place of.',
      '1 file, 500 kB, of runs that are told of no more.',
      '40 materializations and 2 runs are only counted from then on.',
      'The newest value of every asset stays.',
    ].join('\n'),
    action: 'Free Space',
  });
  expect(gcDone(document)).toBe('Freed 1.5 MB: 12 values and 1 file.');
  const nothing = { version: 1, values: none, leftovers: none, folded: { materializations: 0, runs: 0 } } as const;
  expect(gcQuestion(nothing, 'shop')).toBeNull();
});
