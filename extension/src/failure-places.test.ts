// A failed asset has one place until its next run; others have none.
import type { AssetStatus } from '@headwater/graph';
import { describe, expect, test } from 'vitest';
import { failurePlaces } from './failure-places.ts';

const failed: AssetStatus = {
  key: 'a',
  status: 'failed',
  causes: [{ kind: 'failed', message: 'no such table', file: 'src/a.ts', line: 7, column: 9 }],
};
const nowhere = () => null;

describe('failure places', () => {
  test('the throwing line, when the failure names it', () => {
    expect(failurePlaces([failed], nowhere)).toEqual([
      { asset: 'a', message: 'no such table', file: 'src/a.ts', line: 7, column: 9 },
    ]);
  });

  test('else the name of the asset; an asset no longer in the source has no place', () => {
    const placeless: AssetStatus = {
      key: 'a',
      status: 'failed',
      causes: [{ kind: 'failed', message: 'the process ended' }],
    };
    expect(failurePlaces([placeless], () => ({ file: 'src/b.ts', line: 2, column: 14 }))).toMatchObject([
      { file: 'src/b.ts', line: 2, column: 14 },
    ]);
    expect(failurePlaces([placeless], nowhere)).toEqual([]);
  });

  test('gone while the asset runs again, and after it is well', () => {
    expect(failurePlaces([{ ...failed, status: 'running' }], nowhere)).toEqual([]);
    expect(
      failurePlaces(
        [
          {
            key: 'a',
            status: 'stale',
            causes: [{ kind: 'code', message: 'its code changed', file: 'src/a.ts', line: 1 }],
          },
        ],
        nowhere,
      ),
    ).toEqual([]);
  });
});
