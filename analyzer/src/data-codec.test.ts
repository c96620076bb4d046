// Whatever data goes in comes out, also through text, also by a codec that was given another's shapes.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DataCodec } from './data-codec.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);

const { data } = fc.letrec((tie) => ({
  data: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.constantFrom(null, undefined, true, false, -0, 0, NaN, Infinity, -Infinity, '__proto__', 'a\nb'),
    fc.array(tie('data'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom('__proto__', 'a', 'b', 'a\nb', '', '0'), fc.string()), tie('data'), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
    fc.array(fc.tuple(tie('data'), tie('data')), { maxLength: 4 }).map((entries) => new Map(entries)),
    fc.array(tie('data'), { maxLength: 4 }).map((items) => new Set(items)),
  ),
}));

test('any data survives', () => {
  const codec = new DataCodec();
  fc.assert(
    fc.property(data, (given) => {
      const text = JSON.stringify(codec.encode(given));
      expect(text).not.toContain('\n');
      expect(codec.decode(JSON.parse(text))).toStrictEqual(given);
      const other = new DataCodec(JSON.parse(JSON.stringify(codec.shapes)) as string[][]);
      expect(other.decode(JSON.parse(text))).toStrictEqual(given);
      // What the other one writes from here on does not change what it has read.
      other.encode({ shape: 'of its own' });
      expect(JSON.stringify(other.encode(given))).toBe(text);
    }),
    { seed, numRuns: 1000 },
  );
});

test('what is no data is refused, and so is what it never wrote', () => {
  const codec = new DataCodec();
  expect(() => codec.encode({ a: () => 1 })).toThrow('A function is no data');
  expect(() => codec.encode(Symbol('s'))).toThrow('A symbol is no data');
  for (const foreign of [[7, 1], ['a'], [null], []])
    expect(() => codec.decode(foreign), JSON.stringify(foreign)).toThrow('not written by this codec');
});
