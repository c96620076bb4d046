// What is told onwards when statuses change, and the words of lenses and status bar.
import type { AssetStatus, PreviewedStatus, StatusName } from '@headwater/graph';
import { describe, expect, test } from 'vitest';
import { countPreviews, countStatuses, StatusBook } from './status-book.ts';

const status = (key: string, name: StatusName, more: Partial<AssetStatus> = {}): AssetStatus => ({
  key,
  status: name,
  causes: [],
  ...more,
});

describe('status book', () => {
  test('gives only what differs, and says when a key disappeared', () => {
    const book = new StatusBook();
    expect(book.replace([status('a', 'never'), status('b', 'never')])).toEqual({
      changed: [status('a', 'never'), status('b', 'never')],
      removed: false,
    });
    expect(book.replace([status('a', 'never'), status('b', 'fresh')])).toEqual({
      changed: [status('b', 'fresh')],
      removed: false,
    });
    expect(book.replace([status('b', 'fresh')])).toEqual({ changed: [], removed: true });
  });

  test('a started step is running at once and keeps what is known of its past', () => {
    const book = new StatusBook();
    const past = {
      run: 'r',
      time: '2026-01-01T00:00:00.000Z',
      codeVersion: null,
      dataVersion: 'd',
      durationMs: 1,
      metadata: {},
      checks: [],
    };
    book.replace([
      status('a', 'stale', { lastMaterialization: past, causes: [{ kind: 'code', message: 'its code changed' }] }),
    ]);
    expect(book.markRunning('a')).toEqual(status('a', 'running', { lastMaterialization: past }));
    expect(book.of('a')?.status).toBe('running');
    expect(book.markRunning('new')).toEqual(status('new', 'running'));
  });

  test('when the host is gone nothing is running any more', () => {
    const book = new StatusBook();
    book.replace([status('a', 'running'), status('b', 'fresh')]);
    const lost = status('a', 'unknown', {
      causes: [{ kind: 'unknown', message: 'the runner host ended while it ran' }],
    });
    expect(book.interrupt()).toEqual([lost]);
    expect(book.all).toEqual([lost, status('b', 'fresh')]);
    expect(book.interrupt()).toEqual([]);
  });

  test('L1: lens texts say age and rows, cause of staleness, message of failure', () => {
    const book = new StatusBook();
    const last = {
      run: 'r',
      time: '2026-01-01T10:00:00.000Z',
      codeVersion: null,
      dataVersion: 'd',
      rows: 1204,
      durationMs: 1,
      metadata: {},
      checks: [],
    };
    book.replace([
      status('a', 'fresh', { lastMaterialization: last }),
      status('b', 'stale', {
        causes: [{ kind: 'data', asset: 'customers', message: 'customers has new data' }],
        lastMaterialization: { ...last, rows: 3 },
      }),
      status('c', 'failed', { causes: [{ kind: 'failed', message: 'no such table', file: 'src/a.ts', line: 3 }] }),
      status('d', 'never'),
    ]);
    expect(book.lensTexts({ now: new Date('2026-01-01T10:02:00.000Z') })).toEqual([
      { key: 'a', text: 'fresh, 2 min ago, 1,204 rows', stored: '2 min ago · 1,204 rows', isStale: false },
      {
        key: 'b',
        text: 'stale: customers has new data',
        brief: 'stale',
        facts: [{ kind: 'cause', name: '', text: 'customers has new data', asset: 'customers' }],
        stored: '2 min ago · 3 rows',
        isStale: true,
      },
      {
        key: 'c',
        text: 'failed: no such table',
        brief: 'failed',
        facts: [{ kind: 'cause', name: '', text: 'no such table', file: 'src/a.ts', line: 3 }],
      },
      { key: 'd', text: 'never materialized' },
    ]);
  });

  test('E05 L1: lenses name failed checks, and say how far a running asset is', () => {
    const book = new StatusBook();
    const check = { passed: false, severity: 'error', run: 'r', seq: 1, time: '', metadata: {} } as const;
    const last = {
      run: 'r',
      time: '2026-01-01T10:00:00.000Z',
      codeVersion: null,
      dataVersion: 'd',
      durationMs: 1,
      metadata: {},
      checks: [{ name: 'notEmpty', ...check }],
    };
    book.replace([
      status('a', 'fresh', { lastMaterialization: last }),
      status('b', 'stale', { causes: [{ kind: 'code', message: 'its code changed' }], lastMaterialization: last }),
      status('c', 'running'),
      status('d', 'running'),
    ]);
    const progress = { message: 'loading', fraction: 0.427, attempt: 2 };
    const texts = book.lensTexts({
      now: new Date('2026-01-01T10:02:00.000Z'),
      progressOf: (key) => (key === 'c' ? progress : null),
    });
    expect(texts.map(({ text }) => text)).toEqual([
      'fresh, 2 min ago, 1 check failed: notEmpty',
      'stale: its code changed, 1 check failed: notEmpty',
      'running 43 %, attempt 2',
      'running',
    ]);
  });

  test('what is typed and not saved says what it would become, and that it is not so yet', () => {
    const book = new StatusBook();
    book.replace([status('a', 'fresh'), status('b', 'fresh'), status('c', 'stale'), status('d', 'never')]);
    const code = { kind: 'code', message: 'its code changed: `parse` in src/price.ts:14' } as const;
    const above = { kind: 'upstream', asset: 'a', message: `because a: ${code.message}` } as const;
    const all: PreviewedStatus[] = [
      { ...status('a', 'stale', { causes: [code] }), was: 'fresh' },
      { ...status('b', 'upstream-stale', { causes: [above] }), was: 'fresh' },
      { ...status('c', 'stale', { causes: [code, above] }), was: 'stale' },
      { ...status('d', 'orphan'), was: 'never' },
      { ...status('new', 'never'), was: null },
    ];
    const previews = new Map(all.map((each) => [each.key, each]));
    expect(book.lensTexts({ now: new Date(), previews }).map(({ key, text, brief }) => [key, text, brief])).toEqual([
      ['a', 'would be stale once saved: its code changed: `parse` in src/price.ts:14', 'would be stale once saved'],
      [
        'b',
        'would be upstream stale once saved: because a: its code changed: `parse` in src/price.ts:14',
        'would be upstream stale once saved',
      ],
      [
        'c',
        'would still be stale once saved: its code changed: `parse` in src/price.ts:14, and 1 more',
        'would still be stale once saved',
      ],
      ['d', 'removed, not saved yet', undefined],
      ['new', 'not saved yet', undefined],
    ]);
    expect(countPreviews(all)).toBe('2 would become stale · 1 removed · 1 not saved yet');
    expect(countPreviews([])).toBe('');
  });

  test('the status bar counts what a person can act on', () => {
    expect(
      countStatuses([
        status('a', 'stale'),
        status('b', 'fresh'),
        status('c', 'fresh'),
        status('d', 'external'),
        status('e', 'never'),
      ]),
    ).toBe('2 fresh · 1 stale · 1 never materialized');
    expect(countStatuses([])).toBe('');
  });
});
