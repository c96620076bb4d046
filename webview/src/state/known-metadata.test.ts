// A value is drawn as its kind only when it is of that kind.
import { expect, test } from 'vitest';
import { isInlineImage, isSafeLink, knownMetadata } from './known-metadata.ts';

test('D05: a value of its kind stays what it is, any other becomes JSON', () => {
  const chart = { kind: 'chart', value: { type: 'bar', x: ['a'], series: [{ name: 'n', values: [null] }] } };
  expect(knownMetadata(chart)).toBe(chart);
  for (const odd of [
    { kind: 'int', value: '1' },
    { kind: 'table', value: { columns: ['a'], rows: [[{}]] } },
    { kind: 'image', value: 'x' },
    { kind: 'constructor', value: 1 },
    { kind: 'hologram', value: [1] },
  ])
    expect(knownMetadata(odd)).toEqual({ kind: 'json', value: odd.value });
});

test('D08: links lead to the web and mail, pictures are pictures', () => {
  expect(['https://a', 'HTTP://a', 'mailto:a@b'].every(isSafeLink)).toBe(true);
  expect(['javascript:x', ' https://a', 'file:///x', 'command:x', '//a', 'vscode://x'].some(isSafeLink)).toBe(false);
  expect(['data:image/png;base64,AA', 'data:image/svg+xml,%3Csvg/%3E'].every(isInlineImage)).toBe(true);
  expect(['data:text/html,x', 'data:image/png', 'https://a/b.png', 'blob:x'].some(isInlineImage)).toBe(false);
});
