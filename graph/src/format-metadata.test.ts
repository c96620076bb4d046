// Metadata of every kind in one line of text.
import { expect, test } from 'vitest';
import { formatMetadata, type MetadataValue } from './index.ts';

const cases: readonly (readonly [MetadataValue, string])[] = [
  [{ kind: 'int', value: 1204567 }, '1,204,567'],
  [{ kind: 'float', value: 0.000125 }, '0.000125'],
  [{ kind: 'bool', value: false }, 'false'],
  [{ kind: 'text', value: 'first\nsecond' }, 'first'],
  [{ kind: 'url', value: 'https://example.com/a' }, 'https://example.com/a'],
  [{ kind: 'path', value: 's3://bucket/x' }, 's3://bucket/x'],
  [{ kind: 'md', value: '\n# Title of **snake_case**\ntext' }, 'Title of snake_case'],
  [
    { kind: 'md', value: `![word cloud](data:image/png;base64,${'A'.repeat(9000)}) of [titles](https://x.example)` },
    'image (word cloud) of titles',
  ],
  [{ kind: 'url', value: `https://example.com/${'a'.repeat(300)}` }, `https://example.com/${'a'.repeat(300)}`],
  [{ kind: 'text', value: '\u001b[2Jx' }, '[2Jx'],
  [{ kind: 'json', value: 'x'.repeat(500) }, `"${'x'.repeat(118)}…`],
  [{ kind: 'timestamp', value: 'Tomorrow' }, 'Tomorrow'],
  [{ kind: 'timestamp', value: '2026-03-01T10:00:00.000Z' }, '2026-03-01 10:00:00 UTC'],
  [{ kind: 'json', value: { a: [1, null] } }, '{"a":[1,null]}'],
  [{ kind: 'table', value: { columns: ['a', 'b'], rows: [[1, 2]] } }, '2 columns, 1 row'],
  [{ kind: 'tableSchema', value: [{ name: 'a', type: 'int' }] }, '1 column'],
  [{ kind: 'columnLineage', value: { a: [{ asset: 'raw', column: 'x' }], b: [] } }, '2 columns from raw'],
  [
    { kind: 'image', value: { src: `data:image/png;base64,${'A'.repeat(16000)}`, alt: 'cloud' } },
    'image (cloud, 12 kB)',
  ],
  [{ kind: 'image', value: { src: 'https://example.com/a.png', alt: '' } }, 'image'],
  [
    { kind: 'chart', value: { type: 'bar', x: ['a', 'b', 'c'], series: [{ name: 'n', values: [1, 2, 3] }] } },
    'bar chart, 1 series, 3 points',
  ],
];

test.each(cases)('D05: %j', (value, text) => {
  expect(formatMetadata(value)).toBe(text);
});
