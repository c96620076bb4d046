// Where the parts of a cause lead.
import { expect, test } from 'vitest';
import { causeParts } from './cause-parts.ts';

const read = (cause: Parameters<typeof causeParts>[0]): string =>
  causeParts(cause)
    .map(({ type, text }) => (type === 'text' ? text : `<${type} ${text}>`))
    .join('');

test('the asset and the place are parts of the sentence; a place that it does not name comes last', () => {
  expect(read({ message: 'customers has new data', asset: 'customers' })).toBe('<asset customers> has new data');
  const place = { file: 'src/price.ts', line: 14 };
  const why = 'its code changed: `parse` in src/price.ts:14';
  expect(read({ message: why, ...place })).toBe('its code changed: `parse` in <place src/price.ts:14>');
  expect(read({ message: `because a: ${why} (through ab)`, asset: 'a', ...place })).toBe(
    'because <asset a>: its code changed: `parse` in <place src/price.ts:14> (through ab)',
  );
  expect(read({ message: 'its code changed', ...place })).toBe('its code changed <place src/price.ts:14>');
  expect(read({ message: 'no such file', file: 'src/price.ts' })).toBe('no such file <place src/price.ts>');
  // Line 14 is not line 140, and an asset that only stands inside other words is not there.
  expect(read({ message: 'see src/price.ts:140', ...place })).toBe('see src/price.ts:140 <place src/price.ts:14>');
  expect(read({ message: 'data is late', asset: 'a' })).toBe('data is late');
  expect(read({ message: 'src/a.ts:1 has new data', asset: 'src/a.ts:1', file: 'src/a.ts', line: 1 })).toBe(
    '<asset src/a.ts:1> has new data <place src/a.ts:1>',
  );
});
