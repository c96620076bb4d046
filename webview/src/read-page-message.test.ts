// A page can ask only for what the protocol has, in its shape, and for offered commands.
import type { FromPage } from './protocol.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPageMessage } from './read-page-message.ts';

const read = (value: unknown): FromPage | null => readPageMessage(value, new Set(['headwater.install']));

const good: FromPage[] = [
  { type: 'ready' },
  { type: 'resync' },
  { type: 'open', project: '/p', key: 'a' },
  { type: 'open', project: '/p', key: 'a', op: 'parse' },
  { type: 'open-place', project: '/p', file: 'src/a.ts', line: 3 },
  { type: 'open-place', project: '/p', file: 'src/a.ts', line: 3, column: 2 },
  { type: 'run-from-failure', project: '/p', run: 'r' },
  { type: 'select', project: '/p', key: null },
  { type: 'select', project: '/p', key: 'a' },
  { type: 'show-project', project: '/q' },
  { type: 'choose-base', project: '/p' },
  { type: 'choose-base', project: '/p', base: 'main' },
  { type: 'show-foreign', project: '/p', key: 'q:a' },
  { type: 'pin', project: '/p', pinned: true },
  { type: 'preview', project: '/p', key: 'a' },
  { type: 'history', project: '/p', key: 'a' },
  { type: 'history', project: '/p', key: 'a', before: 12 },
  { type: 'why', project: '/p', key: 'a' },
  { type: 'switch-automation', project: '/p' },
  { type: 'diff', project: '/p', on: true },
  { type: 'open-changes', project: '/p', key: 'a' },
  { type: 'materialize', project: '/p', keys: ['a', 'b'] },
  { type: 'materialize', project: '/p', keys: ['a'], widen: 'upstream' },
  { type: 'materialize-all', project: '/p', staleOnly: true },
  { type: 'cancel', project: '/p', run: 'r' },
  { type: 'command', command: 'headwater.install' },
  { type: 'copy', text: 'a' },
  { type: 'save', saved: { version: 2 } },
  { type: 'ask-export' },
  { type: 'export', project: '/p', format: 'svg', data: '<svg/>', note: null },
  { type: 'export', project: '/p', format: 'png', data: null, note: 'no assets' },
  { type: 'error', message: 'no' },
];

describe('messages of the page', () => {
  test('each one of the protocol passes as it is', () => {
    for (const message of good) expect(read(message)).toEqual(message);
  });

  test('what it does not know is dropped, with what does not belong to it', () => {
    expect(read({ type: 'open', project: '/p', key: 'a', extra: 1 })).toEqual({
      type: 'open',
      project: '/p',
      key: 'a',
    });
    for (const bad of [
      null,
      1,
      'ready',
      [],
      {},
      { type: 'exec' },
      { type: 'open', project: '/p' },
      { type: 'open', project: '/p', key: 'a', op: 1 },
      { type: 'history', project: '/p', key: 'a', before: '12' },
      { type: 'history', project: '/p', key: 'a', before: 1.5 },
      { type: 'open-place', project: '/p', file: 'src/a.ts', line: 0 },
      { type: 'open-place', project: '/p', file: 'src/a.ts', line: 1, column: '2' },
      { type: 'run-from-failure', project: '/p' },
      { type: 'show-project' },
      { type: 'save', saved: 'x'.repeat(200_000) },
      { type: 'show-foreign', project: '/p', key: null },
      { type: 'pin', project: '/p', pinned: 1 },
      { type: 'materialize', project: '/p', keys: [] },
    ]) {
      expect(read(bad)).toBeNull();
    }
    expect(read({ type: 'materialize', project: '/p', keys: ['a'], widen: 'all' })).toBeNull();
  });

  test('no command but those an empty state offers', () => {
    expect(read({ type: 'command', command: 'workbench.action.terminal.sendSequence' })).toBeNull();
    expect(read({ type: 'command', command: 'headwater.materializeAll' })).toBeNull();
  });

  test('nothing makes it throw', () => {
    fc.assert(fc.property(fc.anything(), (value) => void read(value)));
    const almost = fc.record({
      type: fc.constantFrom(...good.map(({ type }) => type)),
      project: fc.anything(),
      key: fc.anything(),
      keys: fc.anything(),
    });
    fc.assert(fc.property(almost, (value) => void read(value)));
  });
});
